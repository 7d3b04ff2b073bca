import type { JsonObject } from '../tool/json.ts';
import type { CustomField, Entity } from '../tool/names.ts';
import { escapeUntrusted } from '../tool/outgoing-text.ts';
import { memoizeByObject, objectsIn } from './name-lists.ts';
import { bySpelling, prepareIndex } from './spelling.ts';
import { ambiguousNameError } from './unknown-name.ts';

interface Named {
  readonly id: number;
  readonly name: string;
}

const withId = ({ id, name }: Named) => `${name} (${id})`;

function customFieldOf(row: JsonObject): CustomField | undefined {
  const { id, name, data_type: type, options, currency } = row;
  if (typeof id !== 'number' || typeof name !== 'string' || typeof type !== 'string') return undefined;
  return {
    id,
    name,
    type,
    options: objectsIn(options).flatMap((option) =>
      typeof option.id === 'number' && typeof option.name === 'string'
        ? [{ id: option.id, name: option.name }]
        : [],
    ),
    ...(typeof currency === 'string' && currency !== '' ? { currency } : {}),
  };
}

/** The custom fields of a row by their definitions; of several the first. */
export const customItemsOf = memoizeByObject(({ custom_fields: all }: JsonObject) => {
  const found = objectsIn(all).map((item) => [item.custom_field_definition_id, item] as const);
  return new Map(found.reverse());
});

/** The options of a custom field by their ids as text; of several the first. */
export const optionsById = memoizeByObject(
  (options: CustomField['options']) => new Map(options.toReversed().map((one) => [String(one.id), one])),
);

const formsOf = (field: Named): readonly string[] => [field.name, withId(field)];

/** Names that several of a list have. */
const sharedNames = memoizeByObject((all: readonly Named[]): ReadonlySet<string> => {
  const ids = new Map<string, number>();
  const shared = new Set<string>();
  for (const { id, name } of all) {
    const known = ids.get(name.trim());
    if (known !== undefined && known !== id) shared.add(name.trim());
    ids.set(name.trim(), id);
  }
  return shared;
});

/** The name of one of several custom fields or options; with its id if another one, or a word in `reserved`, is spelled so. */
export function distinctName(one: Named, all: readonly Named[], reserved: readonly string[] = []): string {
  return sharedNames(all).has(one.name.trim()) || reserved.includes(one.name) ? withId(one) : one.name;
}

const definitions = memoizeByObject((rows: readonly JsonObject[]) =>
  rows.flatMap((row) => {
    const field = customFieldOf(row);
    return field === undefined || !Array.isArray(row.available_on) ? [] : [{ field, on: row.available_on }];
  }),
);

/** The custom fields of each kind of record, once somebody asked for them: the index of their names is that of this very list. */
const fieldsByEntity = memoizeByObject(
  (_: readonly JsonObject[]) => new Map<Entity, readonly CustomField[]>(),
);

/** The custom fields of a kind of record, of all definitions of the account. */
export async function customFieldsFor(
  entity: Entity,
  rows: readonly JsonObject[],
): Promise<readonly CustomField[]> {
  const made = fieldsByEntity(rows);
  const fields =
    made.get(entity) ?? definitions(rows).flatMap(({ field, on }) => (on.includes(entity) ? [field] : []));
  made.set(entity, fields);
  await prepareIndex(fields, formsOf);
  return fields;
}

/** The custom fields that a text names by label, by id, or by both as answers print them; the strictest spelling decides. */
export function fieldsCalled(text: string, fields: readonly CustomField[]): readonly CustomField[] {
  const named = bySpelling(text, fields, formsOf);
  return named?.found ?? fields.filter(({ id }) => String(id) === text.trim());
}

/**
 * The only custom field that a text names; undefined if there is none.
 *
 * @throws ToolError `unknown_name` if several have this label, with their ids
 */
export const fieldCalled = (text: string, fields: readonly CustomField[]): CustomField | undefined =>
  onlyField(text, fieldsCalled(text, fields));

/** The only one of the custom fields that a text fits. @throws ToolError `unknown_name` if there are several, with their ids */
export function onlyField(text: string, found: readonly CustomField[]): CustomField | undefined {
  const [first, second] = found;
  if (first === undefined || second === undefined) return first;
  const listed = found.map(({ id, name, type, options }) => {
    const some = options.slice(0, 4).map((option) => option.name);
    return `${id}: ${name}, ${type}${some.length === 0 ? '' : ` of ${some.join(', ')}`}`;
  });
  throw ambiguousNameError(text, {
    what: 'several custom fields',
    listed: listed.map(escapeUntrusted),
    advice: `Give one by id, e.g. "${first.id}".`,
  });
}
