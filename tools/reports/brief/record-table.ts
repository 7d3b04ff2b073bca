import type { JsonObject } from '../../../src/tool/json.ts';
import { type Column, type Field, nameField } from '../../../src/tool/record.ts';
import { column, type ReportAnswer, type ReportContext, type ReportTable } from '../../../src/tool/report.ts';
import type { Kind } from '../kinds.ts';
import { recordColumns } from './records.ts';
import type { Room } from './room.ts';

/** Tells of one record: its own fields, and what it is tied to, as far as there is room for requests. */
export type Brief = (row: JsonObject, room: Room, context: ReportContext) => Promise<ReportAnswer>;

/** The id in a field, undefined where there is none. */
export const idIn = (row: JsonObject, name: string): number | undefined => {
  const value = row[name];
  return typeof value === 'number' ? value : undefined;
};

/** A name that is shown where its list costs no request too many. */
export function roomFor(room: Room, row: JsonObject, name: string, field: Field): Column[] {
  const [from = ''] = field.needs;
  return idIn(row, from) !== undefined && room.take() ? [column(name, field)] : [];
}

/** The name of a contact type, source or loss reason: short lists that a brief reads only for that. */
export const listed = {
  type: nameField('contact_type_id', 'contact_type'),
  source: nameField('customer_source_id', 'source'),
  lossReason: nameField('loss_reason_id', 'loss_reason'),
};

/** The record as the first table; what is known of contacts and `more` stand between how to reach it and the rest. */
export function recordTable(kind: Kind, row: JsonObject, more: readonly Column[]): ReportTable {
  const { first, rest } = recordColumns[kind];
  return { what: kind, form: 'one', columns: [...first, ...more, ...rest], rows: [row] };
}
