import { defineTool } from '../src/tool/tool.ts';
import { entityType, offset, recordId } from './inputs/parameter.ts';
import { relatedItemRecord } from './records/related-item.ts';

export const getRelatedItems = defineTool({
  operation: 'getRelatedItems',
  title: 'Get related items',
  description: 'All records linked to a record: company, people, deals, tasks, projects.',
  input: { type: entityType, id: recordId, ...offset },
  returns: { form: 'list', record: relatedItemRecord },
  request: ({ type, id }) => ({ path: { entity_type: type, entity_id: id } }),
});
