import { nameIds, owner } from './inputs/names.ts';
import { dates } from './inputs/ranges.ts';
import { recordName } from './inputs/record-name.ts';
import { defineSearch, sameKeys } from './inputs/search.ts';
import { tags } from './inputs/tags.ts';
import { commonFilters, emails, text, texts } from './inputs/values.ts';
import { personRecord } from './records/person.ts';

export const searchPeople = defineSearch({
  operation: 'searchPeople',
  title: 'Search people',
  description:
    'Find, list or count contacts, e.g. customers tagged VIP whom nobody has talked to for 60 days, or people without e-mail or title. For one known e-mail use {get_person_by_email}.',
  record: personRecord,
  pageCap: 25,
  takesFields: true,
  inputs: {
    name: recordName('person'),
    company: nameIds('company_ids', 'company', { findEmpty: 'by-documented-id' }),
    owner,
    emails: emails('emails'),
    title: text('title'),
    city: text('city'),
    tags,
    last_contact: dates('interaction_date', 'e.g. ..-60d', 'last_contact'),
  },
  otherFilters: {
    contact_type_ids: nameIds('contact_type_ids', 'contact_type'),
    opportunity_ids: nameIds('opportunity_ids', 'opportunity', { noun: 'deal' }),
    phone_numbers: texts('phone_numbers'),
    created_date: dates('created_date'),
    country: text('country'),
    state: text('state'),
    postal_code: text('postal_code'),
    socials: texts('socials'),
    ...commonFilters,
  },
  customFields: { entity: 'person', ranges: true, option: false },
  defaultSort: 'name',
  sortKeys: sameKeys('name', 'title', 'email', 'phone', 'city', 'state', 'country', 'zip', 'socials'),
});
