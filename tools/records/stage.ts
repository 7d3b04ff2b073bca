import { defineRecord, nameField, numberField, textField } from '../../src/tool/record.ts';

/** One step of a pipeline; stages of different pipelines may share a name. */
export const stageRecord = defineRecord({
  name: 'stage',
  plural: 'stages',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    pipeline: nameField('pipeline_id', 'pipeline'),
    probability: numberField('win_probability'),
  },
  shown: ['id', 'name', 'pipeline', 'probability'],
});
