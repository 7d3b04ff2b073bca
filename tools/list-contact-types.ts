import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/paging.ts';
import { namedValue } from './records/named-value.ts';

export const listContactTypes = defineTool({
  operation: 'listContactTypes',
  title: 'List contact types',
  description: 'The types of people and companies.',
  input: offset,
  returns: { form: 'list', record: namedValue('contact type', 'contact types') },
  request: () => ({}),
});
