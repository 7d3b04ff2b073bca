import type { EntityType } from '../../src/sandbox/sandbox.ts';
import type { Fact, Ground, List, Shape } from './facts.ts';

/** In which form a condition is put, and so what it means; see `conditions.ts`. */
type Form =
  | 'part'
  | 'whole'
  | 'contains'
  | 'any text'
  | 'email'
  | 'domain'
  | 'phone'
  | 'numbers'
  | 'percent'
  | 'days'
  | 'moments'
  | 'tags'
  | 'names'
  | 'company'
  | 'record'
  | 'deals of'
  | 'stages'
  | 'status'
  | 'words'
  | 'ids'
  | 'followed'
  | 'age'
  | 'pointer'
  | 'types'
  | 'there';

/** One thing that a search can be narrowed by. */
export interface Askable {
  /** As an input, or as the name of a filter. */
  readonly name: string;
  readonly as: Form;
  /** The fact it is about. */
  readonly of: string;
  /** True for an input of its own; all can be filters. */
  readonly own?: true;
  /** The list of its names. */
  readonly list?: List;
  /** True where `none` asks for records without it. */
  readonly orNone?: true;
  /** The words there are. */
  readonly words?: readonly string[];
  /** What two conditions may not both be about; the fact unless told. */
  readonly slot?: string;
}

/** What a search can be sorted by: its name, and the fact that decides; `order` where words have an order of their own. */
export interface Sortable {
  readonly name: string;
  readonly of: string;
  readonly order?: readonly string[];
  /** True where Copper sorts; else all rows that match are read, at most 500, and sorted here. */
  readonly byCopper: boolean;
}

/** One kind of record: which there are, how they are told, and what can be asked about them. */
export interface Kind {
  readonly name: 'opportunities' | 'people' | 'companies' | 'leads' | 'tasks' | 'activities';
  readonly type: EntityType | 'activity';
  readonly tool: string;
  /** The records that a search without conditions finds. */
  facts(ground: Ground): readonly Fact[];
  /** How each field that answers can show is told. */
  readonly fields: Readonly<Record<string, Shape>>;
  /** The fields that are shown unasked. */
  readonly shown: readonly string[];
  readonly askable: readonly Askable[];
  readonly sortable: readonly Sortable[];
  /** What rows are in order of when nothing is said. */
  readonly usualOrder: { readonly of: string; readonly descending: boolean };
  /** The most rows an answer holds under the contract. */
  readonly page: number;
}

/** Sort keys that are called as the fact they go by. */
export const sortedBy = (byCopper: boolean, ...names: readonly string[]): Sortable[] =>
  names.map((name) => ({ name, of: name, byCopper }));
