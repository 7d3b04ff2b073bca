import {
  contactField,
  defineRecord,
  nameField,
  numberField,
  textField,
  timeField,
} from '../../src/tool/record.ts';
import { convertedLead } from './converted-lead.ts';

/** A contact, usually someone who works at a company. */
export const personRecord = defineRecord({
  name: 'person',
  plural: 'people',
  entity: 'person',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    title: textField('title'),
    company: textField('company_name'),
    company_id: numberField('company_id'),
    email: contactField('emails.email'),
    phone: contactField('phone_numbers.number'),
    owner: nameField('assignee_id', 'user'),
    type: nameField('contact_type_id', 'contact_type'),
    last_contact: timeField('date_last_contacted'),
    interactions: numberField('interaction_count'),
    city: textField('address.city'),
    address: textField('address'),
    socials: textField('socials.url'),
    websites: textField('websites.url'),
    tags: textField('tags'),
    created: timeField('date_created'),
    modified: timeField('date_modified'),
    lead: convertedLead,
    lead_created: timeField('date_lead_created'),
    details: textField('details'),
  },
  raw: ['prefix', 'first_name', 'middle_name', 'last_name', 'suffix'],
  shown: ['id', 'name', 'title', 'company', 'email', 'phone', 'owner', 'last_contact'],
});
