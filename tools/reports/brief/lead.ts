import { derivedField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { whatHappened } from './happened.ts';
import { activitiesOf, tasksOf } from './parts.ts';
import { type Brief, idIn, listed, recordTable, roomFor } from './record-table.ts';
import { partTable } from './tables.ts';

/** A lead: who it is, what became of it, open tasks, what happened last. It has no company record and no deals. */
export const briefLead: Brief = async (row, room, context) => {
  const id = Number(row.id);
  const activities = activitiesOf('lead', id);
  const tasks = tasksOf('lead', id);
  const [happened, due] = await Promise.all([room.read(activities), room.read(tasks)]);
  const source = roomFor(room, row, 'source', listed.source);
  const { contact, tables } = await whatHappened(activities, happened, [row.date_last_contacted], context);
  const [person, deal] = [idIn(row, 'converted_contact_id'), idIn(row, 'converted_opportunity_id')];
  const became = [
    ...(person === undefined ? [] : [`person ${person}`]),
    ...(deal === undefined ? [] : [`opportunity ${deal}`]),
  ];
  const converted =
    became.length === 0
      ? []
      : [
          column(
            'converted_to',
            derivedField([], () => became.join(', ')),
          ),
        ];
  return {
    tables: [
      recordTable('lead', row, [...source, ...converted, ...contact]),
      ...(due === undefined ? [] : [partTable(tasks, due)]),
      ...tables,
    ],
  };
};
