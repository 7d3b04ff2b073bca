import type { HandlerContext } from '../handler-context.ts';
import { parameterLabel, validationError } from '../refusal.ts';

/** Who knows a name: the contract, Copper's documentation, or both. */
export type KnownBy = 'both' | 'contract' | 'documented';

/** Whether a row passes. */
export type RowTest<T> = (row: T) => boolean;

/** One search parameter: who knows it, and what its value demands of a row. */
export interface SearchFilter<T> {
  readonly knownBy: KnownBy;
  /** Throws a refusal when the value makes no sense. */
  readonly read: (value: unknown, name: string, context: HandlerContext) => RowTest<T>;
}

/** The filters of one search, by parameter name. */
export type SearchFilters<T> = Readonly<Record<string, SearchFilter<T>>>;

export function createFilter<T>(read: SearchFilter<T>['read']): SearchFilter<T> {
  return { knownBy: 'both', read };
}

/** Marks filters that only the contract knows. */
export function contractOnly<T>(filters: SearchFilters<T>): SearchFilters<T> {
  return markedAs(filters, 'contract');
}

/** Marks filters that only Copper's documentation knows. */
export function documentedOnly<T>(filters: SearchFilters<T>): SearchFilters<T> {
  return markedAs(filters, 'documented');
}

/** Whether the account's profile of names includes a name. */
export function isKnownName(profile: KnownBy, knownBy: KnownBy): boolean {
  return profile === 'both' || knownBy === 'both' || profile === knownBy;
}

/** The refusal of a value that makes no sense. */
export function invalidValue(name: string, value: unknown): Error {
  return validationError(
    `${parameterLabel(name)}: Invalid value for ${parameterLabel(name)}: ${JSON.stringify(value)}`,
  );
}

function markedAs<T>(filters: SearchFilters<T>, knownBy: KnownBy): SearchFilters<T> {
  return Object.fromEntries(Object.entries(filters).map(([name, one]) => [name, { ...one, knownBy }]));
}
