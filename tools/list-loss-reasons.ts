import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/paging.ts';
import { namedValueRecord } from './records/named-value.ts';

export const listLossReasons = defineTool({
  operation: 'listLossReasons',
  title: 'List loss reasons',
  description: 'The reasons a deal can be lost for.',
  input: offset,
  returns: { form: 'list', record: namedValueRecord('loss reason', 'loss reasons') },
  request: () => ({}),
});
