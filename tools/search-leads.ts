import { nameIds, owner } from './inputs/names.ts';
import { described } from './inputs/parameter.ts';
import { dates, numbers } from './inputs/ranges.ts';
import { recordName } from './inputs/record-name.ts';
import { defineSearch, sameKeys } from './inputs/search.ts';
import { tags } from './inputs/tags.ts';
import { commonFilters, oneEmail, text, texts, yesNo } from './inputs/values.ts';
import { leadRecord } from './records/lead.ts';

export const searchLeads = defineSearch({
  operation: 'searchLeads',
  title: 'Search leads',
  description:
    'Find, list or count leads: new, or converted last month and to which deals. Matches whole names only; converted leads are excluded by default.',
  record: leadRecord,
  pageCap: 25,
  takesFields: true,
  inputs: {
    name: recordName('lead'),
    company: described(text('company_name'), 'As written'),
    email: oneEmail('emails'),
    owner,
    status: nameIds('status_ids', 'lead_status', { findEmpty: 'none-exist', noun: 'status' }),
    source: nameIds('customer_source_ids', 'source', { findEmpty: 'by-id' }),
    value: numbers('monetary_value'),
    created: dates('created_date', 'e.g. -30d..'),
    tags,
  },
  otherFilters: {
    include_converted_leads: yesNo('include_converted_leads'),
    interaction_date: dates('interaction_date', undefined, 'last_contact'),
    phone_number: text('phone_number'),
    city: text('city'),
    first_name: text('first_name'),
    last_name: text('last_name'),
    middle_name: text('middle_name'),
    title: text('title'),
    state: text('state'),
    postal_code: text('postal_code'),
    country: text('country'),
    socials: texts('socials'),
    ...commonFilters,
  },
  customFields: { entity: 'lead', ranges: false, option: true },
  defaultSort: 'name',
  excludedByDefault: { unless: 'include_converted_leads', what: 'converted leads' },
  sortKeys: {
    ...sameKeys('name', 'title', 'value', 'email', 'phone', 'inactive_days'),
    ...sameKeys('city', 'state', 'country', 'zip', 'socials'),
    company: 'company_name',
  },
});
