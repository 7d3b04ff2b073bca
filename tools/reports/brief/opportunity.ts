import type { JsonObject } from '../../../src/tool/json.ts';
import { derivedField } from '../../../src/tool/record.ts';
import { column, type Page } from '../../../src/tool/report.ts';
import { readContacts } from './happened.ts';
import { type BriefRecord, columnIfAllowed, idInField, listedNames, recordTable } from './record-table.ts';
import { activitiesSection, companyDealsSection, dealPeopleSection, tasksSection } from './sections.ts';
import { peopleTable, sectionTable } from './tables.ts';

/** The same open deals without this one. */
function without({ id, status }: JsonObject, { rows, total }: Page): Page {
  const counted = status === 'Open' ? 1 : 0;
  return {
    rows: rows.filter((row) => row.id !== id),
    total: total === undefined ? undefined : Math.max(0, total - counted),
  };
}

/** A deal: its people, open tasks, what happened last, and what else is open with its company. */
export const briefOpportunity: BriefRecord = async (row, room, context) => {
  const id = Number(row.id);
  const at = idInField(row, 'company_id');
  const primary = idInField(row, 'primary_contact_id');
  const activities = activitiesSection('opportunity', id);
  const people = dealPeopleSection(id);
  const tasks = tasksSection('opportunity', id);
  const reading = [room.read(activities), room.read(people), room.read(tasks)] as const;
  const loss = columnIfAllowed(room, row, 'loss_reason', listedNames.lossReason);
  const deals = at === undefined ? undefined : companyDealsSection(at, 'other open deals of the company');
  const others = deals === undefined ? undefined : room.read({ ...deals, optional: true });
  const [happened, known, due, open] = await Promise.all([...reading, others]);
  const source = columnIfAllowed(room, row, 'source', listedNames.source);
  const { contact, tables } = await readContacts(activities, happened, [row.date_last_contacted], context);
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
      ...(due === undefined ? [] : [sectionTable(tasks, due)]),
      ...tables,
      ...(deals === undefined || open === undefined ? [] : [sectionTable(deals, without(row, open))]),
    ],
  };
};
