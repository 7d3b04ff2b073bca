import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import {
  defineRecord,
  derivedField,
  nameField,
  numberField,
  referenceField,
  textField,
  timeField,
} from '../../src/tool/record.ts';

const nameIn = (value: JsonValue | undefined) => (isObject(value) ? (value.name ?? value.id) : value);

/** The text of a note or call, `before → after` for a change. */
function what(row: JsonObject): JsonValue | undefined {
  const [before, after] = [nameIn(row.old_value), nameIn(row.new_value)];
  const empty = (value: JsonValue | undefined) => value === null || value === undefined;
  return empty(before) && empty(after) ? row.details : `${before ?? '(none)'} → ${after ?? '(none)'}`;
}

/** `user:0`, or the name of the type if the row has it, as system events do. */
function type(row: JsonObject): JsonValue | undefined {
  if (!isObject(row.type)) return undefined;
  return row.type.name ?? `${row.type.category}:${row.type.id}`;
}

/** Something that happened: a note, a call, a meeting, or a change that Copper recorded. */
export const activityRecord = defineRecord({
  name: 'activity',
  plural: 'activities',
  happens: true,
  fields: {
    id: numberField('id'),
    date: timeField('activity_date'),
    type: derivedField(['type'], type, { kind: 'name', nameKind: 'activity_type' }),
    who: nameField('user_id', 'user'),
    what: derivedField(['details', 'old_value', 'new_value'], what),
    on: referenceField('parent'),
    details: textField('details'),
    old: textField('old_value'),
    new: textField('new_value'),
    created: timeField('date_created'),
    modified: timeField('date_modified'),
  },
  shown: ['date', 'type', 'who', 'what', 'on'],
});
