import { asList, isBlank } from '../read-value.ts';
import { invalid } from '../refusal.ts';
import type { Scene } from '../scene.ts';
import type { Address, Phone } from '../world/records.ts';
import type { Known } from './filter.ts';
import { knows } from './filter.ts';

/** What rows are ordered by; empty keys come last in both directions. */
type Key<T> = (row: T, scene: Scene) => string | number | null | undefined;

export interface SortKey<T> {
  readonly known: Known;
  readonly key: Key<T>;
}

/** The orders of one search, by the name `sort_by` takes. */
export type Sorts<T> = Readonly<Record<string, SortKey<T>>>;

export interface Order<T> {
  readonly name: string;
  readonly descending: boolean;
  readonly key: Key<T>;
}

export function by<T>(key: Key<T>, known: Known = 'both'): SortKey<T> {
  return { known, key };
}

/** `city`, `state`, `country`, `zip`. */
export function byPlace<T extends { address: Address | null }>(): Sorts<T> {
  return {
    city: by<T>((row) => row.address?.city),
    state: by<T>((row) => row.address?.state),
    country: by<T>((row) => row.address?.country),
    zip: by<T>((row) => row.address?.postal_code),
  };
}

export function byDates<T extends { date_created: number; date_modified: number }>(): Sorts<T> {
  return { date_created: by<T>((row) => row.date_created), date_modified: by<T>((row) => row.date_modified) };
}

export function byPhone<T extends { phone_numbers: readonly Phone[] }>(): SortKey<T> {
  return by((row) => row.phone_numbers[0]?.number);
}

/** Days without contact: ascending begins with the latest contact. */
export function byInactivity<T extends { date_last_contacted: number | null }>(): SortKey<T> {
  return by((row) => (row.date_last_contacted === null ? null : -row.date_last_contacted));
}

/** The order a request asks for; an unknown key or direction is refused, as Copper's validator is strict elsewhere. */
export function readOrder<T>(
  sorts: Sorts<T>,
  profile: Known,
  sortBy: unknown,
  direction: unknown,
  usual: string | null,
): Order<T> | null {
  const [way] = asList(isBlank(direction) ? 'asc' : direction);
  if (way !== 'asc' && way !== 'desc') throw invalid('Sort Direction: is not included in the list');
  const given = isBlank(sortBy) ? null : sortBy;
  const name = given ?? usual;
  if (name === null) return null;
  const found = typeof name === 'string' && Object.hasOwn(sorts, name) ? sorts[name] : undefined;
  const allowed = found !== undefined && (given === null || knows(profile, found.known));
  if (typeof name !== 'string' || !allowed) throw invalid('Sort By: is not included in the list');
  return { name, descending: way === 'desc', key: found.key };
}

/** Where the rows stand in order, as places in `rows`; equal keys stay in the order of their ids. */
export function placesInOrder<T extends { id: number }>(
  rows: readonly T[],
  order: Order<T>,
  scene: Scene,
): number[] {
  const sign = order.descending ? -1 : 1;
  return rows
    .map((row, at) => {
      const key = order.key(row, scene);
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
