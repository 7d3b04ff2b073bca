import { defineRecord, flagField, numberField, textField } from '../../src/tool/record.ts';

/** A type of activity that the account created or can disable. */
export const customActivityTypeRecord = defineRecord({
  name: 'custom activity type',
  plural: 'custom activity types',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    icon: textField('icon_type'),
    disabled: flagField('is_disabled'),
    interaction: flagField('is_interaction'),
    counts_as_interaction: flagField('count_as_interaction'),
  },
  shown: ['id', 'name', 'icon', 'disabled', 'interaction', 'counts_as_interaction'],
});
