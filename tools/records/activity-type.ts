import { defineRecord, flag, number, text } from '../../src/tool/record.ts';

/** A kind of activity; ids repeat between the categories user and system, and Note is id 0. */
export const activityType = defineRecord({
  name: 'activity type',
  plural: 'activity types',
  fields: {
    id: number('id'),
    category: text('category'),
    name: text('name'),
    disabled: flag('is_disabled'),
    counts_as_interaction: flag('count_as_interaction'),
  },
  shown: ['id', 'category', 'name', 'disabled', 'counts_as_interaction'],
});
