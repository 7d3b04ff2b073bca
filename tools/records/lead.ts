import { defineRecord, first, named, number, text, time } from '../../src/tool/record.ts';

/** Somebody who may become a customer; its company is plain text, not a record. */
export const lead = defineRecord({
  name: 'lead',
  plural: 'leads',
  entity: 'lead',
  fields: {
    id: number('id'),
    name: text('name'),
    title: text('title'),
    company: text('company_name'),
    email: first('email.email'),
    phone: first('phone_numbers.number'),
    status: named('status_id', 'lead_status'),
    source: named('customer_source_id', 'source'),
    owner: named('assignee_id', 'user'),
    value: number('monetary_value', 'monetary_unit'),
    currency: text('monetary_unit'),
    created: time('date_created'),
    modified: time('date_modified'),
    last_contact: time('date_last_contacted'),
    interactions: number('interaction_count'),
    city: text('address.city'),
    address: text('address'),
    socials: text('socials.url'),
    websites: text('websites.url'),
    tags: text('tags'),
    converted: time('converted_at'),
    converted_to: named('converted_opportunity_id', 'opportunity'),
    details: text('details'),
  },
  shown: ['id', 'name', 'company', 'email', 'status', 'source', 'owner', 'value', 'created'],
});
