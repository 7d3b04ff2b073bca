import { z } from 'zod/v3';
import { defineTool } from '../src/tool/tool.ts';
import { fields, paging } from './inputs/paging.ts';
import { activity } from './records/activity.ts';

export const getPersonActivities = defineTool({
  operation: 'getPersonActivities',
  title: 'Get activities of a person',
  description: 'All activities of one person, newest first.',
  input: { id: z.number().int(), ...fields, ...paging(200) },
  returns: { form: 'page', record: activity },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
