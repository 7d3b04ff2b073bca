import type { HandlerContext } from '../handler-context.ts';
import { parameterLabel, validationError } from '../reply.ts';

/** Who has a name: the contract, Copper's documentation, or both. */
export type KnownBy = 'both' | 'contract' | 'documented';

/** Whether a row passes. */
export type RowTest<T> = (row: T) => boolean;

/** One search parameter: who has it, and the test that its value makes. */
export interface SearchFilter<T> {
  readonly knownBy: KnownBy;
  /** Throws a SandboxError when the value is invalid. */
  readonly read: (value: unknown, name: string, context: HandlerContext) => RowTest<T>;
}

/** The filters of one search, by parameter name. */
export type SearchFilters<T> = Readonly<Record<string, SearchFilter<T>>>;

/** A filter that both the contract and the documentation have. */
export function createFilter<T>(read: SearchFilter<T>['read']): SearchFilter<T> {
  return { knownBy: 'both', read };
}

type Marked = { readonly knownBy: KnownBy };

/** The same filters or sort keys, as ones that only the contract has. */
export function contractOnly<Part extends Marked>(parts: Readonly<Record<string, Part>>) {
  return markedAs(parts, 'contract');
}

/** The same filters or sort keys, as ones that only Copper's documentation has. */
export function documentedOnly<Part extends Marked>(parts: Readonly<Record<string, Part>>) {
  return markedAs(parts, 'documented');
}

function markedAs<Part>(parts: Readonly<Record<string, Part>>, knownBy: KnownBy): Record<string, Part> {
  return Object.fromEntries(Object.entries(parts).map(([name, one]) => [name, { ...one, knownBy }]));
}

/** Whether the account's `names` option includes a name. */
export function isKnownName(names: KnownBy, knownBy: KnownBy): boolean {
  return names === 'both' || knownBy === 'both' || names === knownBy;
}

/** The 422 of an invalid value. */
export function invalidValue(name: string, value: unknown): Error {
  const label = parameterLabel(name);
  return validationError(`${label}: Invalid value for ${label}: ${JSON.stringify(value)}`);
}

/** How `option` combines several wanted items: any, all or none of them; undefined for another option. */
export function matchOption(
  option: unknown,
): (<T>(wanted: readonly T[], has: (item: T) => boolean) => boolean) | undefined {
  if (option === 'ANY') return (wanted, has) => wanted.some(has);
  if (option === 'ALL') return (wanted, has) => wanted.every(has);
  if (option === 'NONE') return (wanted, has) => !wanted.some(has);
  return undefined;
}
