import type { JsonObject } from '../../../src/tool/json.ts';
import { derivedField } from '../../../src/tool/record.ts';
import { column, type Page, type ReportTable } from '../../../src/tool/report.ts';
import { whatHappened } from './happened.ts';
import { activitiesOf, dealsOfCompany, dealsOfPerson, tasksOf } from './parts.ts';
import { type Brief, idIn, listed, recordTable, roomFor } from './record-table.ts';
import { partTable } from './tables.ts';

/** The open deals of a person and of its company in one table, those of the person first; each deal once. */
function dealsTable(id: number, own: Page | undefined, company: Page | undefined, at: number): ReportTable[] {
  const pages = [own, company].filter((page) => page !== undefined);
  const [only, other] = pages;
  if (only === undefined) return [];
  const rows = new Map(pages.flatMap((page) => page.rows.map((row) => [row.id, row])));
  const mine = (row: JsonObject) => row.primary_contact_id === id;
  const value = (row: JsonObject) => Number(row.monetary_value ?? 0);
  const sorted = [...rows.values()].sort((a, b) => Number(mine(b)) - Number(mine(a)) || value(b) - value(a));
  const whole = pages.every((page) => page.total === page.rows.length);
  const total = whole ? sorted.length : other === undefined ? only.total : undefined;
  const part = company === undefined ? dealsOfPerson(id) : dealsOfCompany(at, 'open deals of the company');
  const what = other === undefined ? part.what : 'open deals, those of the company included';
  const contact = column(
    'contact',
    derivedField([], (row) => (mine(row) ? 'this person' : null)),
  );
  return [partTable({ ...part, what }, { rows: sorted, total }, company === undefined ? [] : [contact])];
}

/** A person: who it is, its open deals and those of its company, open tasks, what happened last. */
export const briefPerson: Brief = async (row, room, context) => {
  const id = Number(row.id);
  const at = idIn(row, 'company_id');
  const activities = activitiesOf('person', id);
  const tasks = tasksOf('person', id);
  const [happened, theirs, due, own] = await Promise.all([
    room.read(activities),
    at === undefined ? undefined : room.read(dealsOfCompany(at, 'open deals of the company')),
    room.read(tasks),
    room.read(dealsOfPerson(id)),
  ]);
  const type = roomFor(room, row, 'type', listed.type);
  const { contact, tables } = await whatHappened(activities, happened, [row.date_last_contacted], context);
  return {
    tables: [
      recordTable('person', row, [...type, ...contact]),
      ...dealsTable(id, own, theirs, at ?? 0),
      ...(due === undefined ? [] : [partTable(tasks, due)]),
      ...tables,
    ],
  };
};
