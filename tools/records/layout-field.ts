import { defineRecord, flag, number, text } from '../../src/tool/record.ts';

/** One field as it stands on the form of a kind of record. */
export const layoutField = defineRecord({
  name: 'field',
  plural: 'fields',
  fields: {
    id: number('field_id'),
    label: text('field_label'),
    key: text('field_key'),
    type: text('field_type'),
    enabled: flag('enabled'),
    required: flag('required'),
    required_editable: flag('required_editable'),
  },
  shown: ['id', 'label', 'key', 'type', 'enabled', 'required'],
});
