import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportAnswer, ReportContext } from '../../../src/tool/report.ts';
import { contactFindings, participantsAmong } from './contacts.ts';
import { idInField, listedColumn, recordTable, textColumn } from './record-columns.ts';
import type { RequestAllowance } from './request-allowance.ts';
import { peopleTables, sectionTables, unlistedContact } from './section-tables.ts';
import { activitiesSection, companyDealsSection, companyPeopleSection, tasksSection } from './sections.ts';

/**
 * A company: its people, open deals and tasks, and the last activities with it and its people. Its record has no date of last contact:
 * that is the latest of its activities and of its people's dates.
 */
export async function briefCompany(
  row: JsonObject,
  allowance: RequestAllowance,
  context: ReportContext,
): Promise<ReportAnswer> {
  const id = Number(row.id);
  const primary = idInField(row, 'primary_contact_id');
  const [activities, people] = [activitiesSection('company', id), companyPeopleSection(id)];
  const [deals, tasks] = [companyDealsSection(id, 'open deals'), tasksSection('company', id)];
  const pages = await Promise.all([activities, people, deals, tasks].map(allowance.read));
  const [activitiesPage, peoplePage, dealsPage, tasksPage] = pages;
  const type = listedColumn('type', row, allowance);
  const team = peoplePage?.rows ?? [];
  const dates = team.map((one) => one.date_last_contacted);
  const participant = participantsAmong(team, id);
  const { contact, tables } = await contactFindings(activities, activitiesPage, dates, context, participant);
  const main = textColumn('contact', unlistedContact(primary, team));
  return {
    tables: [
      recordTable('company', row, [...type, ...main, ...contact]),
      ...peopleTables(people, peoplePage, primary),
      ...sectionTables(deals, dealsPage),
      ...sectionTables(tasks, tasksPage),
      ...tables,
    ],
  };
}
