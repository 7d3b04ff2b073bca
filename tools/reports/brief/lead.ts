import type { JsonObject } from '../../../src/tool/json.ts';
import type { ReportAnswer, ReportContext } from '../../../src/tool/report.ts';
import { contactFindings } from './contacts.ts';
import { idInField, listedColumn, recordTable, textColumn } from './record-columns.ts';
import type { RequestAllowance } from './request-allowance.ts';
import { sectionTables } from './section-tables.ts';
import { activitiesSection, tasksSection } from './sections.ts';

/** A lead: who it is, what it was converted to, open tasks, last activities. It has no company record and no deals. */
export async function briefLead(
  row: JsonObject,
  allowance: RequestAllowance,
  context: ReportContext,
): Promise<ReportAnswer> {
  const id = Number(row.id);
  const [activities, tasks] = [activitiesSection('lead', id), tasksSection('lead', id)];
  const [activitiesPage, tasksPage] = await Promise.all([activities, tasks].map(allowance.read));
  const source = listedColumn('source', row, allowance);
  const dates = [row.date_last_contacted];
  const { contact, tables } = await contactFindings(activities, activitiesPage, dates, context);
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
}
