import type { JsonObject } from '../../../src/tool/json.ts';
import { column } from '../../../src/tool/record.ts';
import type { CrossTable } from '../../../src/tool/report.ts';
import { compareText, countOf, shownKeys } from './arrange-groups.ts';
import { noKey } from './countable.ts';
import type { Dimension } from './dimension.ts';
import type { RowGroup } from './tally.ts';

/** The most columns of a cross table, without the one of sums. */
const maxAcross = 8;

/** The counts of groups of two dimensions, those of the first below and those of the second beside each other. */
interface CrossCounts {
  readonly firsts: readonly string[];
  readonly seconds: readonly string[];
  /** How many rows have both keys; of one key alone if the other is undefined. */
  count(first: string | undefined, second: string | undefined): number;
}

/**
 * The groups as a cross table, if that is shorter and its sums are right: the second dimension has few keys, most pairs occur, and
 * every row is in exactly one group.
 *
 * @param groups all of them, in order
 * @param total how many rows there are
 */
function crossCounts(
  groups: readonly RowGroup[],
  dimensions: readonly Dimension[],
  total: number,
): CrossCounts | undefined {
  const [, second] = dimensions;
  if (second === undefined || dimensions.some(({ several }) => several === true)) return undefined;
  const keyOf = ({ keys }: RowGroup, at: number) => keys[at] ?? noKey;
  const count: CrossCounts['count'] = (one, other) =>
    groups.reduce((sum, group) => {
      const isIn = (key: string | undefined, at: number) => key === undefined || keyOf(group, at) === key;
      return isIn(one, 0) && isIn(other, 1) ? sum + countOf(group) : sum;
    }, 0);
  const firsts = [...new Set(groups.map((group) => keyOf(group, 0)))];
  const keys = [...new Set(groups.map((group) => keyOf(group, 1)))];
  const isFew = keys.length > 1 && keys.length <= maxAcross && firsts.length > 1;
  if (!isFew || groups.length * 2 < firsts.length * keys.length || count(undefined, undefined) !== total)
    return undefined;
  const sums = new Map(keys.map((key) => [key, count(undefined, key)]));
  const seconds = keys.sort(
    (a, b) =>
      Number(a === noKey) - Number(b === noKey) ||
      (second.order?.(a, b) ?? (sums.get(b) ?? 0) - (sums.get(a) ?? 0)) ||
      compareText(a, b),
  );
  return { firsts, seconds, count };
}

/** Counts by two dimensions, one of them across; undefined if that would not be shorter, or leave something out. */
export function crossTable(
  plural: string,
  groups: readonly RowGroup[],
  dimensions: readonly Dimension[],
  { total, offset }: { readonly total: RowGroup; readonly offset: number },
): CrossTable | undefined {
  const [first, second] = dimensions;
  const counts = crossCounts(groups, dimensions, countOf(total));
  if (first === undefined || second === undefined || counts === undefined) return undefined;
  const { firsts, seconds, count } = counts;
  const keyRow = (keys: readonly string[]) =>
    Object.fromEntries(shownKeys({ keys, cells: new Map() }, dimensions).map((key, at) => [`key${at}`, key]));
  const row = (key: string | undefined): JsonObject => ({
    ...Object.fromEntries(seconds.map((other, at) => [`at${at}`, count(key, other)])),
    sum: count(key, undefined),
  });
  return {
    what: `${plural} by ${first.name}, ${second.name} across: counts`,
    first: column(first.name, first.shown('key0')),
    across: {
      column: column(second.name, second.shown('key1')),
      rows: seconds.map((key) => keyRow([noKey, key])),
    },
    last: '(total)',
    rows: firsts.map((key) => ({ ...row(key), key0: keyRow([key]).key0 ?? null })).slice(offset),
    total: firsts.length,
    totals: [{ ...row(undefined), key0: '(total)' }],
  };
}
