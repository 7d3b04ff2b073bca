import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/parameter.ts';
import { namedValueRecord } from './records/named-value.ts';

export const listCustomerSources = defineTool({
  operation: 'listCustomerSources',
  title: 'List customer sources',
  description: 'Where leads and deals come from.',
  input: offset,
  returns: { form: 'list', record: namedValueRecord('source', 'sources') },
  request: () => ({}),
});
