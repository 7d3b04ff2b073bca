import { defineRecord, numberField, textField } from '../../src/tool/record.ts';

/** A colleague with a seat in Copper: the people who own records. */
export const userRecord = defineRecord({
  name: 'user',
  plural: 'users',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    email: textField('email'),
    teams: textField('groups.name'),
  },
  shown: ['id', 'name', 'email', 'teams'],
});
