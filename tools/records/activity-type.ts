import { defineRecord, flagField, numberField, textField } from '../../src/tool/record.ts';

/** A kind of activity; ids repeat between the categories user and system, and Note is id 0. */
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
