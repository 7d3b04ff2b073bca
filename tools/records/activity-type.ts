import { defineRecord, flagField, numberField, textField } from '../../src/tool/record.ts';

/** A type of activity; the categories user and system use the same ids, and Note has id 0. */
export const activityTypeRecord = defineRecord({
  name: 'activity type',
  plural: 'activity types',
  fields: {
    id: numberField('id'),
    category: textField('category'),
    name: textField('name'),
    disabled: flagField('is_disabled'),
    counts_as_interaction: flagField('count_as_interaction'),
  },
  shown: ['id', 'category', 'name', 'disabled', 'counts_as_interaction'],
});
