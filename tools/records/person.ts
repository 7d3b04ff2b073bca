import { defineRecord, first, named, number, text, time } from '../../src/tool/record.ts';

/** A contact: somebody who works somewhere and can be reached. */
export const person = defineRecord({
  name: 'person',
  plural: 'people',
  entity: 'person',
  fields: {
    id: number('id'),
    name: text('name'),
    title: text('title'),
    company: text('company_name'),
    company_id: number('company_id'),
    email: first('emails.email'),
    phone: first('phone_numbers.number'),
    owner: named('assignee_id', 'user'),
    type: named('contact_type_id', 'contact_type'),
    last_contact: time('date_last_contacted'),
    interactions: number('interaction_count'),
    city: text('address.city'),
    address: text('address'),
    socials: text('socials.url'),
    websites: text('websites.url'),
    tags: text('tags'),
    created: time('date_created'),
    modified: time('date_modified'),
    lead: first('leads_converted_from.lead_id'),
    lead_created: time('date_lead_created'),
    details: text('details'),
  },
  raw: ['prefix', 'first_name', 'middle_name', 'last_name', 'suffix'],
  shown: ['id', 'name', 'title', 'company', 'email', 'phone', 'owner', 'last_contact'],
});
