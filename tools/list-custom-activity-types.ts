import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/parameter.ts';
import { customActivityTypeRecord } from './records/custom-activity-type.ts';

export const listCustomActivityTypes = defineTool({
  operation: 'listCustomActivityTypes',
  title: 'List custom activity types',
  description: 'Activity types of this account, with their settings.',
  input: offset,
  returns: { form: 'list', record: customActivityTypeRecord },
  request: () => ({}),
});
