import { defineRecord, flagField, numberField, textField } from '../../src/tool/record.ts';

/** One field on the form of a record type. */
export const layoutFieldRecord = defineRecord({
  name: 'field',
  plural: 'fields',
  fields: {
    id: numberField('field_id'),
    label: textField('field_label'),
    key: textField('field_key'),
    type: textField('field_type'),
    enabled: flagField('enabled'),
    required: flagField('required'),
    required_editable: flagField('required_editable'),
  },
  shown: ['id', 'label', 'key', 'type', 'enabled', 'required'],
});
