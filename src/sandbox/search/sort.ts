import type { HandlerContext } from '../handler-context.ts';
import { asList, isBlank } from '../read-value.ts';
import { validationError } from '../refusal.ts';
import type { Address, Phone } from '../world/records.ts';
import type { KnownBy } from './filter.ts';
import { isKnownName } from './filter.ts';

/** What rows are ordered by; empty keys come last in both directions. */
type SortValue<T> = (row: T, context: HandlerContext) => string | number | null | undefined;

export interface SortKey<T> {
  readonly knownBy: KnownBy;
  readonly key: SortValue<T>;
}

/** The orders of one search, by the name `sort_by` takes. */
export type SortKeys<T> = Readonly<Record<string, SortKey<T>>>;

export interface SortOrder<T> {
  readonly name: string;
  readonly descending: boolean;
  readonly key: SortValue<T>;
}

export function sortKey<T>(key: SortValue<T>, knownBy: KnownBy = 'both'): SortKey<T> {
  return { knownBy, key };
}

/** `city`, `state`, `country`, `zip`. */
export function addressSortKeys<T extends { address: Address | null }>(): SortKeys<T> {
  return {
    city: sortKey<T>((row) => row.address?.city),
    state: sortKey<T>((row) => row.address?.state),
    country: sortKey<T>((row) => row.address?.country),
    zip: sortKey<T>((row) => row.address?.postal_code),
  };
}

export function dateSortKeys<T extends { date_created: number; date_modified: number }>(): SortKeys<T> {
  return {
    date_created: sortKey<T>((row) => row.date_created),
    date_modified: sortKey<T>((row) => row.date_modified),
  };
}

export function phoneSortKey<T extends { phone_numbers: readonly Phone[] }>(): SortKey<T> {
  return sortKey((row) => row.phone_numbers[0]?.number);
}

/** Days without contact: ascending begins with the latest contact. */
export function inactivitySortKey<T extends { date_last_contacted: number | null }>(): SortKey<T> {
  return sortKey((row) => (row.date_last_contacted === null ? null : -row.date_last_contacted));
}

/** The order a request asks for; an unknown key or direction is refused, as Copper's validator is strict elsewhere. */
export function readOrder<T>(
  sorts: SortKeys<T>,
  profile: KnownBy,
  sortBy: unknown,
  direction: unknown,
  usual: string | null,
): SortOrder<T> | null {
  const [way] = asList(isBlank(direction) ? 'asc' : direction);
  if (way !== 'asc' && way !== 'desc') throw validationError('Sort Direction: is not included in the list');
  const given = isBlank(sortBy) ? null : sortBy;
  const name = given ?? usual;
  if (name === null) return null;
  const found = typeof name === 'string' && Object.hasOwn(sorts, name) ? sorts[name] : undefined;
  const allowed = found !== undefined && (given === null || isKnownName(profile, found.knownBy));
  if (typeof name !== 'string' || !allowed) throw validationError('Sort By: is not included in the list');
  return { name, descending: way === 'desc', key: found.key };
}

/** Where the rows stand in order, as places in `rows`; equal keys stay in the order of their ids. */
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
