import { defineRecord, numberField, textField } from '../../src/tool/record.ts';

/** Someone with a seat in this Copper account; users own records. */
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
