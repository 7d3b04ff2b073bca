import { z } from 'zod/v3';
import { defineTool } from '../src/tool/tool.ts';
import { fields, paging } from './inputs/paging.ts';
import { activity } from './records/activity.ts';

export const getLeadActivities = defineTool({
  operation: 'getLeadActivities',
  title: 'Get activities of a lead',
  description: 'All activities of one lead, newest first.',
  input: { id: z.number().int(), ...fields, ...paging(200) },
  returns: { form: 'page', record: activity },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
