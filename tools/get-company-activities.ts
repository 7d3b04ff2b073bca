import { defineTool } from '../src/tool/tool.ts';
import { fields, paging } from './inputs/paging.ts';
import { recordId } from './inputs/record-id.ts';
import { activityRecord } from './records/activity.ts';

export const getCompanyActivities = defineTool({
  operation: 'getCompanyActivities',
  title: 'Get activities of a company',
  description: 'Activities of one company, those of its people included, newest first.',
  input: { id: recordId, ...fields, ...paging(200) },
  returns: { form: 'page', record: activityRecord },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
