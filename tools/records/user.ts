import { defineRecord, number, text } from '../../src/tool/record.ts';

/** A colleague with a seat in Copper: the people who own records. */
export const user = defineRecord({
  name: 'user',
  plural: 'users',
  fields: { id: number('id'), name: text('name'), email: text('email'), teams: text('groups.name') },
  shown: ['id', 'name', 'email', 'teams'],
});
