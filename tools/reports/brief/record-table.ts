import type { JsonObject } from '../../../src/tool/json.ts';
import { type Column, type Field, nameField } from '../../../src/tool/record.ts';
import { column, type ReportAnswer, type ReportContext, type ReportTable } from '../../../src/tool/report.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import { briefColumns } from './records.ts';
import type { RequestAllowance } from './request-allowance.ts';

/** Tells of one record: its own fields, and what it is tied to, as far as there is room for requests. */
export type BriefRecord = (
  row: JsonObject,
  room: RequestAllowance,
  context: ReportContext,
) => Promise<ReportAnswer>;

/** The id in a field, undefined where there is none. */
export const idInField = (row: JsonObject, name: string): number | undefined => {
  const value = row[name];
  return typeof value === 'number' ? value : undefined;
};

/** A name that is shown where its list costs no request too many. */
export function columnIfAllowed(
  room: RequestAllowance,
  row: JsonObject,
  name: string,
  field: Field,
): Column[] {
  const [from = ''] = field.needs;
  return idInField(row, from) !== undefined && room.take() ? [column(name, field)] : [];
}

/** The name of a contact type, source or loss reason: short lists that a brief reads only for that. */
export const listedNames = {
  type: nameField('contact_type_id', 'contact_type'),
  source: nameField('customer_source_id', 'source'),
  lossReason: nameField('loss_reason_id', 'loss_reason'),
};

/** The record as the first table; what is known of contacts and `more` stand between how to reach it and the rest. */
export function recordTable(kind: RecordKind, row: JsonObject, more: readonly Column[]): ReportTable {
  const { first, rest } = briefColumns[kind];
  return { what: kind, form: 'one', columns: [...first, ...more, ...rest], rows: [row] };
}
