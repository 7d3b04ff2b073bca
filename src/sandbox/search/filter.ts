import { invalid, label } from '../refusal.ts';
import type { Scene } from '../scene.ts';

/** Who knows a name: the contract, Copper's documentation, or both. */
export type Known = 'both' | 'contract' | 'documented';

/** Whether a row passes. */
export type Test<T> = (row: T) => boolean;

/** One search parameter: who knows it, and what its value demands of a row. */
export interface Filter<T> {
  readonly known: Known;
  /** Throws a refusal when the value makes no sense. */
  readonly read: (value: unknown, name: string, scene: Scene) => Test<T>;
}

/** The filters of one search, by parameter name. */
export type Filters<T> = Readonly<Record<string, Filter<T>>>;

export function filter<T>(read: Filter<T>['read']): Filter<T> {
  return { known: 'both', read };
}

/** Marks filters that only the contract knows. */
export function inContract<T>(filters: Filters<T>): Filters<T> {
  return marked(filters, 'contract');
}

/** Marks filters that only Copper's documentation knows. */
export function inDocs<T>(filters: Filters<T>): Filters<T> {
  return marked(filters, 'documented');
}

/** Whether the account's profile of names includes a name. */
export function knows(profile: Known, known: Known): boolean {
  return profile === 'both' || known === 'both' || profile === known;
}

/** The refusal of a value that makes no sense. */
export function badValue(name: string, value: unknown): Error {
  return invalid(`${label(name)}: Invalid value for ${label(name)}: ${JSON.stringify(value)}`);
}

function marked<T>(filters: Filters<T>, known: Known): Filters<T> {
  return Object.fromEntries(Object.entries(filters).map(([name, one]) => [name, { ...one, known }]));
}
