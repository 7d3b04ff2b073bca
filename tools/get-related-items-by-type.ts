import { defineTool } from '../src/tool/tool.ts';
import { entityType } from './inputs/entity-type.ts';
import { offset } from './inputs/paging.ts';
import { recordId } from './inputs/record-id.ts';
import { relatedItemRecord } from './records/related-item.ts';

export const getRelatedItemsByType = defineTool({
  operation: 'getRelatedItemsByType',
  title: 'Get related items by type',
  description: 'The records of one kind that a record is tied to.',
  input: { type: entityType, id: recordId, related_type: entityType, ...offset },
  returns: { form: 'list', record: relatedItemRecord },
  request: ({ type, id, related_type: related }) => ({
    path: { entity_type: type, entity_id: id, related_entity_type: related },
  }),
});
