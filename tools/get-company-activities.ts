import { z } from 'zod/v3';
import { defineTool } from '../src/tool/tool.ts';
import { fields, paging } from './inputs/paging.ts';
import { activity } from './records/activity.ts';

export const getCompanyActivities = defineTool({
  operation: 'getCompanyActivities',
  title: 'Get activities of a company',
  description: 'All activities of one company, those of its people included, newest first.',
  input: { id: z.number().int(), ...fields, ...paging(200) },
  returns: { form: 'page', record: activity },
  request: ({ id }) => ({ path: { id }, body: {} }),
});
