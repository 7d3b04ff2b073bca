import { aggregate } from '../number-stats.ts';
import { noKey } from './countable.ts';
import type { Dimension } from './dimension.ts';
import type { Measure } from './read-measures.ts';
import { addCell, cellOf, type MoneyUnit, type RowGroup } from './tally.ts';

/** Rows of one dimension or two that are shown unless the agent says otherwise; what is in order of time is shown whole. */
const usual = [0, 50, 150];

/** Groups as they are shown: in order, the rest of them as one. */
export interface Arranged {
  readonly groups: readonly RowGroup[];
  /** What is beyond `top`, added up, and how many groups that is. */
  readonly others: { readonly group: RowGroup; readonly count: number } | undefined;
}

/** How groups are ranked: by this measure, or by how many rows they have. */
export interface GroupRanking {
  readonly measure: Measure | undefined;
  /** CurrencyAmount is compared in this unit. */
  readonly unit: MoneyUnit;
}

/** Rows of a group, over all units. */
export const countOf = ({ cells }: RowGroup): number =>
  [...cells.values()].reduce((sum, { count }) => sum + count, 0);

function rankOf(group: RowGroup, { measure, unit }: GroupRanking): number {
  if (measure === undefined) return countOf(group);
  const amount = group.cells.get(unit)?.amounts[measure.quantity];
  const result = amount === undefined ? undefined : aggregate(amount, measure.by);
  return result ?? Number.NEGATIVE_INFINITY;
}

/** Adds the rows of a group to another. */
function addGroup(sum: RowGroup, { cells }: RowGroup, medians: readonly boolean[]): void {
  for (const [unit, cell] of cells) addCell(cellOf(sum, unit, medians), cell);
}

/** The groups of each first key, as one. */
function byFirstKey(groups: readonly RowGroup[], medians: readonly boolean[]): ReadonlyMap<string, RowGroup> {
  const sums = new Map<string, RowGroup>();
  for (const group of groups) {
    const [key = noKey] = group.keys;
    const before = sums.get(key);
    const sum = before ?? { keys: [key], cells: new Map() };
    if (before === undefined) sums.set(key, sum);
    addGroup(sum, group, medians);
  }
  return sums;
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A sorting of groups, those of one first key together: in the order of the dimension, else the largest first. */
function createCompare(
  groups: readonly RowGroup[],
  dimensions: readonly Dimension[],
  ranking: GroupRanking,
  medians: readonly boolean[],
): (a: RowGroup, b: RowGroup) => number {
  const firsts = dimensions.length > 1 ? byFirstKey(groups, medians) : undefined;
  const ranks = new Map<RowGroup, { readonly rank: number; readonly count: number }>();
  function ranked(group: RowGroup) {
    const before = ranks.get(group);
    if (before !== undefined) return before;
    const made = { rank: rankOf(group, ranking), count: countOf(group) };
    ranks.set(group, made);
    return made;
  }

  /** Compares by one key; `of` is what that key stands for. */
  function compareAt(at: number, a: RowGroup, b: RowGroup, of: (group: RowGroup) => RowGroup): number {
    const [left = noKey, right = noKey] = [a.keys[at], b.keys[at]];
    if (left === right) return 0;
    const order = dimensions[at]?.order;
    if (order !== undefined)
      return Number(left === noKey) - Number(right === noKey) || order(left, right) || byText(left, right);
    const [one, other] = [ranked(of(a)), ranked(of(b))];
    if (one.rank !== other.rank) return other.rank - one.rank;
    return other.count - one.count || byText(left, right);
  }

  const first = (group: RowGroup) => firsts?.get(group.keys[0] ?? noKey) ?? group;
  return (a, b) => compareAt(0, a, b, first) || compareAt(1, a, b, (group) => group);
}

/**
 * The groups to show, in order; of more than `top`, the largest, and the others as one.
 *
 * @param top as the agent asked for; undefined for as many as usually fit
 */
export function arrangeGroups(
  groups: readonly RowGroup[],
  dimensions: readonly Dimension[],
  ranking: GroupRanking,
  medians: readonly boolean[],
  top: number | undefined,
): Arranged {
  const compare = createCompare(groups, dimensions, ranking, medians);
  const inTime = dimensions.length === 1 && dimensions[0]?.between !== undefined;
  const most = top ?? (inTime ? groups.length : (usual[dimensions.length] ?? 0));
  if (groups.length <= most) return { groups: filled(groups, dimensions).sort(compare), others: undefined };
  const ranked = new Map(groups.map((group) => [group, rankOf(group, ranking)]));
  const largest = [...groups].sort((a, b) => (ranked.get(b) ?? 0) - (ranked.get(a) ?? 0) || compare(a, b));
  const rest = largest.slice(most);
  const others: RowGroup = { keys: [], cells: new Map() };
  for (const group of rest) addGroup(others, group, medians);
  return { groups: largest.slice(0, most).sort(compare), others: { group: others, count: rest.length } };
}

/** The groups with those of periods in which nothing was; only where that is the one dimension. */
function filled(groups: readonly RowGroup[], dimensions: readonly Dimension[]): RowGroup[] {
  const between = dimensions.length === 1 ? (dimensions[0]?.between?.() ?? []) : [];
  const known = new Set(groups.map(({ keys }) => keys[0]));
  const empty = between
    .filter((key) => !known.has(key))
    .map((key): RowGroup => ({ keys: [key], cells: new Map() }));
  return [...groups, ...empty];
}
