import { defineRecord, number, reference, text } from '../../src/tool/record.ts';

/** Another record that a record is tied to. */
export const relatedItem = defineRecord({
  name: 'related item',
  plural: 'related items',
  fields: { type: text('type'), id: number('id'), name: reference('') },
  shown: ['type', 'id', 'name'],
});
