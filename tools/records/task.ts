import { defineRecord, named, number, reference, text, time } from '../../src/tool/record.ts';

/** Something to do by a day, mostly about another record. */
export const task = defineRecord({
  name: 'task',
  plural: 'tasks',
  entity: 'task',
  fields: {
    id: number('id'),
    name: text('name'),
    due: time('due_date'),
    status: text('status'),
    priority: text('priority'),
    owner: named('assignee_id', 'user'),
    related: reference('related_resource'),
    reminder: time('reminder_date'),
    completed: time('completed_date'),
    tags: text('tags'),
    created: time('date_created'),
    modified: time('date_modified'),
    details: text('details'),
  },
  raw: ['custom_activity_type_id'],
  shown: ['id', 'name', 'due', 'status', 'priority', 'owner', 'related'],
});
