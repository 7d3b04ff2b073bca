import type { JsonObject } from '../../../src/tool/json.ts';
import type { Page, ReportAnswer, ReportContext, ReportTable } from '../../../src/tool/report.ts';
import { contactFindings } from './contacts.ts';
import { computedColumn, idInField, listedColumn, recordTable } from './record-columns.ts';
import type { BriefSection, RequestAllowance } from './request-allowance.ts';
import { sectionTable, sectionTables } from './section-tables.ts';
import { activitiesSection, companyDealsSection, personDealsSection, tasksSection } from './sections.ts';

/** A section and its page, which is undefined where it was not read. */
type ReadSection = readonly [BriefSection, Page | undefined];

/** The open deals of a person and of its company in one table, those of the person first; each deal once. */
function dealsTables(
  id: number,
  [own, ownPage]: ReadSection,
  [company, companyPage]: ReadSection,
): ReportTable[] {
  const pages = [ownPage, companyPage].filter((page) => page !== undefined);
  const [only, second] = pages;
  if (only === undefined) return [];
  const deals = new Map(pages.flatMap(({ rows }) => rows.map((row) => [row.id, row])));
  const isOwn = (row: JsonObject) => row.primary_contact_id === id;
  const value = (row: JsonObject) => Number(row.monetary_value ?? 0);
  const rows = [...deals.values()].sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || value(b) - value(a));
  const isComplete = pages.every((page) => page.total === page.rows.length);
  const total = isComplete ? rows.length : second === undefined ? only.total : undefined;
  if (companyPage === undefined) return [sectionTable(own, { rows, total })];
  const what = second === undefined ? company.what : 'open deals, those of the company included';
  const contact = computedColumn('contact', (row) => (isOwn(row) ? 'this person' : null));
  return [sectionTable({ ...company, what }, { rows, total }, [contact])];
}

/** A person: who it is, its open deals and those of its company, open tasks, last activities. */
export async function briefPerson(
  row: JsonObject,
  allowance: RequestAllowance,
  context: ReportContext,
): Promise<ReportAnswer> {
  const id = Number(row.id);
  const company = idInField(row, 'company_id');
  const [activities, tasks] = [activitiesSection('person', id), tasksSection('person', id)];
  const own = personDealsSection(id);
  const companyDeals = companyDealsSection(company ?? 0, 'open deals of the company');
  const [activitiesPage, companyPage, tasksPage, ownPage] = await Promise.all([
    allowance.read(activities),
    company === undefined ? undefined : allowance.read(companyDeals),
    allowance.read(tasks),
    allowance.read(own),
  ]);
  const type = listedColumn('type', row, allowance);
  const dates = [row.date_last_contacted];
  const { contact, tables } = await contactFindings(activities, activitiesPage, dates, context);
  return {
    tables: [
      recordTable('person', row, [...type, ...contact]),
      ...dealsTables(id, [own, ownPage], [companyDeals, companyPage]),
      ...sectionTables(tasks, tasksPage),
      ...tables,
    ],
  };
}
