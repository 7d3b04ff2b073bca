import { z } from 'zod/v3';
import { defineTool } from '../src/tool/tool.ts';
import { fields, paging } from './inputs/paging.ts';
import { activity } from './records/activity.ts';

export const getOpportunityActivities = defineTool({
  operation: 'getOpportunityActivities',
  title: 'Get activities of a opportunity',
  description: 'All activities of one opportunity, newest first.',
  input: { id: z.number().int(), ...fields, ...paging(200) },
  returns: { form: 'page', record: activity },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
