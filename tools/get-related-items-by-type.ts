import { defineTool } from '../src/tool/tool.ts';
import { entityType, offset, recordId } from './inputs/parameter.ts';
import { relatedItemRecord } from './records/related-item.ts';

export const getRelatedItemsByType = defineTool({
  operation: 'getRelatedItemsByType',
  title: 'Get related items by type',
  description: 'Records of one type linked to a record.',
  input: { type: entityType, id: recordId, related_type: entityType, ...offset },
  returns: { form: 'list', record: relatedItemRecord },
  request: ({ type, id, related_type: related }) => ({
    path: { entity_type: type, entity_id: id, related_entity_type: related },
  }),
});
