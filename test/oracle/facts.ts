import type { EntityType, World } from '../../src/sandbox/sandbox.ts';
import type { Zone } from './days.ts';

/** A record that another one points to. */
export interface Pointer {
  readonly type: EntityType;
  readonly id: number;
}

/** What is known of one thing about a record; null, an empty text and an empty list are "nothing". */
export type Value = string | number | boolean | null | readonly string[] | Pointer;

/** One record of the account by the names that answers have for what it holds, and some names that no answer shows. */
export interface Fact {
  readonly id: number;
  readonly values: Readonly<Record<string, Value>>;
}

/** The lists that ids of records are named by. */
export type List =
  | 'user'
  | 'pipeline'
  | 'source'
  | 'loss_reason'
  | 'contact_type'
  | 'lead_status'
  | 'person'
  | 'opportunity';

/**
 * How a value is told. `first`: the first of several, and how many more; `all`: all of them; `money`: with its currency where a page has
 * several; `stage`: with its pipeline where a page has several.
 */
export type Shape =
  | 'text'
  | 'first'
  | 'all'
  | 'number'
  | 'money'
  | 'time'
  | 'day'
  | 'flag'
  | 'stage'
  | 'pointer'
  | List;

/** What of an account facts are made of. */
export interface Ground {
  readonly world: World;
  /** The zone in which moments are told. */
  readonly zone: Zone;
  /** The zone of the account itself, whose midnights stand for days. */
  readonly home: Zone;
  /** Which names of parameters the account knows; only the contract's also have the contract's words and types. */
  readonly names: 'both' | 'contract' | 'documented';
}

/** Several parts of what is known of a record as one. Spreads into a literal of as many names take V8 ten times as long. */
export const joined = (...parts: readonly Fact['values'][]): Fact['values'] => Object.assign({}, ...parts);

/** True where there is something. */
export function isThere(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === '') return false;
  return !Array.isArray(value) || value.some((one) => one !== '');
}

/** The texts in a value. */
export function textsIn(value: Value | undefined): readonly string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.filter((one) => one !== '');
  return typeof value === 'object' ? [] : [String(value)];
}

/** The number in a value. */
export const numberIn = (value: Value | undefined): number | null =>
  typeof value === 'number' ? value : null;

/** The text in a value; a day is one. */
export const textIn = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);

/** The parts of an address that are there, in the order of an envelope. */
export const addressOf = (
  address: Readonly<Record<'street' | 'city' | 'state' | 'postal_code' | 'country', string | null>> | null,
): readonly string[] =>
  address === null
    ? []
    : [address.street, address.city, address.state, address.postal_code, address.country].flatMap(
        (part) => part || [],
      );
