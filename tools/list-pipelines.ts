import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/parameter.ts';
import { pipelineRecord } from './records/pipeline.ts';

export const listPipelines = defineTool({
  operation: 'listPipelines',
  title: 'List pipelines',
  description: 'Pipelines with their stages in order and win probabilities.',
  input: offset,
  returns: { form: 'list', record: pipelineRecord },
  request: () => ({}),
});
