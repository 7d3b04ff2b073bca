import type { Column } from '../../../src/tool/record.ts';
import { textField } from '../../../src/tool/record.ts';
import { column } from '../../../src/tool/report.ts';
import { companyRecord } from '../../records/company.ts';
import { leadRecord } from '../../records/lead.ts';
import { opportunityRecord } from '../../records/opportunity.ts';
import { personRecord } from '../../records/person.ts';
import type { RecordKind } from '../lookup/record-kinds.ts';
import { recordFieldColumns } from './columns-of.ts';

const phones = column('phone', textField('phone_numbers.number'));

/** What a brief shows of a record: who it is and how to reach it first, then what is known beside it. */
export interface BriefColumns {
  readonly first: readonly Column[];
  readonly rest: readonly Column[];
}

/** By kind; contact data is shown whole, not only the first of it. */
export const briefColumns: Readonly<Record<RecordKind, BriefColumns>> = {
  person: {
    first: [
      ...recordFieldColumns(personRecord, ['id', 'name', 'title', 'company', 'company_id']),
      column('email', textField('emails.email')),
      phones,
      ...recordFieldColumns(personRecord, ['owner']),
    ],
    rest: recordFieldColumns(personRecord, [
      'interactions',
      'address',
      'tags',
      'websites',
      'socials',
      'created',
      'details',
    ]),
  },
  company: {
    first: [
      ...recordFieldColumns(companyRecord, ['id', 'name', 'domain']),
      phones,
      ...recordFieldColumns(companyRecord, ['owner']),
    ],
    rest: recordFieldColumns(companyRecord, [
      'interactions',
      'address',
      'tags',
      'websites',
      'socials',
      'created',
      'details',
    ]),
  },
  lead: {
    first: [
      ...recordFieldColumns(leadRecord, ['id', 'name', 'title', 'company', 'email']),
      phones,
      // The status is told beside its id, so that its name costs no request.
      column('status', textField('status')),
      ...recordFieldColumns(leadRecord, ['value', 'currency', 'owner']),
    ],
    rest: recordFieldColumns(leadRecord, [
      'interactions',
      'address',
      'tags',
      'websites',
      'socials',
      'created',
      'converted',
      'details',
    ]),
  },
  opportunity: {
    first: recordFieldColumns(opportunityRecord, [
      'id',
      'name',
      'company',
      'company_id',
      'status',
      'stage',
      'pipeline',
      'stage_since',
      'value',
      'currency',
      'probability',
      'closes',
      'priority',
      'owner',
    ]),
    rest: recordFieldColumns(opportunityRecord, ['interactions', 'tags', 'created', 'details']),
  },
};

/** Copper's names beside those that are shown: what the parts of a brief are joined by. */
const joins: Readonly<Record<RecordKind, readonly string[]>> = {
  person: ['company_id', 'date_last_contacted', 'contact_type_id'],
  company: ['primary_contact_id', 'contact_type_id'],
  lead: ['date_last_contacted', 'customer_source_id', 'converted_opportunity_id', 'converted_contact_id'],
  opportunity: [
    'company_id',
    'primary_contact_id',
    'date_last_contacted',
    'customer_source_id',
    'loss_reason_id',
  ],
};

/** All that has to be read of a record to brief on it. */
export const columnsToRead = (kind: RecordKind): Column[] => {
  const { first, rest } = briefColumns[kind];
  const needs = column('joins', { as: 'text', needs: joins[kind], read: () => null });
  return [...first, ...rest, needs];
};
