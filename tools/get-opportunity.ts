import { defineTool } from '../src/tool/tool.ts';
import { fields } from './inputs/paging.ts';
import { recordId } from './inputs/record-id.ts';
import { opportunityRecord } from './records/opportunity.ts';

export const getOpportunity = defineTool({
  operation: 'getOpportunity',
  title: 'Get opportunity',
  description: 'One deal by id, all its fields.',
  input: { id: recordId, ...fields },
  returns: { form: 'one', record: opportunityRecord },
  request: ({ id }) => ({ path: { id } }),
});
