import type { JsonObject } from '../../../src/tool/json.ts';
import type { Page, ReportAnswer, ReportContext } from '../../../src/tool/report.ts';
import { contactFindings } from './contacts.ts';
import { idInField, listedColumn, recordTable, textColumn } from './record-columns.ts';
import type { RequestAllowance } from './request-allowance.ts';
import { peopleTables, sectionTables, unlistedContact } from './section-tables.ts';
import { activitiesSection, companyDealsSection, dealPeopleSection, tasksSection } from './sections.ts';

/** The same open deals without this one. */
function without({ id, status }: JsonObject, { rows, total }: Page): Page {
  const counted = status === 'Open' ? 1 : 0;
  return {
    rows: rows.filter((row) => row.id !== id),
    total: total === undefined ? undefined : Math.max(0, total - counted),
  };
}

/** A deal: its people, open tasks, last activities, and what else is open with its company. */
export async function briefOpportunity(
  row: JsonObject,
  allowance: RequestAllowance,
  context: ReportContext,
): Promise<ReportAnswer> {
  const id = Number(row.id);
  const company = idInField(row, 'company_id');
  const primary = idInField(row, 'primary_contact_id');
  const [activities, people] = [activitiesSection('opportunity', id), dealPeopleSection(id)];
  const tasks = tasksSection('opportunity', id);
  const reading = [activities, people, tasks].map(allowance.read);
  const loss = listedColumn('loss_reason', row, allowance);
  const others = companyDealsSection(company ?? 0, 'other open deals of the company');
  if (company !== undefined) reading.push(allowance.read({ ...others, optional: true }));
  const [activitiesPage, peoplePage, tasksPage, othersPage] = await Promise.all(reading);
  const source = listedColumn('source', row, allowance);
  const dates = [row.date_last_contacted];
  const { contact, tables } = await contactFindings(activities, activitiesPage, dates, context);
  const main = textColumn('contact', unlistedContact(primary, peoplePage?.rows ?? []));
  return {
    tables: [
      recordTable('opportunity', row, [...loss, ...source, ...main, ...contact]),
      ...peopleTables(people, peoplePage, primary),
      ...sectionTables(tasks, tasksPage),
      ...tables,
      ...sectionTables(others, othersPage === undefined ? undefined : without(row, othersPage)),
    ],
  };
}
