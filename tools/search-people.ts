import { followed } from './inputs/choices.ts';
import { ids, nameIds, owner } from './inputs/name-ids.ts';
import { dates, numbers, wholeNumber } from './inputs/ranges.ts';
import { defineSearch } from './inputs/search.ts';
import { emails, partOfName, tags, text, texts } from './inputs/words.ts';
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
    owner: owner(),
    emails: emails('emails'),
    title: text('title'),
    city: text('city'),
    tags: tags(),
    last_contact: dates('interaction_date', 'e.g. ..-60d'),
  },
  more: {
    contact_type_ids: nameIds('contact_type_ids', 'contact_type'),
    opportunity_ids: nameIds('opportunity_ids', 'opportunity'),
    phone_numbers: texts('phone_numbers'),
    created_date: dates('created_date'),
    country: text('country'),
    ids: ids(),
    state: text('state'),
    postal_code: text('postal_code'),
    socials: texts('socials'),
    followed: followed(),
    age: wholeNumber('age'),
    interaction_count: numbers('interaction_count', { whole: true }),
    modified_date: dates('modified_date'),
  },
  customFields: { entity: 'person', ranges: true, option: false },
  usualSort: 'name',
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
