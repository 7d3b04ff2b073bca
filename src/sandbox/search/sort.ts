import type { HandlerContext } from '../handler-context.ts';
import { asList, isBlank } from '../read-value.ts';
import { validationError } from '../reply.ts';
import { isKnownName, type KnownBy } from './filter.ts';

/** The value that rows are sorted by; empty ones come last in both directions. */
type SortValue<T> = (row: T, context: HandlerContext) => string | number | null | undefined;

/** One value of `sort_by`: who has it, and what it sorts by. */
export interface SortKey<T> {
  readonly knownBy: KnownBy;
  readonly key: SortValue<T>;
}

/** The sort keys of one search, by their value of `sort_by`. */
export type SortKeys<T> = Readonly<Record<string, SortKey<T>>>;

/** The order that a request asks for. */
export interface SortOrder<T> {
  readonly name: string;
  readonly descending: boolean;
  readonly key: SortValue<T>;
}

/** A sort key that both the contract and the documentation have. */
export function sortKey<T>(key: SortValue<T>): SortKey<T> {
  return { knownBy: 'both', key };
}

/** Such a sort key for each of these columns, by its name. */
export function columnSortKeys<Column extends string>(
  ...columns: readonly Column[]
): SortKeys<Readonly<Record<Column, string | number | null>>> {
  return Object.fromEntries(columns.map((column) => [column, sortKey((row) => row[column])]));
}

/** Days since the last contact: ascending begins with the latest contact. */
export const inactivitySortKey: SortKey<{ date_last_contacted: number | null }> = sortKey(
  ({ date_last_contacted: at }) => (at === null ? null : -at),
);

/**
 * The order that a request asks for, `defaultSort` without `sort_by`, or null.
 *
 * Throws a 422 for an unknown key or direction; what Copper does is not public, but its validator is strict elsewhere.
 */
export function readOrder<T>(
  sortKeys: SortKeys<T>,
  names: KnownBy,
  sortBy: unknown,
  direction: unknown,
  defaultSort: string | null,
): SortOrder<T> | null {
  const [wanted] = asList(isBlank(direction) ? 'asc' : direction);
  if (wanted !== 'asc' && wanted !== 'desc')
    throw validationError('Sort Direction: is not included in the list');
  const given = isBlank(sortBy) ? null : sortBy;
  const name = given ?? defaultSort;
  if (name === null) return null;
  const found = typeof name === 'string' && Object.hasOwn(sortKeys, name) ? sortKeys[name] : undefined;
  const allowed = found !== undefined && (given === null || isKnownName(names, found.knownBy));
  if (typeof name !== 'string' || !allowed) throw validationError('Sort By: is not included in the list');
  return { name, descending: wanted === 'desc', key: found.key };
}

/** The positions of the rows in the order; rows with equal values come by id. */
export function sortedPositions<T extends { id: number }>(
  rows: readonly T[],
  order: SortOrder<T>,
  context: HandlerContext,
): number[] {
  const sign = order.descending ? -1 : 1;
  return rows
    .map((row, at) => {
      const key = order.key(row, context);
      return { at, id: row.id, key: typeof key === 'string' ? key.toLowerCase() : key };
    })
    .sort((a, b) => compare(a.key, b.key, sign) || a.id - b.id)
    .map(({ at }) => at);
}

function compare(a: unknown, b: unknown, sign: number): number {
  const noA = a === null || a === undefined || a === '';
  const noB = b === null || b === undefined || b === '';
  if (noA || noB) return Number(noA) - Number(noB);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
}
