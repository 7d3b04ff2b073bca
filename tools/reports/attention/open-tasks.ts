import { isObject, type JsonValue } from '../../../src/tool/json.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { searchTasks } from '../../search-tasks.ts';

/** The records that have a task. */
export interface RecordsWithTask {
  readonly ids: ReadonlySet<JsonValue>;
  /** False if not all tasks were read, so that others may have one. */
  readonly complete: boolean;
}

/**
 * Reads which records of a type have an open task.
 *
 * @param type as tasks name it: `opportunity`
 * @param due only tasks due then, as the task search takes it
 */
export async function readOpenTasks(
  type: string,
  { scan }: ReportContext,
  due?: string,
): Promise<RecordsWithTask> {
  const ids = new Set<JsonValue>();
  const input = { status: 'Open', ...(due === undefined ? {} : { due }), sort: 'created' };
  const tasks = await scan(searchTasks, input, []);
  for await (const { related_resource: related } of tasks)
    if (isObject(related) && related.type === type && related.id !== undefined) ids.add(related.id);
  return { ids, complete: tasks.complete };
}
