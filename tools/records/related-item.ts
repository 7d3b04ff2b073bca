import { defineRecord, numberField, referenceField, textField } from '../../src/tool/record.ts';

/** Another record that a record is tied to. */
export const relatedItemRecord = defineRecord({
  name: 'related item',
  plural: 'related items',
  fields: { type: textField('type'), id: numberField('id'), name: referenceField('') },
  shown: ['type', 'id', 'name'],
});
