import { asInteger, isObject } from '../read-value.ts';
import { shapeRecord } from '../shape.ts';
import type { Task } from '../world/records.ts';
import { customFields } from './custom-field-filter.ts';
import { badValue, type Filter, filter, inContract, inDocs } from './filter.ts';
import { followed } from './followed-filter.ts';
import { ids, idsOrNone, oneOf } from './id-filters.ts';
import { betweenDates } from './range-filters.ts';
import { type Search, SORTABLE } from './search.ts';
import { by, byDates } from './sort.ts';
import { named, tagged } from './text-filters.ts';

const PRIORITIES = ['None', 'Low', 'Medium', 'High'];

/** `POST /tasks/search`: the contract's close dates are creation dates, by its own description. */
export const TASKS: Search<Task> = {
  name: 'tasks',
  rows: ({ world }) => world.tasks,
  filters: {
    tags: tagged(),
    assignee_ids: idsOrNone((task) => task.assignee_id),
    statuses: oneOf({ Open: 'Open', Completed: 'Completed' }, (task) => task.status),
    ...betweenDates('due_date', (task) => task.due_date),
    ...betweenDates('modified_date', (task) => task.date_modified),
    custom_fields: customFields('task'),
    ...inDocs<Task>({
      ids: ids((task) => task.id),
      opportunity_ids: ids((task) => subject(task, 'opportunity')),
      project_ids: idsOrNone((task) => subject(task, 'project')),
      followed: followed('task'),
      ...betweenDates('created_date', (task) => task.date_created),
    }),
    ...inContract<Task>({
      name: named(),
      phrase: named(),
      related_resource: relatedTo(),
      priorities: oneOf(Object.fromEntries(PRIORITIES.map((word) => [word, word])), (task) => task.priority),
      ...betweenDates('reminder_date', (task) => task.reminder_date),
      ...betweenDates('completed_date', (task) => task.completed_date),
      ...betweenDates('close_date', (task) => task.date_created),
    }),
  },
  sorts: {
    name: by((task) => task.name),
    assigned_to: by(({ assignee_id }, { index }) => assignee_id && index.userNames.get(assignee_id)),
    related_to: by((task) => task.related_resource?.type),
    status: by((task) => task.status),
    priority: by((task) => PRIORITIES.indexOf(task.priority)),
    due_date: by((task) => task.due_date),
    reminder_date: by((task) => task.reminder_date),
    completed_date: by((task) => task.completed_date),
    ...byDates(),
  },
  usualSort: 'due_date',
  controls: SORTABLE,
  size: { usual: 50, most: 200 },
  shape: shapeRecord,
};

function subject({ related_resource }: Task, type: string): number | null {
  return related_resource?.type === type ? related_resource.id : null;
}

function relatedTo(): Filter<Task> {
  return filter((value, name) => {
    const id = isObject(value) ? asInteger(value.id) : undefined;
    const type = isObject(value) ? value.type : undefined;
    if (id === undefined || typeof type !== 'string') throw badValue(name, value);
    return ({ related_resource }) => related_resource?.id === id && related_resource.type === type;
  });
}
