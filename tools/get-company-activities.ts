import { defineTool } from '../src/tool/tool.ts';
import { fields, paging, recordIdOf } from './inputs/parameter.ts';
import { activityRecord } from './records/activity.ts';

export const getCompanyActivities = defineTool({
  operation: 'getCompanyActivities',
  title: 'Get activities of a company',
  description: 'Activities of one company and of its people, newest first.',
  input: { id: recordIdOf('company'), ...fields, ...paging(200) },
  returns: { form: 'page', record: activityRecord },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
