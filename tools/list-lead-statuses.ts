import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/parameter.ts';
import { namedValueRecord } from './records/named-value.ts';

export const listLeadStatuses = defineTool({
  operation: 'listLeadStatuses',
  title: 'List lead statuses',
  description: 'The statuses a lead can have.',
  input: offset,
  returns: { form: 'list', record: namedValueRecord('lead status', 'lead statuses') },
  request: () => ({}),
});
