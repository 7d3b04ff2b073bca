import { isObject, type JsonObject, type JsonValue } from '../../src/tool/json.ts';
import {
  contactField,
  defineRecord,
  derivedField,
  type Field,
  nameField,
  numberField,
  textField,
  timeField,
} from '../../src/tool/record.ts';

/** A status that the account has no more is shown as the lead itself spells it. */
const leadStatus: Field = {
  ...nameField('status_id', 'lead_status'),
  sourceFields: ['status_id', 'status'],
  fallbackText: ({ status }) => status,
};

/** Someone who may become a customer; the company is plain text, not a record. */
export const leadRecord = defineRecord({
  name: 'lead',
  plural: 'leads',
  entity: 'lead',
  fields: {
    id: numberField('id'),
    name: textField('name'),
    title: textField('title'),
    company: textField('company_name'),
    email: contactField('email.email'),
    phone: contactField('phone_numbers.number'),
    status: leadStatus,
    source: nameField('customer_source_id', 'source'),
    owner: nameField('assignee_id', 'user'),
    value: numberField('monetary_value', 'monetary_unit'),
    currency: textField('monetary_unit'),
    created: timeField('date_created'),
    modified: timeField('date_modified'),
    last_contact: timeField('date_last_contacted'),
    interactions: numberField('interaction_count'),
    city: textField('address.city'),
    address: textField('address'),
    socials: textField('socials.url'),
    websites: textField('websites.url'),
    tags: textField('tags'),
    converted: timeField('converted_at'),
    converted_to: nameField('converted_opportunity_id', 'opportunity'),
    details: textField('details'),
  },
  unlistedFields: ['prefix', 'first_name', 'middle_name', 'last_name', 'suffix', 'converted_contact_id'],
  scanned: [
    'company_name',
    'status_id',
    'status',
    'customer_source_id',
    'assignee_id',
    'monetary_value',
    'monetary_unit',
    'converted_value',
    'converted_unit',
    'address',
    'tags',
    'interaction_count',
    'date_last_contacted',
    'date_created',
    'date_modified',
  ],
  shown: ['id', 'name', 'company', 'email', 'status', 'source', 'owner', 'value', 'created'],
});

/** The id of a lead that a record came from: `{lead_id}` in recorded replies, the id itself in the contract. */
const leadId = (lead: JsonValue): JsonValue => (isObject(lead) ? (lead.lead_id ?? null) : lead);

const leadsOf = ({ leads_converted_from: leads }: JsonObject) =>
  Array.isArray(leads) ? leads.map(leadId) : undefined;

/** The leads that a record came from. */
export const convertedLead: Field = derivedField(['leads_converted_from'], leadsOf, { allValues: leadsOf });
