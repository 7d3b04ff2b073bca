import { z } from 'zod/v3';
import { defineReport, maxRequests, type ReportContext } from '../../../src/tool/report.ts';
import { shortText } from '../../inputs/parameter.ts';
import { sinceMoment, sinceText } from '../../inputs/since.ts';
import { activityTables } from './activities.ts';
import { closingTables, silentTables } from './deals.ts';
import { type Day, maxShown, readSections } from './section.ts';
import { taskTables } from './tasks.ts';

/** Whose day: who owns the key, or the user that is named. @throws ToolError `unknown_name` */
async function readOwners(name: string, { names, noteUnderstood }: ReportContext) {
  const owners = await names.find('user', [name]);
  noteUnderstood('owner', owners.map((one) => one.name).join(', '));
  const ids = owners.map(({ id }) => id);
  return {
    owners,
    owner: ids.map((id) => `id ${id}`),
    ownerText: ids.length === 1 ? String(ids[0]) : JSON.stringify(ids.map(String)),
  };
}

/** Pages of each scan at most, within the requests that a report makes by default: of a large account no section takes those of others. */
const usualPages = { deals: 12, activities: 10, owners: 15 };

/** What a person looks at in the morning, each section read by itself and all at once. */
export const today = defineReport({
  name: 'today',
  title: 'My day',
  description:
    "What is on my plate today? One call for a person's morning: due and overdue tasks, meetings and calls logged, deals closing this week or silent, and what others did on their records.",
  input: {
    owner: shortText.describe('default "me"').optional(),
    since: sinceText.describe('"as of" of an earlier answer, or a day; default last-working-day').optional(),
    limit: z.number().int().min(1).max(maxShown).describe('rows per section, default 5').optional(),
    ...maxRequests,
  },
  async run({ owner = 'me', since = 'last-working-day', limit = 5, max_requests: most }, context) {
    const day: Day = {
      ...(await readOwners(owner, context)),
      since: sinceMoment(since, context),
      limit,
      maxPages: most === undefined ? usualPages : {},
    };
    await context.prepare(['user', 'activity_type', 'stage']);
    const tables = await readSections(
      {
        tasks: () => taskTables(day, context),
        'deals closing this week': () => closingTables(day, context),
        'silent deals': () => silentTables(day, context),
        activities: () => activityTables(day, context),
      },
      context,
    );
    return { tables };
  },
});
