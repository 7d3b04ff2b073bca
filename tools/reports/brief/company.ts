import { derivedField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { whatHappened } from './happened.ts';
import { activitiesOf, dealsOfCompany, peopleOfCompany, tasksOf } from './parts.ts';
import { type Brief, idIn, listed, recordTable, roomFor } from './record-table.ts';
import { partTable, peopleTable, whomAmong } from './tables.ts';

/**
 * A company: whom we know there, its open deals and tasks, what happened last with it and its people. Its record has no date of last
 * contact, so that is the newest of its activities and of its people's dates.
 */
export const briefCompany: Brief = async (row, room, context) => {
  const id = Number(row.id);
  const primary = idIn(row, 'primary_contact_id');
  const activities = activitiesOf('company', id);
  const people = peopleOfCompany(id);
  const deals = dealsOfCompany(id, 'open deals');
  const tasks = tasksOf('company', id);
  const [happened, known, open, due] = await Promise.all([
    room.read(activities),
    room.read(people),
    room.read(deals),
    room.read(tasks),
  ]);
  const type = roomFor(room, row, 'type', listed.type);
  const team = known?.rows ?? [];
  const dates = team.map((one) => one.date_last_contacted);
  const whom = whomAmong(team, id);
  const { contact, tables } = await whatHappened(activities, happened, dates, context, whom);
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
      ...(open === undefined ? [] : [partTable(deals, open)]),
      ...(due === undefined ? [] : [partTable(tasks, due)]),
      ...tables,
    ],
  };
};
