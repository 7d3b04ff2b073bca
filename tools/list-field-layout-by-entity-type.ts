import { defineTool } from '../src/tool/tool.ts';
import { ToolError } from '../src/tool/tool-error.ts';
import { entityType } from './inputs/entity-type.ts';
import { offset } from './inputs/paging.ts';
import { words } from './inputs/words.ts';
import { layoutFieldRecord } from './records/layout-field.ts';

export const listFieldLayoutByEntityType = defineTool({
  operation: 'listFieldLayoutByEntityType',
  title: 'List field layout by entity type',
  description: 'Which fields a kind of record has, in order, and which are required.',
  input: {
    type: entityType,
    pipeline: words.describe('Name; needed for opportunities').optional(),
    ...offset,
  },
  returns: { form: 'list', record: layoutFieldRecord },
  request: async ({ type, pipeline }, { names, note }) => {
    if (pipeline === undefined) {
      if (type !== 'opportunities') return { path: { entity_type: type } };
      const all = (await names.all('pipeline')).map(({ name }) => name).join(', ');
      throw new ToolError(
        'invalid_input',
        `The layout of opportunities depends on the pipeline; give pipeline: ${all}.`,
      );
    }
    const [found, second] = await names.find('pipeline', [pipeline]);
    if (found === undefined || second !== undefined) {
      throw new ToolError('unknown_name', `"${pipeline}" fits several pipelines; give the id.`);
    }
    if (type !== 'opportunities')
      note(`pipeline counts for opportunities only; the layout of ${type} was asked for without it.`);
    return { path: { entity_type: type }, query: { pipeline_id: found.id } };
  },
});
