import { resultOf } from './amount.ts';
import { none } from './countable.ts';
import type { Dimension } from './dimension.ts';
import type { Measure } from './measures.ts';
import { addCell, cellOf, type Group, type Unit } from './tally.ts';

/** Rows of one dimension or two that are shown unless the agent says otherwise; what is in order of time is shown whole. */
const usual = [0, 50, 150];

/** Groups as they are shown: in order, the rest of them as one. */
export interface Arranged {
  readonly groups: readonly Group[];
  /** What is beyond `top`, added up, and how many groups that is. */
  readonly others: { readonly group: Group; readonly count: number } | undefined;
}

/** How groups are ranked: by this measure, or by how many rows they have. */
export interface Ranking {
  readonly measure: Measure | undefined;
  /** Money is compared in this unit. */
  readonly unit: Unit;
}

/** Rows of a group, over all units. */
export const countOf = ({ cells }: Group): number =>
  [...cells.values()].reduce((sum, { count }) => sum + count, 0);

function rankOf(group: Group, { measure, unit }: Ranking): number {
  if (measure === undefined) return countOf(group);
  const amount = group.cells.get(unit)?.amounts[measure.quantity];
  const result = amount === undefined ? undefined : resultOf(amount, measure.by);
  return result ?? Number.NEGATIVE_INFINITY;
}

/** Adds the rows of a group to another. */
function addGroup(sum: Group, { cells }: Group, medians: readonly boolean[]): void {
  for (const [unit, cell] of cells) addCell(cellOf(sum, unit, medians), cell);
}

/** The groups of each first key, as one. */
function byFirstKey(groups: readonly Group[], medians: readonly boolean[]): ReadonlyMap<string, Group> {
  const sums = new Map<string, Group>();
  for (const group of groups) {
    const [key = none] = group.keys;
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
  groups: readonly Group[],
  dimensions: readonly Dimension[],
  ranking: Ranking,
  medians: readonly boolean[],
): (a: Group, b: Group) => number {
  const firsts = dimensions.length > 1 ? byFirstKey(groups, medians) : undefined;
  const ranks = new Map<Group, { readonly rank: number; readonly count: number }>();
  function ranked(group: Group) {
    const before = ranks.get(group);
    if (before !== undefined) return before;
    const made = { rank: rankOf(group, ranking), count: countOf(group) };
    ranks.set(group, made);
    return made;
  }

  /** Compares by one key; `of` is what that key stands for. */
  function compareAt(at: number, a: Group, b: Group, of: (group: Group) => Group): number {
    const [left = none, right = none] = [a.keys[at], b.keys[at]];
    if (left === right) return 0;
    const order = dimensions[at]?.order;
    if (order !== undefined)
      return Number(left === none) - Number(right === none) || order(left, right) || byText(left, right);
    const [one, other] = [ranked(of(a)), ranked(of(b))];
    if (one.rank !== other.rank) return other.rank - one.rank;
    return other.count - one.count || byText(left, right);
  }

  const first = (group: Group) => firsts?.get(group.keys[0] ?? none) ?? group;
  return (a, b) => compareAt(0, a, b, first) || compareAt(1, a, b, (group) => group);
}

/**
 * The groups to show, in order; of more than `top`, the largest, and the others as one.
 *
 * @param top as the agent asked for; undefined for as many as usually fit
 */
export function arrange(
  groups: readonly Group[],
  dimensions: readonly Dimension[],
  ranking: Ranking,
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
  const others: Group = { keys: [], cells: new Map() };
  for (const group of rest) addGroup(others, group, medians);
  return { groups: largest.slice(0, most).sort(compare), others: { group: others, count: rest.length } };
}

/** The groups with those of periods in which nothing was; only where that is the one dimension. */
function filled(groups: readonly Group[], dimensions: readonly Dimension[]): Group[] {
  const between = dimensions.length === 1 ? (dimensions[0]?.between?.() ?? []) : [];
  const known = new Set(groups.map(({ keys }) => keys[0]));
  const empty = between
    .filter((key) => !known.has(key))
    .map((key): Group => ({ keys: [key], cells: new Map() }));
  return [...groups, ...empty];
}
