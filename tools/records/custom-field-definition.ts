import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import { defineRecord, derived, number, text } from '../../src/tool/record.ts';

/** Option names by rank: Copper sends them in no order. */
function options(row: JsonObject): JsonValue[] {
  const list = Array.isArray(row.options) ? row.options.filter(isObject) : [];
  return list.toSorted((a, b) => Number(a.rank ?? 0) - Number(b.rank ?? 0)).map(({ name }) => name ?? null);
}

/** A field that the account added to some kinds of records. */
export const customFieldDefinition = defineRecord({
  name: 'custom field',
  plural: 'custom fields',
  fields: {
    id: number('id'),
    name: text('name'),
    type: text('data_type'),
    on: text('available_on'),
    options: derived(['options'], options),
    currency: text('currency'),
  },
  shown: ['id', 'name', 'type', 'on', 'options', 'currency'],
});
