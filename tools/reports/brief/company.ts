import { derivedField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { readContacts } from './happened.ts';
import { type BriefRecord, columnIfAllowed, idInField, listedNames, recordTable } from './record-table.ts';
import { activitiesSection, companyDealsSection, companyPeopleSection, tasksSection } from './sections.ts';
import { nameParticipants, peopleTable, sectionTable } from './tables.ts';

/**
 * A company: whom we know there, its open deals and tasks, what happened last with it and its people. Its record has no date of last
 * contact, so that is the newest of its activities and of its people's dates.
 */
export const briefCompany: BriefRecord = async (row, room, context) => {
  const id = Number(row.id);
  const primary = idInField(row, 'primary_contact_id');
  const activities = activitiesSection('company', id);
  const people = companyPeopleSection(id);
  const deals = companyDealsSection(id, 'open deals');
  const tasks = tasksSection('company', id);
  const [happened, known, open, due] = await Promise.all([
    room.read(activities),
    room.read(people),
    room.read(deals),
    room.read(tasks),
  ]);
  const type = columnIfAllowed(room, row, 'type', listedNames.type);
  const team = known?.rows ?? [];
  const dates = team.map((one) => one.date_last_contacted);
  const whom = nameParticipants(team, id);
  const { contact, tables } = await readContacts(activities, happened, dates, context, whom);
  const unnamed = primary !== undefined && !team.some((one) => one.id === primary);
  const main = unnamed
    ? [
        column(
          'contact',
          derivedField([], () => `person ${primary}`),
        ),
      ]
    : [];
  return {
    tables: [
      recordTable('company', row, [...type, ...main, ...contact]),
      ...(known === undefined ? [] : [peopleTable(people, known, primary)]),
      ...(open === undefined ? [] : [sectionTable(deals, open)]),
      ...(due === undefined ? [] : [sectionTable(tasks, due)]),
      ...tables,
    ],
  };
};
