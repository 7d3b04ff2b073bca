import { defineTool } from '../src/tool/tool.ts';
import { offset } from './inputs/parameter.ts';
import { activityTypeRecord } from './records/activity-type.ts';

export const listActivityTypes = defineTool({
  operation: 'listActivityTypes',
  title: 'List activity types',
  description: 'Activity types, both user and system.',
  input: offset,
  returns: { form: 'list', record: activityTypeRecord },
  request: () => ({}),
});
