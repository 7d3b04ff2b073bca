import { createYielder } from '../../../src/tool/clock.ts';
import type { JsonValue } from '../../../src/tool/json.ts';
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

/** There may be as many groups as rows: after so many, others have their turn. */
const groupsInTurn = 2_000;

/** What is made of each group, in turns with everybody else. */
export async function forGroups<Made>(
  groups: readonly RowGroup[],
  make: (group: RowGroup) => Made,
): Promise<Made[]> {
  const yieldAfter = createYielder(groupsInTurn);
  const all: Made[] = [];
  for (const group of groups) {
    all.push(make(group));
    await yieldAfter(1);
  }
  return all;
}

function addGroup(sum: RowGroup, { cells }: RowGroup): void {
  for (const [unit, cell] of cells) addCell(sum, unit, cell);
}

/** The groups of each first key, as one. */
async function byFirstKey(groups: readonly RowGroup[]): Promise<ReadonlyMap<string, RowGroup>> {
  const sums = new Map<string, RowGroup>();
  await forGroups(groups, (group) => {
    const key = group.keys[0] ?? noKey;
    addGroup(
      entryOf(sums, key, () => ({ keys: [key], cells: new Map() })),
      group,
    );
  });
  return sums;
}

/** The first `most` groups in this order, sorted piece by piece: those behind the last of so many are not sorted. */
async function firstInOrder(
  groups: readonly RowGroup[],
  compare: (a: RowGroup, b: RowGroup) => number,
  most: number,
): Promise<RowGroup[]> {
  const yieldAfter = createYielder(groupsInTurn);
  let first: RowGroup[] = [];
  for (let at = 0; at < groups.length; at += groupsInTurn) {
    const piece = groups.slice(at, at + groupsInTurn);
    const last = first[most - 1];
    const before = last === undefined ? piece : piece.filter((group) => compare(group, last) < 0);
    first = [...first, ...before].sort(compare).slice(0, most);
    await yieldAfter(piece.length);
  }
  return first;
}

/** The order of two texts by their characters. */
export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Compares groups, those of one first key together: in the order of the dimension, else the largest first. */
async function createCompare(
  groups: readonly RowGroup[],
  dimensions: readonly Dimension[],
  ranking: GroupRanking,
) {
  const firsts = dimensions.length > 1 ? await byFirstKey(groups) : undefined;
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
  return {
    compare: (a: RowGroup, b: RowGroup) => compareAt(0, a, b, first) || compareAt(1, a, b, (group) => group),
    rank: (group: RowGroup) => ranked(group).rank,
  };
}

/**
 * The groups to show, in order; of more than `top`, the largest, and the others added up as one, with how many they are.
 *
 * @param top as the agent asked for; undefined for the default
 */
export async function arrangeGroups(
  groups: readonly RowGroup[],
  dimensions: readonly Dimension[],
  ranking: GroupRanking,
  top: number | undefined,
) {
  const { compare, rank } = await createCompare(groups, dimensions, ranking);
  const isTimeSeries = dimensions.length === 1 && dimensions[0]?.between !== undefined;
  const most = top ?? (isTimeSeries ? groups.length : (defaultTop[dimensions.length] ?? 0));
  if (groups.length <= most) {
    const all = withEmptyPeriods(groups, dimensions);
    return { groups: await firstInOrder(all, compare, all.length), others: undefined };
  }
  const largest = await firstInOrder(groups, (a, b) => rank(b) - rank(a) || compare(a, b), most);
  const isShown = new Set(largest);
  const rest: RowGroup = { keys: [], cells: new Map() };
  await forGroups(groups, (group) => {
    if (!isShown.has(group)) addGroup(rest, group);
  });
  return {
    groups: largest.sort(compare),
    others: { group: rest, count: groups.length - largest.length },
  };
}

/** The groups with those of periods without rows; only if periods are the only dimension. */
function withEmptyPeriods(groups: readonly RowGroup[], dimensions: readonly Dimension[]): RowGroup[] {
  const between = dimensions.length === 1 ? (dimensions[0]?.between?.() ?? []) : [];
  const known = new Set(groups.map(({ keys }) => keys[0]));
  const empty = between
    .filter((key) => !known.has(key))
    .map((key): RowGroup => ({ keys: [key], cells: new Map() }));
  return [...groups, ...empty];
}

/** The keys of a group as answers show them. */
export const shownKeys = ({ keys }: RowGroup, dimensions: readonly Dimension[]): JsonValue[] =>
  dimensions.map((dimension, at) => {
    const key = keys[at] ?? noKey;
    return key === noKey ? '(none)' : dimension.value(key);
  });
