import {
  contactField,
  defineRecord,
  nameField,
  numberField,
  textField,
  timeField,
} from '../../src/tool/record.ts';

/** A company. Copper returns no date of last contact for it; its people and activities have one. */
export const companyRecord = defineRecord({
  name: 'company',
  plural: 'companies',
  entity: 'company',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    domain: textField('email_domain'),
    phone: contactField('phone_numbers.number'),
    city: textField('address.city'),
    owner: nameField('assignee_id', 'user'),
    interactions: numberField('interaction_count'),
    contact: nameField('primary_contact_id', 'person'),
    type: nameField('contact_type_id', 'contact_type'),
    address: textField('address'),
    socials: textField('socials.url'),
    websites: textField('websites.url'),
    tags: textField('tags'),
    created: timeField('date_created'),
    modified: timeField('date_modified'),
    details: textField('details'),
  },
  scanned: [
    'assignee_id',
    'contact_type_id',
    'address',
    'tags',
    'interaction_count',
    'date_created',
    'date_modified',
  ],
  shown: ['id', 'name', 'domain', 'phone', 'city', 'owner', 'interactions'],
});
