import { defineTool } from '../src/tool/tool.ts';
import { entityType } from './inputs/entity-type.ts';
import { offset } from './inputs/paging.ts';
import { recordId } from './inputs/record-id.ts';
import { relatedItemRecord } from './records/related-item.ts';

export const getRelatedItems = defineTool({
  operation: 'getRelatedItems',
  title: 'Get related items',
  description: 'Everything a record is tied to: its company, people, deals, tasks, projects.',
  input: { type: entityType, id: recordId, ...offset },
  returns: { form: 'list', record: relatedItemRecord },
  request: ({ type, id }) => ({ path: { entity_type: type, entity_id: id } }),
});
