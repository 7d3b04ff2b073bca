import { z } from 'zod/v3';
import type { JsonObject } from '../../../src/tool/json.ts';
import { column, nameField, numberField, textField } from '../../../src/tool/record.ts';
import {
  defineReport,
  maxRequests,
  type ReportContext,
  type ReportTable,
  type Scan,
} from '../../../src/tool/report.ts';
import { formatNumber, inQuotes } from '../../../src/tool/sentences.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { shortText } from '../../inputs/parameter.ts';
import type { SearchTool } from '../../inputs/search.ts';
import { searchCompanies } from '../../search-companies.ts';
import { searchLeads } from '../../search-leads.ts';
import { searchOpportunities } from '../../search-opportunities.ts';
import { searchPeople } from '../../search-people.ts';
import { createFirstRows } from '../attention/first-rows.ts';
import { listPaging, listWindow } from '../deals/deal-inputs.ts';
import { recordKindCalled, recordKinds } from '../lookup/record-kinds.ts';
import { emailAddressesOf } from '../lookup/record-lookup.ts';
import { createDuplicateFinder, mostCompared } from './duplicates.ts';
import { isEmailForm } from './email-form.ts';
import {
  createProblemCounts,
  type FoundProblem,
  type HygieneKind,
  hygieneKinds,
  type Problem,
  rankOf,
  worstFirst,
} from './problems.ts';
import { type RequiredFields, readRequiredFields } from './required-fields.ts';

/** How each kind is read, and what of it is looked at. */
const kinds: Readonly<
  Record<HygieneKind, { tool: SearchTool; read: readonly string[]; only?: Readonly<Record<string, unknown>> }>
> = {
  people: { tool: searchPeople, read: ['id', 'name', 'company', 'owner', 'email', 'phone'] },
  companies: { tool: searchCompanies, read: ['id', 'name', 'owner', 'domain', 'websites', 'phone'] },
  leads: { tool: searchLeads, read: ['id', 'name', 'company', 'owner', 'email', 'phone'] },
  deals: {
    tool: searchOpportunities,
    read: ['id', 'name', 'company', 'owner', 'pipeline'],
    only: { status: 'Open' },
  },
};

/** One of the kinds, in any word for it. */
const kindInput = z.preprocess((given) => {
  const kind = typeof given === 'string' ? recordKindCalled(given.trim()) : undefined;
  if (kind === undefined) return given;
  return kind === 'opportunity' ? 'deals' : recordKinds[kind].plural;
}, z.enum(hygieneKinds));

/** Companies first, which have the fewest pages; people before the leads that may be the same. */
const readingOrder: readonly HygieneKind[] = ['companies', 'people', 'leads', 'deals'];

/** A kind that is being read. */
interface ReadKind {
  readonly kind: HygieneKind;
  readonly scan: Scan;
  readonly required: RequiredFields;
}

const isEmpty = (value: unknown) => String(value ?? '').trim() === '';

/** What is wrong with one record by itself. */
function ownProblems(kind: HygieneKind, row: JsonObject): FoundProblem[] {
  const found: FoundProblem[] = [];
  const emails = emailAddressesOf(row).filter((email) => !isEmpty(email));
  if (kind === 'people' || kind === 'leads') {
    const invalid = emails.filter((email) => !isEmailForm(email));
    if (invalid.length > 0)
      found.push({ problem: 'invalid_email', text: `invalid e-mail ${invalid.map(inQuotes).join(', ')}` });
    if (emails.length === 0) found.push({ problem: 'no_email', text: 'no e-mail' });
  }
  if (isEmpty(row.assignee_id)) found.push({ problem: 'no_owner', text: 'no owner' });
  return found;
}

/** Starts to read the kinds; one that may not be read is left out, with a note. @throws ToolError if none may */
async function startReading(
  chosen: readonly HygieneKind[],
  conditions: Readonly<Record<string, unknown>>,
  context: ReportContext,
): Promise<ReadKind[]> {
  const started: ReadKind[] = [];
  for (const kind of chosen) {
    const { tool, read, only } = kinds[kind];
    const { record } = tool.returns;
    try {
      const columns = await context.columns(record, read);
      const required = await readRequiredFields(kind, record, context);
      const input = { ...conditions, ...only, sort: 'created' };
      started.push({
        kind,
        required,
        scan: await context.scan(tool, input, [...columns, ...required.columns]),
      });
    } catch (error) {
      if (!(error instanceof ToolError) || error.kind !== 'forbidden' || chosen.length === 1) throw error;
      context.note(`${kind} are left out: this key may not read them.`, 'gap');
    }
  }
  return started;
}

/** Says what was not compared. */
function noteGaps(
  started: readonly ReadKind[],
  finder: ReturnType<typeof createDuplicateFinder>,
  isNarrowed: boolean,
  { note }: ReportContext,
): void {
  const compared = started.filter(({ kind }) => kind !== 'deals');
  if (compared.length === 0) return;
  if (compared.some(({ scan }) => !scan.complete))
    note('Duplicates of records that were not read are not known.', 'gap');
  else if (isNarrowed)
    note('Only records of this owner are compared: leave owner out to find duplicates of others.', 'gap');
  if (finder.isFull())
    note(`Only the first ${formatNumber(mostCompared)} records are compared with later ones.`, 'gap');
}

const shown = [
  column('kind', textField('kind')),
  column('id', numberField('id')),
  column('name', textField('name')),
  column('company', textField('company_name')),
  column('owner', nameField('assignee_id', 'user')),
  column('problems', textField('problems')),
];

/** Records that were entered twice, have e-mail addresses that cannot be right, or lack what they should have. */
export const hygiene = defineReport({
  name: 'hygiene',
  title: 'Duplicates and data quality',
  description:
    'How clean are our data? Duplicates (what may have been entered twice), invalid e-mails and missing fields (required by the form, owner, e-mail) of people, companies, leads and open deals; worst first, and counts per problem.',
  input: {
    what: z.array(kindInput).describe('default: all').optional(),
    owner: z.array(shortText).optional(),
    ...listPaging,
    ...maxRequests,
  },
  async run({ what: given = hygieneKinds, owner, max_requests: _, ...input }, context) {
    const { limit, offset } = listWindow(input, 20, context.note);
    const chosen = readingOrder.filter((kind) => given.includes(kind));
    const started = await startReading(chosen, owner === undefined ? {} : { owner }, context);
    const finder = createDuplicateFinder();
    const first = createFirstRows(offset + limit, worstFirst);
    const readKinds = hygieneKinds.filter((kind) => started.some((one) => one.kind === kind));
    const counts = createProblemCounts(readKinds);
    for (const { kind, scan, required } of started)
      for await (const row of scan) {
        const found = [
          ...(kind === 'deals' ? [] : finder.find(kind, row)),
          ...ownProblems(kind, row),
          ...required.find(row),
        ];
        if (found.length === 0) continue;
        counts.add(kind, found);
        first.add({
          kind: kinds[kind].tool.returns.record.name,
          ...rankOf(kind, found),
          id: row.id ?? null,
          name: row.name ?? null,
          company_name: row.company_name ?? null,
          assignee_id: row.assignee_id ?? null,
          problems: [...new Set(found.map(({ text }) => text))].join('; '),
        });
      }
    noteGaps(started, finder, owner !== undefined, context);
    const complete = started.every(({ scan }) => scan.complete);
    const list: ReportTable = {
      what: 'records with problems',
      form: 'page',
      columns: shown,
      rows: first.first().slice(offset),
      offset,
      ...(complete ? { total: first.count() } : { total: undefined, minTotal: first.count() }),
    };
    if (offset > 0 && limit > 0) return { tables: [list] };
    const isKnown = (problem: Problem, kind: HygieneKind) =>
      problem !== 'missing_field' || started.find((one) => one.kind === kind)?.required.isKnown === true;
    return { tables: limit === 0 ? [counts.table(isKnown)] : [list, counts.table(isKnown)] };
  },
});
