import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/parameter.ts';
import { namedValueRecord } from './records/named-value.ts';

export const listLossReasons = defineTool({
  operation: 'listLossReasons',
  title: 'List loss reasons',
  description: 'Reasons for losing a deal.',
  input: offset,
  returns: { form: 'list', record: namedValueRecord('loss reason', 'loss reasons') },
  request: () => ({}),
});
