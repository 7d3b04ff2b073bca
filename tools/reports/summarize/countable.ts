import type { NameEntry, NameKind, NameResolver } from '../../../src/tool/names.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { statusesWithoutRevenue } from '../../inputs/deal-status.ts';
import { filterName } from '../../inputs/filter-text.ts';
import type { FilterInput } from '../../inputs/filters.ts';
import type { SearchTool } from '../../inputs/search.ts';
import type { Pipelines } from './pipelines.ts';

/** The key of rows that belong to no group. */
export const noKey = '';

/** A group as a search finds it; two searches may find parts of one group. */
export interface CountedKey {
  readonly key: string;
  readonly filters: readonly FilterInput[];
}

/** How the groups of a dimension can be counted by searches instead of reading rows. */
export interface Countable {
  keys(): Promise<readonly CountedKey[]>;
  /** The rows that no key finds: those without a value, or some whose value is in no list. */
  readonly rowsOutsideKeys: 'withoutValue' | 'unlisted';
  /** True if every account has rows with values that are in no list. */
  readonly hasUnlistedValues?: boolean;
}

/** Every parameter and input of a search that may already narrow it as the filters of these keys would. */
export function narrowingNames(keys: readonly CountedKey[], { parameters }: SearchTool): ReadonlySet<string> {
  const sent = new Set(keys.flatMap(({ filters }) => filters.map(filterName)));
  const inputs = Object.entries(parameters).filter(
    ([input, { sends }]) => input !== 'filters' && sends.some((name) => sent.has(name)),
  );
  return new Set([...sent, ...inputs.map(([input]) => input)]);
}

/** The entries of a small list; none if it cannot be read, which a note says when its names are needed. */
export async function nameEntriesOf(names: NameResolver, nameKind: NameKind): Promise<readonly NameEntry[]> {
  try {
    return await names.all(nameKind);
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}

/** An id as it cannot be taken for a name; -2 is Copper's for records without a value. */
const idText = (id: number | string) => `id ${id}`;

const filteredBy = (name: string, key: string): CountedKey => ({
  key,
  filters: [{ name, value: /^\d*$/.test(key) ? idText(key || -2) : key }],
});

/**
 * By the ids of a small list.
 *
 * @param emptyGroupBy how rows without one are found: by a `search` of their own, or as the `remainder` that no other search finds
 */
export const countableByList = (
  names: NameResolver,
  nameKind: NameKind,
  parameter: string,
  emptyGroupBy?: 'search' | 'remainder',
): Countable => ({
  rowsOutsideKeys: emptyGroupBy === 'remainder' ? 'withoutValue' : 'unlisted',
  async keys() {
    const keys = (await nameEntriesOf(names, nameKind)).map(({ key }) => key);
    const all = emptyGroupBy === 'search' && keys.length > 0 ? [...keys, noKey] : keys;
    return all.map((key) => filteredBy(parameter, key));
  },
});

/** By words that are the same in every account. */
export const countableByWords = (name: string, words: readonly string[]): Countable => ({
  rowsOutsideKeys: 'unlisted',
  keys: async () => words.map((word) => filteredBy(name, word)),
});

/** Statuses of deals: pipelines without revenue have other names for them, which Copper finds by those of pipelines with revenue. */
export const countableDealStatus = (
  words: readonly string[],
  pipelines: () => Promise<Pipelines>,
): Countable => ({
  rowsOutsideKeys: 'unlisted',
  async keys() {
    const { all, nonRevenue } = await pipelines();
    if (nonRevenue.size === 0) return words.map((word) => filteredBy('statuses', word));
    const ofPipelines = (withoutRevenue: boolean) => ({
      name: 'pipeline_ids',
      value: JSON.stringify(
        all.filter((id) => nonRevenue.has(id) === withoutRevenue).map((id) => idText(String(id))),
      ),
    });
    return words.flatMap((word) => {
      const status = { name: 'statuses', value: word };
      return [
        { key: word, filters: [status, ofPipelines(false)] },
        { key: statusesWithoutRevenue[word] ?? word, filters: [status, ofPipelines(true)] },
      ];
    });
  },
});
