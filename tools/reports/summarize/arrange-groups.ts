import { aggregate } from '../number-stats.ts';
import { noKey } from './countable.ts';
import type { Dimension } from './dimension.ts';
import type { Measure } from './read-measures.ts';
import { addCell, entryOf, type MoneyUnit, type RowGroup } from './tally.ts';

/** Groups that are shown by default, by the number of dimensions; a single dimension of periods is shown whole. */
const defaultTop = [0, 50, 150];

/** How groups are ranked: by this measure, or by how many rows they have. */
interface GroupRanking {
  readonly measure: Measure | undefined;
  /** Money is compared in this unit. */
  readonly unit: MoneyUnit;
}

/** How many rows a group has. */
export const countOf = ({ cells }: RowGroup): number =>
  [...cells.values()].reduce((sum, { count }) => sum + count, 0);

function rankOf(group: RowGroup, { measure, unit }: GroupRanking): number {
  if (measure === undefined) return countOf(group);
  const stats = group.cells.get(unit)?.stats.get(measure.quantity);
  const result = stats === undefined ? undefined : aggregate(stats, measure.by);
  return result ?? Number.NEGATIVE_INFINITY;
}

/** Some groups as one. */
function merged(groups: readonly RowGroup[], keys: readonly string[]): RowGroup {
  const sum: RowGroup = { keys, cells: new Map() };
  for (const { cells } of groups) for (const [unit, cell] of cells) addCell(sum, unit, cell);
  return sum;
}

/** The groups of each first key, as one. */
function byFirstKey(groups: readonly RowGroup[]): ReadonlyMap<string, RowGroup> {
  const parts = new Map<string, RowGroup[]>();
  for (const group of groups) entryOf(parts, group.keys[0] ?? noKey, () => []).push(group);
  return new Map([...parts].map(([key, part]) => [key, merged(part, [key])]));
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Compares groups, those of one first key together: in the order of the dimension, else the largest first. */
function createCompare(
  groups: readonly RowGroup[],
  dimensions: readonly Dimension[],
  ranking: GroupRanking,
): (a: RowGroup, b: RowGroup) => number {
  const firsts = dimensions.length > 1 ? byFirstKey(groups) : undefined;
  const ranks = new Map<RowGroup, { readonly rank: number; readonly count: number }>();
  const ranked = (group: RowGroup) =>
    entryOf(ranks, group, () => ({ rank: rankOf(group, ranking), count: countOf(group) }));

  /** Compares by one key; `wholeOf` gives all rows that have it. */
  function compareAt(at: number, a: RowGroup, b: RowGroup, wholeOf: (group: RowGroup) => RowGroup): number {
    const [left = noKey, right = noKey] = [a.keys[at], b.keys[at]];
    if (left === right) return 0;
    const order = dimensions[at]?.order;
    if (order !== undefined)
      return (
        Number(left === noKey) - Number(right === noKey) || order(left, right) || compareText(left, right)
      );
    const [one, other] = [ranked(wholeOf(a)), ranked(wholeOf(b))];
    if (one.rank !== other.rank) return other.rank - one.rank;
    return other.count - one.count || compareText(left, right);
  }

  const first = (group: RowGroup) => firsts?.get(group.keys[0] ?? noKey) ?? group;
  return (a, b) => compareAt(0, a, b, first) || compareAt(1, a, b, (group) => group);
}

/**
 * The groups to show, in order; of more than `top`, the largest, and the others added up as one, with how many they are.
 *
 * @param top as the agent asked for; undefined for the default
 */
export function arrangeGroups(
  groups: readonly RowGroup[],
  dimensions: readonly Dimension[],
  ranking: GroupRanking,
  top: number | undefined,
) {
  const compare = createCompare(groups, dimensions, ranking);
  const inTime = dimensions.length === 1 && dimensions[0]?.between !== undefined;
  const most = top ?? (inTime ? groups.length : (defaultTop[dimensions.length] ?? 0));
  if (groups.length <= most)
    return { groups: withEmptyPeriods(groups, dimensions).sort(compare), others: undefined };
  const ranked = new Map(groups.map((group) => [group, rankOf(group, ranking)]));
  const largest = [...groups].sort((a, b) => (ranked.get(b) ?? 0) - (ranked.get(a) ?? 0) || compare(a, b));
  const rest = largest.slice(most);
  return {
    groups: largest.slice(0, most).sort(compare),
    others: { group: merged(rest, []), count: rest.length },
  };
}

/** The groups with those of periods without rows; only where periods are the only dimension. */
function withEmptyPeriods(groups: readonly RowGroup[], dimensions: readonly Dimension[]): RowGroup[] {
  const between = dimensions.length === 1 ? (dimensions[0]?.between?.() ?? []) : [];
  const known = new Set(groups.map(({ keys }) => keys[0]));
  const empty = between
    .filter((key) => !known.has(key))
    .map((key): RowGroup => ({ keys: [key], cells: new Map() }));
  return [...groups, ...empty];
}

/** The most columns of a cross table, without the one of sums. */
const maxAcross = 8;

/** The counts of groups of two dimensions, those of the first below and those of the second beside each other. */
export interface CrossCounts {
  readonly firsts: readonly string[];
  readonly seconds: readonly string[];
  /** How many rows have both keys; of one key alone where the other is undefined. */
  count(first: string | undefined, second: string | undefined): number;
}

/**
 * The groups as a cross table, where that is shorter and its sums are right: the second dimension has few keys, most pairs occur, and
 * every row is in exactly one group.
 *
 * @param groups all of them, in order
 * @param total how many rows there are
 */
export function crossCounts(
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
