import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';
import {
  type Column,
  column,
  derivedField,
  fetchedOnly,
  nameField,
  type RecordDefinition,
  textField,
} from '../../../src/tool/record.ts';
import type { ReportTable } from '../../../src/tool/report.ts';
import { companyRecord } from '../../records/company.ts';
import { leadRecord } from '../../records/lead.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { personRecord } from '../../records/person.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import type { BriefAllowance } from './brief-allowance.ts';

/** Columns of a record by our names of its fields, separated by spaces; long text is shortened. For use while modules load. */
export const fieldColumns = (record: RecordDefinition, names: string): Column[] =>
  names.split(' ').map((name) => {
    const field = record.fields[name];
    if (field === undefined) throw new Error(`${record.name} has no field ${name}`);
    return column(name, field);
  });

/** A column whose text is computed from a row. */
export const computedColumn = (name: string, read: (row: JsonObject) => JsonValue | undefined): Column =>
  column(name, derivedField([], read));

/** A column with this text; none if it is undefined. */
export const textColumn = (name: string, text: string | undefined): Column[] =>
  text === undefined ? [] : [computedColumn(name, () => text)];

const details = 'interactions address tags websites socials created';

/** Who a record is and how to reach it, then what else is known; all e-mail addresses and phone numbers, with their kinds. */
const briefColumns: Readonly<Record<RecordKind, Readonly<Record<'first' | 'rest', readonly Column[]>>>> = {
  person: {
    first: [...fieldColumns(personRecord, 'id name link title company company_id email phone owner')],
    rest: fieldColumns(personRecord, `${details} details`),
  },
  company: {
    first: [...fieldColumns(companyRecord, 'id name link domain phone owner')],
    rest: fieldColumns(companyRecord, `${details} details`),
  },
  lead: {
    first: [
      ...fieldColumns(leadRecord, 'id name title company email phone'),
      // Leads carry their status as text beside its id, which costs no request for its name.
      column('status', textField('status')),
      ...fieldColumns(leadRecord, 'value currency owner'),
    ],
    rest: fieldColumns(leadRecord, `${details} converted details`),
  },
  opportunity: {
    first: fieldColumns(
      opportunityRecord,
      'id name link company company_id status stage pipeline stage_since value currency probability closes priority owner',
    ),
    rest: fieldColumns(opportunityRecord, 'interactions tags created details'),
  },
};

/** Copper's names of what is not shown but needed to read the sections of a brief, separated by spaces. */
const alsoNeeded: Readonly<Record<RecordKind, string>> = {
  person: 'company_id date_last_contacted contact_type_id',
  company: 'primary_contact_id contact_type_id',
  lead: 'date_last_contacted customer_source_id converted_opportunity_id converted_contact_id',
  opportunity: 'company_id primary_contact_id date_last_contacted customer_source_id loss_reason_id',
};

/** All that has to be read of a record to brief on it. */
export const columnsToRead = (kind: RecordKind): Column[] => {
  const { first, rest } = briefColumns[kind];
  return [...first, ...rest, fetchedOnly(...alsoNeeded[kind].split(' '))];
};

/** The id in a field; undefined if there is none. */
export const idInField = (row: JsonObject, name: string): number | undefined => {
  const value = row[name];
  return typeof value === 'number' ? value : undefined;
};

/** Names of short lists that a brief reads only for one column. */
const nameFields = {
  type: nameField('contact_type_id', 'contact_type'),
  source: nameField('customer_source_id', 'source'),
  loss_reason: nameField('loss_reason_id', 'loss_reason'),
};

/** The name of a contact type, source or loss reason, if the record has one and a request is left for its list. */
export function listedColumn(
  name: keyof typeof nameFields,
  row: JsonObject,
  allowance: BriefAllowance,
): Column[] {
  const field = nameFields[name];
  const [path = ''] = field.sourceFields;
  return idInField(row, path) !== undefined && allowance.take() ? [column(name, field)] : [];
}

/** The record as the first table; `more` stands between how to reach it and the rest. */
export function recordTable(kind: RecordKind, row: JsonObject, more: readonly Column[]): ReportTable {
  const { first, rest } = briefColumns[kind];
  return { what: kind, form: 'one', columns: [...first, ...more, ...rest], rows: [row] };
}
