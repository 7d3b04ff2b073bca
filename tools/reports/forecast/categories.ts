import { normalizeName } from '../../../src/names/suggestions.ts';
import type { JsonObject } from '../../../src/tool/json.ts';
import type { CustomField } from '../../../src/tool/names.ts';
import type { Column } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { joined, listedNames, numberedOf, quoted } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { distinctTexts } from '../summarize/dimension.ts';

/** How sure an open deal is; `other` for one that is neither. */
export type Category = 'commit' | 'best_case' | 'other';

/** From which win probability on, in percent, a deal is one of them, if no field of the account says so. */
const fromPercent = { commit: 90, best_case: 50 } as const;

/** What decides how sure open deals are. */
export interface CategoryRule {
  /** The columns that it needs. */
  readonly reads: readonly Column[];
  /** @param percent the deal's win probability; undefined if neither the deal nor its stage has one */
  of(deal: JsonObject, percent: number | undefined): Category;
  /** What the answer says about the rule, once all open deals were asked about. */
  note(): string;
}

/** Which category an option of a drop-down means by its words; undefined for every other one. */
function categoryOf(option: string): Category | undefined {
  const words = ` ${normalizeName(option)} `;
  if (/ (?:not|no|non|un|never) /.test(words)) return undefined;
  if (/ (?:commit|commits|committed|commitment) /.test(words)) return 'commit';
  return / (?:best case|bestcase|upside) /.test(words) ? 'best_case' : undefined;
}

const optionsOf = ({ options }: CustomField, category: Category) =>
  options.flatMap(({ name }) => (categoryOf(name) === category ? [name] : []));

const tellsBoth = (field: CustomField) =>
  field.type === 'Dropdown' &&
  optionsOf(field, 'commit').length > 0 &&
  optionsOf(field, 'best_case').length > 0;

/** By the win probability of each deal. @param why why no field decides; empty if the account has none */
const byProbability = (why: string): CategoryRule => ({
  reads: [],
  of: (_, percent = 0) =>
    percent >= fromPercent.commit ? 'commit' : percent >= fromPercent.best_case ? 'best_case' : 'other',
  note: () =>
    `${why}commit: open deals with a win probability from ${fromPercent.commit} %; best_case: from ${fromPercent.best_case} %, without commit.`,
});

/** By the option that each deal has in this field. */
function byField(field: CustomField, read: Column): CategoryRule {
  const seen = { deals: 0, empty: 0 };
  return {
    reads: [read],
    of(deal) {
      const [option] = distinctTexts(read.field.read(deal));
      seen.deals++;
      if (option === undefined) seen.empty++;
      return (option === undefined ? undefined : categoryOf(option)) ?? 'other';
    },
    note() {
      const named = (category: Category) => `${category}: ${listedNames(optionsOf(field, category))}`;
      const empty =
        seen.empty === 0
          ? ''
          : ` ${numberedOf(seen.empty, seen.deals, ['open deal', 'open deals'], ['has', 'have'])} no value there: in neither.`;
      return `By custom field ${quoted(field.name)}: ${named('commit')}; ${named('best_case')}, without commit.${empty}`;
    },
  };
}

/**
 * What decides how sure deals are: the drop-down of deals that has options for commit and for best case. If there is none, or none that
 * can be told from the others by the word forecast in its name, their win probability does.
 */
export async function readCategoryRule({ names, columns }: ReportContext): Promise<CategoryRule> {
  let fields: readonly CustomField[];
  try {
    fields = (await names.customFields('opportunity')).filter(tellsBoth);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return byProbability(
      `Custom fields could not be read (${error.kind}), so none of them decides what is commit: `,
    );
  }
  const named = fields.filter(({ name }) => / forecast /.test(` ${normalizeName(name)} `));
  const [field, second] = named.length === 1 || fields.length > 1 ? named : fields;
  if (fields.length > 0 && (field === undefined || second !== undefined)) {
    const listed = joined(fields.map(({ name, id }) => `${quoted(name)} (${id})`));
    return byProbability(`Several custom fields could decide what is commit, so none does: ${listed}. `);
  }
  const [read] = field === undefined ? [] : await columns(opportunityRecord, [String(field.id)]);
  return field === undefined || read === undefined ? byProbability('') : byField(field, read);
}
