import { type JsonObject, numberOf } from '../../../src/tool/json.ts';
import type { Page, ReportAnswer, ReportContext, ReportTable } from '../../../src/tool/report.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import type { BriefAllowance, BriefSection } from './brief-allowance.ts';
import { contactFindings, contactOfPeople, ownContact, participantsAmong } from './contacts.ts';
import { computedColumn, idInField, listedColumn, recordTable, textColumn } from './record-columns.ts';
import { peopleTables, sectionTable, sectionTables, unlistedContact } from './section-tables.ts';
import {
  activitiesSection,
  companyDealsSection,
  companyPeopleSection,
  dealPeopleSection,
  personDealsSection,
  tasksSection,
} from './sections.ts';

type BriefRecord = (
  row: JsonObject,
  allowance: BriefAllowance,
  context: ReportContext,
) => Promise<ReportAnswer>;

/** A section and its page, which is undefined if it was not read. */
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
  const value = (row: JsonObject) => numberOf(row.monetary_value) ?? 0;
  const rows = [...deals.values()].sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || value(b) - value(a));
  const isComplete = pages.every((page) => page.total === page.rows.length);
  const total = isComplete ? rows.length : second === undefined ? only.total : undefined;
  if (companyPage === undefined) return [sectionTable(own, { rows, total })];
  const what = second === undefined ? company.what : 'open deals, those of the company included';
  const contact = computedColumn('contact', (row) => (isOwn(row) ? 'this person' : null));
  return [sectionTable({ ...company, what }, { rows, total }, [contact])];
}

/** A person: who it is, its open deals and those of its company, open tasks, last activities. */
const briefPerson: BriefRecord = async (row, allowance, context) => {
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
  const { contact, tables } = await contactFindings(
    activities,
    activitiesPage,
    ownContact(row, 'people'),
    context,
  );
  return {
    tables: [
      recordTable('person', row, [...type, ...contact]),
      ...dealsTables(id, [own, ownPage], [companyDeals, companyPage]),
      ...sectionTables(tasks, tasksPage),
      ...tables,
    ],
  };
};

/**
 * A company: its people, open deals and tasks, and the last activities with it and its people. Its record has no date of last contact:
 * that is the latest of its activities and of its people's dates.
 */
const briefCompany: BriefRecord = async (row, allowance, context) => {
  const id = Number(row.id);
  const primary = idInField(row, 'primary_contact_id');
  const [activities, people] = [activitiesSection('company', id), companyPeopleSection(id)];
  const [deals, tasks] = [companyDealsSection(id, 'open deals'), tasksSection('company', id)];
  const pages = await Promise.all([activities, people, deals, tasks].map(allowance.read));
  const [activitiesPage, peoplePage, dealsPage, tasksPage] = pages;
  const type = listedColumn('type', row, allowance);
  const team = peoplePage?.rows ?? [];
  const recorded = contactOfPeople(peoplePage);
  const participant = participantsAmong(team, id);
  const { contact, tables } = await contactFindings(
    activities,
    activitiesPage,
    recorded,
    context,
    participant,
  );
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
};

/** A lead: who it is, what it was converted to, open tasks, last activities. It has no company record and no deals. */
const briefLead: BriefRecord = async (row, allowance, context) => {
  const id = Number(row.id);
  const [activities, tasks] = [activitiesSection('lead', id), tasksSection('lead', id)];
  const [activitiesPage, tasksPage] = await Promise.all([activities, tasks].map(allowance.read));
  const source = listedColumn('source', row, allowance);
  const { contact, tables } = await contactFindings(
    activities,
    activitiesPage,
    ownContact(row, 'leads'),
    context,
  );
  const [person, deal] = [idInField(row, 'converted_contact_id'), idInField(row, 'converted_opportunity_id')];
  const convertedTo = [
    ...(person === undefined ? [] : [`person ${person}`]),
    ...(deal === undefined ? [] : [`opportunity ${deal}`]),
  ];
  const converted = textColumn('converted_to', convertedTo.join(', ') || undefined);
  return {
    tables: [
      recordTable('lead', row, [...source, ...converted, ...contact]),
      ...sectionTables(tasks, tasksPage),
      ...tables,
    ],
  };
};

/** The same open deals without this one. */
function without({ id, status }: JsonObject, { rows, total }: Page): Page {
  const countedHere = status === 'Open' ? 1 : 0;
  return {
    rows: rows.filter((row) => row.id !== id),
    total: total === undefined ? undefined : Math.max(0, total - countedHere),
  };
}

/** A deal: its people, open tasks, last activities, and what else is open with its company. */
const briefOpportunity: BriefRecord = async (row, allowance, context) => {
  const id = Number(row.id);
  const company = idInField(row, 'company_id');
  const primary = idInField(row, 'primary_contact_id');
  const [activities, people] = [activitiesSection('opportunity', id), dealPeopleSection(id)];
  const tasks = tasksSection('opportunity', id);
  const reading = [activities, people, tasks].map(allowance.read);
  const loss = listedColumn('loss_reason', row, allowance);
  const others = companyDealsSection(company ?? 0, 'other open deals of the company');
  if (company !== undefined) reading.push(allowance.read(others));
  const [activitiesPage, peoplePage, tasksPage, othersPage] = await Promise.all(reading);
  const source = listedColumn('source', row, allowance);
  const { contact, tables } = await contactFindings(
    activities,
    activitiesPage,
    ownContact(row, 'opportunities'),
    context,
  );
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
};

/** Reads what a brief on a record has beside the record itself, by its kind, as far as requests are left. */
export const briefs: Readonly<Record<RecordKind, BriefRecord>> = {
  person: briefPerson,
  company: briefCompany,
  lead: briefLead,
  opportunity: briefOpportunity,
};
