import { defineRecord, named, number, text } from '../../src/tool/record.ts';

/** One step of a pipeline; two pipelines may have stages of the same name. */
export const stage = defineRecord({
  name: 'stage',
  plural: 'stages',
  fields: {
    id: number('id'),
    name: text('name'),
    pipeline: named('pipeline_id', 'pipeline'),
    probability: number('win_probability'),
  },
  shown: ['id', 'name', 'pipeline', 'probability'],
});
