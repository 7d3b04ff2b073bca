import { defineTool } from '../src/tool/tool.ts';
import { fields, paging, recordIdOf } from './inputs/parameter.ts';
import { activityRecord } from './records/activity.ts';

export const getOpportunityActivities = defineTool({
  operation: 'getOpportunityActivities',
  title: 'Get activities of an opportunity',
  description: 'Activities of one opportunity, newest first.',
  input: { id: recordIdOf('opportunity'), ...fields, ...paging(200) },
  returns: { form: 'page', record: activityRecord },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
