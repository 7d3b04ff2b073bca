import { column } from '../../../src/tool/record.ts';
import type { ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { taskRecord } from '../../records/task.ts';
import { searchTasks } from '../../search-tasks.ts';
import { type Day, dayTable } from './section.ts';

const { id, name, due, priority, related } = taskRecord.fields;

const columns = Object.entries({ id, due, name, priority, related }).flatMap(([title, field]) =>
  field === undefined ? [] : [column(title, field)],
);

/** Open tasks: those of today by their time, and those of earlier days, the latest first. */
export async function taskTables(
  day: Day,
  { rows, calendar }: ReportContext,
): Promise<readonly ReportTable[]> {
  const read = async (what: string, when: string, sort: string) => {
    // Days that are written out need no note of how they were understood.
    const { from = '', to = '' } = calendar.days(when);
    const due = from === to ? from : `${from}..${to}`;
    const input = { owner: day.owner, status: ['Open'], due, sort };
    const { total, minTotal, ...page } = await rows(searchTasks, input, columns, day.limit);
    const instead = `{search_tasks} owner=${day.ownerText} status=Open due=${when} sort=${sort}`;
    return dayTable(
      { what, columns, rows: page.rows, total, ...(minTotal === undefined ? {} : { minTotal }), instead },
      day,
    );
  };
  return Promise.all([read('tasks due today', 'today', 'due'), read('overdue tasks', '..yesterday', '-due')]);
}
