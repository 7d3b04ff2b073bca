import type { Activity, Task } from '../../src/sandbox/sandbox.ts';
import { customFacts } from './custom.ts';
import { type Fact, type Ground, joined, type Pointer, type Value } from './facts.ts';
import { type Kind, sortedBy } from './kind.ts';

/** What is to be done and what happened. */

const priorities = ['None', 'Low', 'Medium', 'High'];

function related({ related_resource: to }: Task): Pointer | null {
  return to?.id == null || to.type === null ? null : { type: to.type, id: to.id };
}

function taskFact(task: Task, ground: Ground): Fact {
  return {
    id: task.id,
    values: joined(
      {
        id: task.id,
        name: task.name,
        due: task.due_date,
        status: task.status,
        priority: task.priority,
        owner: task.assignee_id,
        related: related(task),
        reminder: task.reminder_date,
        completed: task.completed_date,
        tags: task.tags,
        created: task.date_created,
        modified: task.date_modified,
        details: task.details,
        'owner name': ground.world.users.find(({ id }) => id === task.assignee_id)?.name ?? null,
        'related type': related(task)?.type ?? null,
      },
      customFacts('task', task.custom_fields, ground),
    ),
  };
}

/** Tasks. */
export const tasks: Kind = {
  name: 'tasks',
  type: 'task',
  tool: 'search_tasks',
  page: 200,
  facts: (ground) => ground.world.tasks.map((task) => taskFact(task, ground)),
  fields: {
    id: 'number',
    name: 'text',
    due: 'time',
    status: 'text',
    priority: 'text',
    owner: 'user',
    related: 'pointer',
    reminder: 'time',
    completed: 'time',
    tags: 'all',
    created: 'time',
    modified: 'time',
    details: 'text',
  },
  shown: ['id', 'name', 'due', 'status', 'priority', 'owner', 'related'],
  askable: [
    { name: 'name', as: 'part', of: 'name', own: true },
    { name: 'owner', as: 'names', list: 'user', of: 'owner', own: true, orNone: true },
    { name: 'status', as: 'words', of: 'status', own: true, words: ['Open', 'Completed'] },
    { name: 'priority', as: 'words', of: 'priority', own: true, words: priorities },
    { name: 'due', as: 'moments', of: 'due', own: true },
    { name: 'related', as: 'pointer', of: 'related', own: true },
    { name: 'tags', as: 'tags', of: 'tags', own: true },
    { name: 'completed', as: 'moments', of: 'completed' },
    { name: 'created_date', as: 'moments', of: 'created' },
    { name: 'modified', as: 'moments', of: 'modified' },
    { name: 'reminder_date', as: 'moments', of: 'reminder' },
    { name: 'details', as: 'contains', of: 'details' },
    { name: 'due', as: 'there', of: 'due' },
    { name: 'reminder', as: 'there', of: 'reminder' },
    { name: 'related', as: 'there', of: 'related' },
  ],
  sortable: [
    ...sortedBy(true, 'name', 'status', 'due', 'reminder', 'completed', 'created', 'modified'),
    { name: 'owner', of: 'owner name', byCopper: true },
    { name: 'related', of: 'related type', byCopper: true },
    { name: 'priority', of: 'priority', order: priorities, byCopper: true },
  ],
  usualOrder: { of: 'due', descending: false },
};

const called = (value: Activity['old_value']): string | null =>
  value === null || typeof value === 'string' ? value : value.name;

/** A stage is told by its id and name, a status by its word. */
const partsOf = (value: Activity['old_value']): readonly string[] =>
  value === null ? [] : typeof value === 'string' ? [value] : [String(value.id), value.name];

/** What an activity says: its text, or what was before and after it. */
function whatOf({ old_value, new_value, details }: Activity): Value {
  const [before, after] = [called(old_value), called(new_value)];
  return before === null && after === null ? details : `${before ?? '(none)'} → ${after ?? '(none)'}`;
}

/** One activity by the names that answers have for its parts. */
export function activityFact(activity: Activity, { world }: Ground): Fact {
  const { type } = activity;
  const listed = world.activityTypes.find((one) => one.id === type.id && one.category === type.category);
  return {
    id: activity.id,
    values: {
      id: activity.id,
      date: activity.activity_date,
      type: type.name ?? listed?.name ?? `${type.category}:${type.id}`,
      who: activity.user_id,
      what: whatOf(activity),
      on: activity.parent,
      details: activity.details,
      old: partsOf(activity.old_value),
      new: partsOf(activity.new_value),
      created: activity.date_created,
      modified: activity.date_modified,
      'type key': `${type.category}:${type.id}`,
      'type name': listed?.name ?? type.name ?? null,
    },
  };
}

/** Activities: by the contract's names, those of projects and tasks are not found. */
export const activities: Kind = {
  name: 'activities',
  type: 'activity',
  tool: 'search_activities',
  page: 200,
  facts(ground) {
    const parents = ['lead', 'person', 'company', 'opportunity'];
    const all = ground.world.activities.filter(
      ({ parent }) => ground.names !== 'contract' || parents.includes(parent.type),
    );
    return all.map((activity) => activityFact(activity, ground));
  },
  fields: {
    id: 'number',
    date: 'time',
    type: 'text',
    who: 'user',
    what: 'text',
    on: 'pointer',
    details: 'text',
    old: 'all',
    new: 'all',
    created: 'time',
    modified: 'time',
  },
  shown: ['date', 'type', 'who', 'what', 'on'],
  askable: [
    { name: 'type', as: 'types', of: 'type key', own: true },
    { name: 'who', as: 'names', list: 'user', of: 'who', own: true },
    { name: 'date', as: 'moments', of: 'date', own: true },
    { name: 'on', as: 'pointer', of: 'on', own: true },
  ],
  sortable: [],
  usualOrder: { of: 'date', descending: true },
};
