import type { NameList } from '../../../src/tool/names.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import type { Filter } from '../../inputs/filters.ts';
import { nameEntriesOf } from './entries.ts';
import type { Pipelines } from './pipelines.ts';

/** The key of rows that belong to no group. */
export const noKey = '';

/** A group as a search finds it; two searches may find parts of one group. */
export interface CountedKey {
  readonly key: string;
  readonly filters: readonly Filter[];
}

/** How the groups of a dimension can be counted by searches instead of reading rows. */
export interface Countable {
  keys(): Promise<readonly CountedKey[]>;
  /** What rows are that no key finds: those without a value, or some whose value no list knows. */
  readonly rest: 'none' | 'unlisted';
  /** True where every account has rows with values that no list knows. */
  readonly incomplete?: boolean;
}

/** The inputs that send a parameter of a search. */
const inputs: Readonly<Record<string, readonly string[]>> = {
  assignee_ids: ['owner', 'assigned'],
  user_ids: ['who'],
  pipeline_ids: ['pipeline'],
  pipeline_stage_ids: ['stage'],
  statuses: ['status'],
  status_ids: ['status'],
  customer_source_ids: ['source'],
  loss_reason_ids: ['loss_reason'],
  contact_type_ids: ['contact_type', 'type'],
  activity_types: ['type'],
};

/** Every name under which a question may already be narrowed by what the filters of these keys narrow it by. */
export const inputNamesOf = (keys: readonly CountedKey[]): ReadonlySet<string> =>
  new Set(keys.flatMap(({ filters }) => filters.flatMap(({ name }) => [name, ...(inputs[name] ?? [])])));

const one = (name: string, key: string): CountedKey => ({ key, filters: [{ name, value: key || 'none' }] });

/** By the ids of a small list; `orNone` where the search finds those without one, too. */
export const countableByList =
  (name: string, book: NameList, { orNone = false, rest = 'unlisted' as Countable['rest'] } = {}) =>
  ({ names }: ReportContext): Countable => ({
    rest,
    async keys() {
      const listed = (await nameEntriesOf(names, book)).map(({ key }) => one(name, key));
      return orNone && listed.length > 0 ? [...listed, one(name, noKey)] : listed;
    },
  });

/** By words that are the same in every account. */
export const countableByWords = (name: string, words: readonly string[]): Countable => ({
  rest: 'unlisted',
  keys: async () => words.map((word) => one(name, word)),
});

/** What the statuses of deals are called where nothing is won (developer.copper.com, list-opportunities-search). */
const doneWords: Readonly<Record<string, string>> = { Won: 'Done', Lost: "Won't Do", Abandoned: 'On Hold' };

/** Statuses of deals: pipelines that earn nothing have words of their own, which Copper finds by those of the others. */
export const countableDealStatus = (
  words: readonly string[],
  pipelines: () => Promise<Pipelines>,
): Countable => ({
  rest: 'unlisted',
  async keys() {
    const { all, nonRevenue } = await pipelines();
    if (nonRevenue.size === 0) return words.map((word) => one('statuses', word));
    const within = (wanted: boolean) => ({
      name: 'pipeline_ids',
      value: JSON.stringify(all.filter((id) => nonRevenue.has(id) === wanted)),
    });
    return words.flatMap((word) => {
      const status = { name: 'statuses', value: word };
      return [
        { key: word, filters: [status, within(false)] },
        { key: doneWords[word] ?? word, filters: [status, within(true)] },
      ];
    });
  },
});
