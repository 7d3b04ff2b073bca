import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import { defineRecord, derivedField, numberField, textField } from '../../src/tool/record.ts';

/** Option names by rank: Copper sends them in no particular order. */
function options(row: JsonObject): JsonValue[] {
  const list = Array.isArray(row.options) ? row.options.filter(isObject) : [];
  return list.toSorted((a, b) => Number(a.rank ?? 0) - Number(b.rank ?? 0)).map(({ name }) => name ?? null);
}

/** A field that the account added to some record types. */
export const customFieldDefinitionRecord = defineRecord({
  name: 'custom field',
  plural: 'custom fields',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    type: textField('data_type'),
    on: textField('available_on'),
    options: derivedField(['options'], options),
    currency: textField('currency'),
  },
  shown: ['id', 'name', 'type', 'on', 'options', 'currency'],
});
