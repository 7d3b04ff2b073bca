import { defineRecord, first, named, number, text, time } from '../../src/tool/record.ts';

/** A company. Its records carry no date of last contact; its people and activities do. */
export const company = defineRecord({
  name: 'company',
  plural: 'companies',
  entity: 'company',
  fields: {
    id: number('id'),
    name: text('name'),
    domain: text('email_domain'),
    phone: first('phone_numbers.number'),
    city: text('address.city'),
    owner: named('assignee_id', 'user'),
    interactions: number('interaction_count'),
    contact: named('primary_contact_id', 'person'),
    type: named('contact_type_id', 'contact_type'),
    address: text('address'),
    socials: text('socials.url'),
    websites: text('websites.url'),
    tags: text('tags'),
    created: time('date_created'),
    modified: time('date_modified'),
    details: text('details'),
  },
  shown: ['id', 'name', 'domain', 'phone', 'city', 'owner', 'interactions'],
});
