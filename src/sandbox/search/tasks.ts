import { asInteger, isJsonObject } from '../read-value.ts';
import { shapeRecord } from '../shape.ts';
import type { Task } from '../world/records.ts';
import { customFieldFilter } from './custom-field-filter.ts';
import { contractOnly, createFilter, documentedOnly, invalidValue, type SearchFilter } from './filter.ts';
import { choiceFilter, followedFilter, idFilter, idFilters, wordChoices } from './id-filters.ts';
import { dateRangeFilters } from './range-filters.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { columnSortKeys, sortKey } from './sort.ts';
import { nameFilter, tagFilter } from './text-filters.ts';

const priorities = ['None', 'Low', 'Medium', 'High'];

/** `POST /tasks/search`: close dates in the contract are creation dates, as its own description says. */
export const taskSearch: SandboxSearch<Task> = {
  name: 'tasks',
  rows: ({ world }) => world.tasks,
  filters: {
    tags: tagFilter,
    ...idFilters(['assignee_id'], true),
    statuses: choiceFilter(wordChoices(['Open', 'Completed']), (task) => task.status),
    ...dateRangeFilters('due_date', (task) => task.due_date),
    ...dateRangeFilters('modified_date', (task) => task.date_modified),
    custom_fields: customFieldFilter('task'),
    ...documentedOnly<SearchFilter<Task>>({
      ...idFilters(['id']),
      opportunity_ids: idFilter((task) => subject(task, 'opportunity')),
      project_ids: idFilter((task) => subject(task, 'project'), true),
      followed: followedFilter('task'),
      ...dateRangeFilters('created_date', (task) => task.date_created),
    }),
    ...contractOnly<SearchFilter<Task>>({
      name: nameFilter,
      phrase: nameFilter,
      related_resource: relatedResourceFilter(),
      priorities: choiceFilter(wordChoices(priorities), (task) => task.priority),
      ...dateRangeFilters('reminder_date', (task) => task.reminder_date),
      ...dateRangeFilters('completed_date', (task) => task.completed_date),
      ...dateRangeFilters('close_date', (task) => task.date_created),
    }),
  },
  sortKeys: {
    ...columnSortKeys('name', 'status', 'due_date', 'reminder_date', 'completed_date'),
    ...columnSortKeys('date_created', 'date_modified'),
    assigned_to: sortKey(({ assignee_id }, { index }) => index.user(assignee_id)?.name),
    related_to: sortKey((task) => task.related_resource?.type),
    priority: sortKey((task) => priorities.indexOf(task.priority)),
  },
  defaultSort: 'due_date',
  controls: sortControls,
  pageSize: { default: 50, max: 200 },
  shape: shapeRecord,
};

function subject({ related_resource }: Task, type: string): number | null {
  return related_resource?.type === type ? related_resource.id : null;
}

function relatedResourceFilter(): SearchFilter<Task> {
  return createFilter((value, name) => {
    const id = isJsonObject(value) ? asInteger(value.id) : undefined;
    const type = isJsonObject(value) ? value.type : undefined;
    if (id === undefined || typeof type !== 'string') throw invalidValue(name, value);
    return ({ related_resource }) => related_resource?.id === id && related_resource.type === type;
  });
}
