import { isObject, type JsonValue } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { searchTasks } from '../../search-tasks.ts';

/** The ids of deals that have an open task; undefined where not all open tasks could be read, so that nobody can tell. */
export async function readDealsWithTasks({ sweep }: ReportContext): Promise<ReadonlySet<JsonValue> | undefined> {
  const busy = new Set<JsonValue>();
  const tasks = await sweep(searchTasks, { status: 'Open', sort: 'created' }, []);
  for await (const { related_resource: about } of tasks) {
    if (isObject(about) && about.type === 'opportunity' && about.id !== undefined) busy.add(about.id);
  }
  return tasks.complete ? busy : undefined;
}
