import type { JsonObject } from '../../../src/tool/json.ts';
import { derivedField } from '../../../src/tool/record.ts';
import { column, type Page, type ReportTable } from '../../../src/tool/report.ts';
import { readContacts } from './happened.ts';
import { type BriefRecord, columnIfAllowed, idInField, listedNames, recordTable } from './record-table.ts';
import { activitiesSection, companyDealsSection, personDealsSection, tasksSection } from './sections.ts';
import { sectionTable } from './tables.ts';

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
  const part =
    company === undefined ? personDealsSection(id) : companyDealsSection(at, 'open deals of the company');
  const what = other === undefined ? part.what : 'open deals, those of the company included';
  const contact = column(
    'contact',
    derivedField([], (row) => (mine(row) ? 'this person' : null)),
  );
  return [sectionTable({ ...part, what }, { rows: sorted, total }, company === undefined ? [] : [contact])];
}

/** A person: who it is, its open deals and those of its company, open tasks, what happened last. */
export const briefPerson: BriefRecord = async (row, room, context) => {
  const id = Number(row.id);
  const at = idInField(row, 'company_id');
  const activities = activitiesSection('person', id);
  const tasks = tasksSection('person', id);
  const [happened, theirs, due, own] = await Promise.all([
    room.read(activities),
    at === undefined ? undefined : room.read(companyDealsSection(at, 'open deals of the company')),
    room.read(tasks),
    room.read(personDealsSection(id)),
  ]);
  const type = columnIfAllowed(room, row, 'type', listedNames.type);
  const { contact, tables } = await readContacts(activities, happened, [row.date_last_contacted], context);
  return {
    tables: [
      recordTable('person', row, [...type, ...contact]),
      ...dealsTable(id, own, theirs, at ?? 0),
      ...(due === undefined ? [] : [sectionTable(tasks, due)]),
      ...tables,
    ],
  };
};
