import { nameIds, owner, tags } from './inputs/names.ts';
import { dates, numbers } from './inputs/ranges.ts';
import { defineSearch } from './inputs/search.ts';
import { emails, followed, ids, partOfName, text, texts, wholeNumber } from './inputs/values.ts';
import { personRecord } from './records/person.ts';

export const searchPeople = defineSearch({
  operation: 'searchPeople',
  title: 'Search people',
  description: 'Find or count contacts. For one known e-mail use {get_person_by_email}.',
  record: personRecord,
  pageCap: 25,
  projects: true,
  inputs: {
    name: partOfName('name'),
    company: nameIds('company_ids', 'company', { orNone: true }),
    owner,
    emails: emails('emails'),
    title: text('title'),
    city: text('city'),
    tags,
    last_contact: dates('interaction_date', 'e.g. ..-60d'),
  },
  more: {
    contact_type_ids: nameIds('contact_type_ids', 'contact_type'),
    opportunity_ids: nameIds('opportunity_ids', 'opportunity'),
    phone_numbers: texts('phone_numbers'),
    created_date: dates('created_date'),
    country: text('country'),
    ids,
    state: text('state'),
    postal_code: text('postal_code'),
    socials: texts('socials'),
    followed,
    age: wholeNumber('age'),
    interaction_count: numbers('interaction_count', { whole: true }),
    modified_date: dates('modified_date'),
  },
  customFields: { entity: 'person', ranges: true, option: false },
  defaultSort: 'name',
  sortKeys: {
    name: 'name',
    title: 'title',
    email: 'email',
    phone: 'phone',
    city: 'city',
    state: 'state',
    country: 'country',
    zip: 'zip',
    socials: 'socials',
    created: 'date_created',
    modified: 'date_modified',
  },
});
