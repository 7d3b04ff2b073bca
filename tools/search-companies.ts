import { nameIds, owner } from './inputs/names.ts';
import { dates } from './inputs/ranges.ts';
import { recordName } from './inputs/record-name.ts';
import { defineSearch, sameKeys } from './inputs/search.ts';
import { tags } from './inputs/tags.ts';
import { commonFilters, domain, text, texts } from './inputs/values.ts';
import { companyRecord } from './records/company.ts';

export const searchCompanies = defineSearch({
  operation: 'searchCompanies',
  title: 'Search companies',
  description:
    'Find, list or count companies (accounts), e.g. in a city, or those that nobody owns. last_contact filters, but its date is not returned.',
  record: companyRecord,
  pageCap: 200,
  takesFields: true,
  inputs: {
    name: recordName('company'),
    domain: domain('email_domain'),
    owner,
    contact_type: nameIds('contact_type_ids', 'contact_type'),
    city: text('city'),
    country: text('country'),
    tags,
    last_contact: dates('interaction_date', 'e.g. ..-60d', 'last_contact'),
  },
  otherFilters: {
    created_date: dates('created_date'),
    phone_number: text('phone_number'),
    state: text('state'),
    email_domains: texts('email_domains'),
    postal_code: text('postal_code'),
    primary_contact_ids: nameIds('primary_contact_ids', 'person', { noun: 'contact' }),
    socials: texts('socials'),
    ...commonFilters,
  },
  customFields: { entity: 'company', ranges: true, option: false },
  defaultSort: 'name',
  sortKeys: {
    ...sameKeys('name', 'phone', 'city', 'state', 'country', 'zip', 'socials'),
    ...sameKeys('contact', 'contact_first_name', 'contact_last_name'),
    domain: 'email_domain',
    owner: 'assignee',
    type: 'contact_group',
    website: 'primary_website',
    interactions: 'interaction_count',
    last_contact: 'last_interaction',
  },
});
