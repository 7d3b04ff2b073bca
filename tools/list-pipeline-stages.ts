import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/parameter.ts';
import { stageRecord } from './records/stage.ts';

export const listPipelineStages = defineTool({
  operation: 'listPipelineStages',
  title: 'List pipeline stages',
  description: 'Stages of all pipelines, with their ids.',
  input: offset,
  returns: { form: 'list', record: stageRecord },
  request: () => ({}),
});
