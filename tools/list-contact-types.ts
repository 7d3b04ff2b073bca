import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/parameter.ts';
import { namedValueRecord } from './records/named-value.ts';

export const listContactTypes = defineTool({
  operation: 'listContactTypes',
  title: 'List contact types',
  description: 'Contact types of people and companies.',
  input: offset,
  returns: { form: 'list', record: namedValueRecord('contact type', 'contact types') },
  request: () => ({}),
});
