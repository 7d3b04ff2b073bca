import { defineRecord, numberField, referenceField, textField } from '../../src/tool/record.ts';

/** A record that is linked to another one. */
export const relatedItemRecord = defineRecord({
  name: 'related item',
  plural: 'related items',
  fields: { type: textField('type'), id: numberField('id'), name: referenceField('') },
  shown: ['type', 'id', 'name'],
});
