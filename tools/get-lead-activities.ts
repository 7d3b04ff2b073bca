import { defineTool } from '../src/tool/tool.ts';
import { fields, paging, recordIdOf } from './inputs/parameter.ts';
import { activityRecord } from './records/activity.ts';

export const getLeadActivities = defineTool({
  operation: 'getLeadActivities',
  title: 'Get activities of a lead',
  description: 'Activities of one lead, newest first.',
  input: { id: recordIdOf('lead'), ...fields, ...paging(200) },
  returns: { form: 'page', record: activityRecord },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
