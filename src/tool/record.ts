import { isObject, type JsonObject, type JsonValue } from './json.ts';
import type { Entity, NameKind } from './names.ts';

/**
 * How a raw value is shown: `name` looks up its key in a name list, `record` names a `{id, type}` reference, `link` gives its address in
 * Copper's web app, `amounts` lists one amount per currency, and `raw` keeps the type that Copper sends.
 */
export type FieldKind =
  | 'text'
  | 'raw'
  | 'number'
  | 'amounts'
  | 'flag'
  | 'day'
  | 'time'
  | 'name'
  | 'record'
  | 'link';

/** One field of a record: where it is read from and how it is shown. */
export interface Field {
  readonly kind: FieldKind;
  /** Copper's top-level fields that `read` uses. */
  readonly sourceFields: readonly string[];
  /** The raw value; undefined, null and empty text count as empty. */
  readonly read: (row: JsonObject) => JsonValue | undefined;
  /** The list with the name, for `name`. */
  readonly nameKind?: NameKind;
  /** Shown after the value if a page has several of them: a stage's pipeline, a value's currency. */
  readonly qualifier?: Field;
  /** True if the qualifier is shown also where a page has one only: other pages have others. */
  readonly isQualified?: boolean;
  /** The record's own text for a name, shown if the list has none for the key; for a number text that stands in its place. */
  readonly fallbackText?: (row: JsonObject) => JsonValue | undefined;
  /** All of several values, each with its kind: a single record shows them, tables only the first and the number of others. */
  readonly allValues?: (row: JsonObject) => JsonValue | undefined;
}

/** The name and fields of a kind of record: what answers need to show it. */
export interface RecordDefinition {
  /** Singular: `opportunity`. */
  readonly name: string;
  /** Plural: `opportunities`. */
  readonly plural: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Other words for a field that people use: `{ url: 'link' }`. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** More of Copper's fields, shown only when `fields` names them, as raw values. */
  readonly unlistedFields?: readonly string[];
  /** The fields that are shown by default. */
  readonly shown: readonly string[];
  /** Copper's fields that every scan reads, so that its rows answer the next question as well: no long texts. */
  readonly scanned?: readonly string[];
  /** True for things that happen: a list of them tells as of when it is. */
  readonly happens?: true;
  /** Set for records with custom fields: the word that their definitions use in `available_on`. */
  readonly entity?: Entity;
}

/** The source fields of which a row has at least one if Copper returns this field; the others only qualify it (currency, pipeline). */
export const primarySourceFields = ({ kind, sourceFields }: Field): readonly string[] =>
  kind === 'text' ? sourceFields : sourceFields.slice(0, 1);

/** One column of an answer. */
export interface Column {
  readonly name: string;
  readonly field: Field;
  /** The definition id of a custom field. */
  readonly customFieldId?: number;
  /** True if the agent named it: long text is then not truncated. */
  readonly requested: boolean;
  /** True for one that text answers do not need, since it is said in another way there; data have it even if it is empty. */
  readonly dataOnly?: boolean;
  /** True for amounts whose currency is in the column `currency` of the same table. */
  readonly inCurrency?: boolean;
  /** How a view draws it with the others of its table that have the same: beside each other, or as parts of a sum. */
  readonly together?: 'beside' | 'parts';
}

/** Checks at startup that every shown field exists; returns the definition. */
export function defineRecord(definition: RecordDefinition): RecordDefinition {
  for (const name of definition.shown) {
    if (!Object.hasOwn(definition.fields, name)) throw new Error(`${definition.name} has no field ${name}`);
  }
  return definition;
}

/** Reads a path such as `address.city` or `emails.email`; a list on the path gives a list of its items' values. */
export function readPath(
  row: JsonValue | undefined,
  steps: readonly string[],
  at = 0,
): JsonValue | undefined {
  const step = steps[at];
  if (step === undefined) return row;
  if (Array.isArray(row)) {
    const found: JsonValue[] = [];
    for (const item of row) for (const one of [readPath(item, steps, at) ?? []].flat()) found.push(one);
    return found;
  }
  return isObject(row) && Object.hasOwn(row, step) ? readPath(row[step], steps, at + 1) : undefined;
}

function field(kind: FieldKind, path: string, others: Partial<Field> = {}): Field {
  const steps = path.split('.');
  return { kind, sourceFields: [steps[0] ?? path], read: (row) => readPath(row, steps), ...others };
}

/** Text, or several texts; an object such as an address is shown as its parts. */
export const textField = (path: string): Field => field('text', path);

/** E-mail addresses or phone numbers; `path` is that of one, `phone_numbers.number`, beside which its kind stands as `category`. */
export const contactField = (path: string): Field => {
  const [list = path, key = path] = path.split('.');
  const all = (row: JsonObject) =>
    [row[list] ?? []].flat().flatMap((item): JsonValue[] => {
      const value = readPath(item, [key]) ?? '';
      const kind = readPath(item, ['category']);
      if (value === '') return [];
      return [typeof kind === 'string' && kind.trim() !== '' ? `${value} (${kind.trim()})` : value];
    });
  return field('text', path, { allValues: all });
};

/** A number; `unit` is the path of its currency. */
export const numberField = (path: string, unit?: string): Field =>
  field('number', path, unit === undefined ? {} : { qualifier: textField(unit), sourceFields: [path, unit] });

/** One amount per currency: a list of `{value, unit}`, in which a value that is too large to be added up is null. */
export const amountsField = (path: string): Field => field('amounts', path);

/** Yes or no. */
export const flagField = (path: string): Field => field('flag', path);

/** A day without a time; Unix seconds or Copper's `m/d/yyyy` text. */
export const dayField = (path: string): Field => field('day', path);

/** A time, in Unix seconds. */
export const timeField = (path: string): Field => field('time', path);

/** An id whose name is in a name list; `qualifier` is a second field that distinguishes equal names. */
export const nameField = (path: string, nameKind: NameKind, qualifier?: Field): Field =>
  field('name', path, {
    nameKind,
    sourceFields: [path.split('.')[0] ?? path, ...(qualifier?.sourceFields ?? [])],
    ...(qualifier === undefined ? {} : { qualifier }),
  });

/** A reference to another record: `{id, type}` at `path`, or the row itself when `path` is empty. */
export const referenceField = (path: string): Field =>
  path === '' ? { kind: 'record', sourceFields: ['id', 'type'], read: (row) => row } : field('record', path);

/** The address of the row itself in Copper's web app: `{id, type}` of this kind of record. */
export const linkField = (type: string): Field => ({
  kind: 'link',
  sourceFields: ['id'],
  read: ({ id }) => (id === undefined ? null : { id, type }),
});

/** A value computed from several raw ones. */
export const derivedField = (
  sourceFields: readonly string[],
  read: Field['read'],
  others: Partial<Field> = {},
): Field => ({ kind: 'text', sourceFields, read, ...others });

/** A column that is always empty and therefore never shown: it makes a report's search return these of Copper's fields. */
export const fetchedOnly = (...sourceFields: readonly string[]): Column =>
  column(
    'fetched',
    derivedField(sourceFields, () => null),
  );

/** A column of a report's own data. */
export const column = (name: string, field: Field): Column => ({ name, field, requested: false });
