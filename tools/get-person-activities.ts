import { defineTool } from '../src/tool/tool.ts';
import { fields, paging, recordIdOf } from './inputs/parameter.ts';
import { activityRecord } from './records/activity.ts';

export const getPersonActivities = defineTool({
  operation: 'getPersonActivities',
  title: 'Get activities of a person',
  description: 'Activities of one person, newest first.',
  input: { id: recordIdOf('person'), ...fields, ...paging(200) },
  returns: { form: 'page', record: activityRecord },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
