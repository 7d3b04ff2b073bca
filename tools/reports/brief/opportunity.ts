import type { JsonObject } from '../../../src/tool/json.ts';
import { derivedField } from '../../../src/tool/record.ts';
import { column, type Page } from '../../../src/tool/report.ts';
import { whatHappened } from './happened.ts';
import { activitiesOf, dealsOfCompany, peopleOfDeal, tasksOf } from './parts.ts';
import { type Brief, idIn, listed, recordTable, roomFor } from './record-table.ts';
import { partTable, peopleTable } from './tables.ts';

/** The same open deals without this one. */
function without({ id, status }: JsonObject, { rows, total }: Page): Page {
  const counted = status === 'Open' ? 1 : 0;
  return {
    rows: rows.filter((row) => row.id !== id),
    total: total === undefined ? undefined : Math.max(0, total - counted),
  };
}

/** A deal: its people, open tasks, what happened last, and what else is open with its company. */
export const briefOpportunity: Brief = async (row, room, context) => {
  const id = Number(row.id);
  const at = idIn(row, 'company_id');
  const primary = idIn(row, 'primary_contact_id');
  const activities = activitiesOf('opportunity', id);
  const people = peopleOfDeal(id);
  const tasks = tasksOf('opportunity', id);
  const reading = [room.read(activities), room.read(people), room.read(tasks)] as const;
  const loss = roomFor(room, row, 'loss_reason', listed.lossReason);
  const deals = at === undefined ? undefined : dealsOfCompany(at, 'other open deals of the company');
  const others = deals === undefined ? undefined : room.read({ ...deals, optional: true });
  const [happened, known, due, open] = await Promise.all([...reading, others]);
  const source = roomFor(room, row, 'source', listed.source);
  const { contact, tables } = await whatHappened(activities, happened, [row.date_last_contacted], context);
  const unnamed = primary !== undefined && known?.rows.some((one) => one.id === primary) !== true;
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
      recordTable('opportunity', row, [...loss, ...source, ...main, ...contact]),
      ...(known === undefined ? [] : [peopleTable(people, known, primary)]),
      ...(due === undefined ? [] : [partTable(tasks, due)]),
      ...tables,
      ...(deals === undefined || open === undefined ? [] : [partTable(deals, without(row, open))]),
    ],
  };
};
