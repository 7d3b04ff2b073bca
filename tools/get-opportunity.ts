import { defineTool } from '../src/tool/tool.ts';
import { fields, recordIdOf } from './inputs/parameter.ts';
import { opportunityRecord } from './records/opportunity.ts';

export const getOpportunity = defineTool({
  operation: 'getOpportunity',
  title: 'Get opportunity',
  description: 'One deal by id, with all fields.',
  input: { id: recordIdOf('opportunity'), ...fields },
  returns: { form: 'one', record: opportunityRecord },
  request: ({ id }) => ({ path: { id } }),
});
