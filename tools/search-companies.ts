import { followed } from './inputs/choices.ts';
import { ids, nameIds, owner } from './inputs/name-ids.ts';
import { dates, numbers, wholeNumber } from './inputs/ranges.ts';
import { defineSearch } from './inputs/search.ts';
import { domain, partOfName, tags, text, texts } from './inputs/words.ts';
import { companyRecord } from './records/company.ts';

export const searchCompanies = defineSearch({
  operation: 'searchCompanies',
  title: 'Search companies',
  description: 'Find or count companies. last_contact filters, but no date of it is shown.',
  record: companyRecord,
  pageCap: 200,
  projects: true,
  inputs: {
    name: partOfName('name'),
    domain: domain('email_domain'),
    owner: owner(),
    contact_type: nameIds('contact_type_ids', 'contact_type'),
    city: text('city'),
    country: text('country'),
    tags: tags(),
    last_contact: dates('interaction_date', 'e.g. ..-60d'),
  },
  more: {
    interaction_count: numbers('interaction_count', { whole: true }),
    phone_number: text('phone_number'),
    state: text('state'),
    created_date: dates('created_date'),
    ids: ids(),
    email_domains: texts('email_domains'),
    postal_code: text('postal_code'),
    primary_contact_ids: nameIds('primary_contact_ids', 'person'),
    socials: texts('socials'),
    followed: followed(),
    age: wholeNumber('age'),
    modified_date: dates('modified_date'),
  },
  customFields: { entity: 'company', ranges: true, option: false },
  usualSort: 'name',
  sortKeys: {
    name: 'name',
    phone: 'phone',
    domain: 'email_domain',
    city: 'city',
    state: 'state',
    country: 'country',
    zip: 'zip',
    owner: 'assignee',
    type: 'contact_group',
    contact: 'contact',
    contact_first_name: 'contact_first_name',
    contact_last_name: 'contact_last_name',
    website: 'primary_website',
    socials: 'socials',
    interactions: 'interaction_count',
    last_contact: 'last_interaction',
    created: 'date_created',
    modified: 'date_modified',
  },
});
