import {
  defineRecord,
  nameField,
  numberField,
  referenceField,
  textField,
  timeField,
} from '../../src/tool/record.ts';

/** Something to do by a due date, usually about another record. */
export const taskRecord = defineRecord({
  name: 'task',
  plural: 'tasks',
  entity: 'task',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    due: timeField('due_date'),
    status: textField('status'),
    priority: textField('priority'),
    owner: nameField('assignee_id', 'user'),
    related: referenceField('related_resource'),
    reminder: timeField('reminder_date'),
    completed: timeField('completed_date'),
    tags: textField('tags'),
    created: timeField('date_created'),
    modified: timeField('date_modified'),
    details: textField('details'),
  },
  unlistedFields: ['custom_activity_type_id'],
  shown: ['id', 'name', 'due', 'status', 'priority', 'owner', 'related'],
});
