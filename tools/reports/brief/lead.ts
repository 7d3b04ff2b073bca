import { derivedField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { readContacts } from './happened.ts';
import { type BriefRecord, columnIfAllowed, idInField, listedNames, recordTable } from './record-table.ts';
import { activitiesSection, tasksSection } from './sections.ts';
import { sectionTable } from './tables.ts';

/** A lead: who it is, what became of it, open tasks, what happened last. It has no company record and no deals. */
export const briefLead: BriefRecord = async (row, room, context) => {
  const id = Number(row.id);
  const activities = activitiesSection('lead', id);
  const tasks = tasksSection('lead', id);
  const [happened, due] = await Promise.all([room.read(activities), room.read(tasks)]);
  const source = columnIfAllowed(room, row, 'source', listedNames.source);
  const { contact, tables } = await readContacts(activities, happened, [row.date_last_contacted], context);
  const [person, deal] = [idInField(row, 'converted_contact_id'), idInField(row, 'converted_opportunity_id')];
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
      ...(due === undefined ? [] : [sectionTable(tasks, due)]),
      ...tables,
    ],
  };
};
