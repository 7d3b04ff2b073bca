import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/paging.ts';
import { namedValue } from './records/named-value.ts';

export const listLeadStatuses = defineTool({
  operation: 'listLeadStatuses',
  title: 'List lead statuses',
  description: 'The statuses a lead can have.',
  input: offset,
  returns: { form: 'list', record: namedValue('lead status', 'lead statuses') },
  request: () => ({}),
});
