import { taskOwner } from './inputs/names.ts';
import { dates } from './inputs/ranges.ts';
import { recordReference } from './inputs/record-reference.ts';
import { defineSearch, sameKeys } from './inputs/search.ts';
import { tags } from './inputs/tags.ts';
import { choices, partOfName } from './inputs/values.ts';
import { taskRecord } from './records/task.ts';

/** For tasks, the contract's `minimum_close_date` and `maximum_close_date` mean the day of creation, as its own text says. */
const created = dates('close_date', 'e.g. -30d..', 'created');

export const searchTasks = defineSearch({
  operation: 'searchTasks',
  title: 'Search tasks',
  description:
    "Find, list or count tasks and follow-ups, mine or my team's: what is due this week, late or overdue (status Open, due ..now).",
  record: taskRecord,
  pageCap: 200,
  takesFields: false,
  inputs: {
    name: partOfName('name'),
    owner: taskOwner,
    status: choices('statuses', 'status', ['Open', 'Completed']),
    priority: choices('priorities', 'priority', ['None', 'Low', 'Medium', 'High']),
    due: dates('due_date', 'e.g. ..now, this-week'),
    related: recordReference('related_resource', ['person', 'company', 'opportunity', 'project', 'lead']),
    tags,
  },
  otherFilters: {
    completed_date: dates('completed_date'),
    created_date: created,
    modified_date: dates('modified_date'),
    reminder_date: dates('reminder_date'),
    phrase: partOfName('phrase'),
  },
  customFields: { entity: 'task', ranges: false, option: false },
  defaultSort: 'due_date',
  sortKeys: {
    ...sameKeys('name', 'status', 'priority'),
    due: 'due_date',
    owner: 'assigned_to',
    related: 'related_to',
    reminder: 'reminder_date',
    completed: 'completed_date',
  },
});
