import { ambiguousNameError } from '../src/names/unknown-name.ts';
import { quoteIfAmbiguous } from '../src/tool/sentences.ts';
import { defineTool } from '../src/tool/tool.ts';
import { ToolError } from '../src/tool/tool-error.ts';
import { entityType, offset, shortText } from './inputs/parameter.ts';
import { layoutFieldRecord } from './records/layout-field.ts';

export const listFieldLayoutByEntityType = defineTool({
  operation: 'listFieldLayoutByEntityType',
  title: 'List field layout by entity type',
  description: 'Fields of a record type in form order, and which are required: what must be filled in.',
  input: {
    type: entityType,
    pipeline: shortText.describe('Name; needed for opportunities').optional(),
    ...offset,
  },
  returns: { form: 'list', record: layoutFieldRecord },
  request: async ({ type, pipeline }, { names, note }) => {
    if (pipeline === undefined) {
      if (type !== 'opportunities') return { path: { entity_type: type } };
      const all = (await names.all('pipeline')).map(({ name }) => name).join(', ');
      throw new ToolError(
        'invalid_input',
        `The layout of opportunities depends on the pipeline; set pipeline to one of: ${all}.`,
      );
    }
    const all = await names.find('pipeline', [pipeline]);
    const [found, second] = all;
    if (found === undefined || second !== undefined) {
      const listed = all.map(({ id, name }) => `${quoteIfAmbiguous(name)} (id ${id})`);
      throw ambiguousNameError(pipeline, { what: 'several pipelines', listed, advice: 'Give one by id.' });
    }
    if (type !== 'opportunities') note(`pipeline applies to opportunities only, not to ${type}.`);
    return { path: { entity_type: type }, query: { pipeline_id: found.id } };
  },
});
