import { isObject, type JsonObject, type JsonValue } from './json.ts';
import type { Entity, NameList } from './names.ts';

/** How a raw value is shown: `name` looks its key up in a book, `record` names a `{id, type}` reference. */
export type FieldKind = 'text' | 'number' | 'flag' | 'day' | 'time' | 'name' | 'record';

/** One field of a record: where it is read from and how it is shown. */
export interface Field {
  readonly as: FieldKind;
  /** Copper's top-level names that have to be in the row for `read` to work. */
  readonly needs: readonly string[];
  /** The raw value; undefined, null and empty text count as empty. */
  readonly read: (row: JsonObject) => JsonValue | undefined;
  /** The book that knows the name, for `name`. */
  readonly nameList?: NameList;
  /** Shown in brackets behind the value wherever a page mixes several of it: a stage's pipeline, a value's currency. */
  readonly within?: Field;
  /** True where only the first of several values is shown, with the number of the others. */
  readonly first?: boolean;
}

/** What a thing is called and which fields it has: everything the answer needs to know to show it. */
export interface RecordDefinition {
  /** One of it: `opportunity`. */
  readonly name: string;
  /** Several of it: `opportunities`. */
  readonly plural: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** More names of Copper's, which `fields` takes for the raw value; no answer shows them unasked. */
  readonly raw?: readonly string[];
  /** Names of the fields that are shown when none are asked for. */
  readonly shown: readonly string[];
  /** Set where the record carries custom fields: the word that definitions use in `available_on`. */
  readonly entity?: Entity;
}

/** One column of an answer. */
export interface Column {
  readonly name: string;
  readonly field: Field;
  /** The id of a custom field's definition. */
  readonly custom?: number;
  /** True where the agent asked for it by name: long text is then not cut. */
  readonly asked: boolean;
}

/** Checks at start that every shown field exists, and hands the definition on. */
export function defineRecord(definition: RecordDefinition): RecordDefinition {
  for (const name of definition.shown) {
    if (!Object.hasOwn(definition.fields, name)) throw new Error(`${definition.name} has no field ${name}`);
  }
  return definition;
}

/** Reads `address.city` or `emails.email`; where a list is on the way, a list of what its items hold. */
export function readPath(row: JsonValue | undefined, steps: readonly string[]): JsonValue | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return row;
  if (Array.isArray(row)) {
    const found: JsonValue[] = [];
    for (const item of row) found.push(...[readPath(item, steps) ?? []].flat());
    return found;
  }
  return isObject(row) && Object.hasOwn(row, step) ? readPath(row[step], rest) : undefined;
}

function field(as: FieldKind, path: string, more: Partial<Field> = {}): Field {
  const steps = path.split('.');
  return { as, needs: [steps[0] ?? path], read: (row) => readPath(row, steps), ...more };
}

/** Text, or several texts; objects such as an address are shown as their parts. */
export const textField = (path: string): Field => field('text', path);

/** The first of several texts, with the number of the others. */
export const firstField = (path: string): Field => field('text', path, { first: true });

/** A number; `unit` is where its currency stands. */
export const numberField = (path: string, unit?: string): Field =>
  field('number', path, unit === undefined ? {} : { within: textField(unit), needs: [path, unit] });

/** Yes or no. */
export const flagField = (path: string): Field => field('flag', path);

/** A day without a time of day; Unix seconds or Copper's `m/d/yyyy` text. */
export const dayField = (path: string): Field => field('day', path);

/** A moment, in Unix seconds. */
export const timeField = (path: string): Field => field('time', path);

/** An id whose name is in a book; `within` is a second field that tells equal names apart. */
export const nameField = (path: string, nameList: NameList, within?: Field): Field =>
  field('name', path, {
    nameList,
    needs: [path.split('.')[0] ?? path, ...(within?.needs ?? [])],
    ...(within === undefined ? {} : { within }),
  });

/** A reference to another record: `{id, type}` at `path`, or the row itself when `path` is empty. */
export const referenceField = (path: string): Field =>
  path === '' ? { as: 'record', needs: ['id', 'type'], read: (row) => row } : field('record', path);

/** Text made of several raw values. */
export const derivedField = (
  needs: readonly string[],
  read: Field['read'],
  more: Partial<Field> = {},
): Field => ({
  as: 'text',
  needs,
  read,
  ...more,
});
