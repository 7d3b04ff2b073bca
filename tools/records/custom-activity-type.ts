import { defineRecord, flag, number, text } from '../../src/tool/record.ts';

/** A kind of activity that the account made or may switch off. */
export const customActivityType = defineRecord({
  name: 'custom activity type',
  plural: 'custom activity types',
  fields: {
    id: number('id'),
    name: text('name'),
    icon: text('icon_type'),
    disabled: flag('is_disabled'),
    interaction: flag('is_interaction'),
    counts_as_interaction: flag('count_as_interaction'),
  },
  shown: ['id', 'name', 'icon', 'disabled', 'interaction', 'counts_as_interaction'],
});
