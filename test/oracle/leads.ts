import type { Lead } from '../../src/sandbox/sandbox.ts';
import { contactAskable, contactFacts, contactFields, placeKeys } from './contact.ts';
import { customFacts } from './custom.ts';
import { type Fact, type Ground, joined } from './facts.ts';
import { type Kind, sortedBy } from './kind.ts';

function leadFact(lead: Lead, ground: Ground): Fact {
  return {
    id: lead.id,
    values: joined(
      contactFacts(lead, ground),
      {
        title: lead.title,
        company: lead.company_name,
        email: lead.email === null ? [] : [lead.email.email],
        'first email': lead.email?.email ?? null,
        first_name: lead.first_name,
        last_name: lead.last_name,
        status: lead.status_id,
        source: lead.customer_source_id,
        value: lead.monetary_value,
        currency: lead.monetary_unit,
        last_contact: lead.date_last_contacted,
        converted: lead.converted_at,
        converted_to: lead.converted_opportunity_id,
        'converted value': lead.converted_value,
        'converted currency': lead.converted_unit,
      },
      customFacts('lead', lead.custom_fields, ground),
    ),
  };
}

/** Leads; those that were converted are found only where they are asked for. */
export const leads: Kind = {
  name: 'leads',
  type: 'lead',
  tool: 'search_leads',
  page: 25,
  facts: (ground) => ground.world.leads.map((lead) => leadFact(lead, ground)),
  fields: {
    ...contactFields,
    title: 'text',
    company: 'text',
    email: 'first',
    status: 'lead_status',
    source: 'source',
    value: 'money',
    currency: 'text',
    last_contact: 'time',
    converted: 'time',
    converted_to: 'opportunity',
  },
  shown: ['id', 'name', 'company', 'email', 'status', 'source', 'owner', 'value', 'created'],
  askable: [
    ...contactAskable,
    { name: 'name', as: 'whole', of: 'name', own: true },
    { name: 'company', as: 'whole', of: 'company', own: true },
    { name: 'email', as: 'email', of: 'email', own: true },
    { name: 'status', as: 'names', list: 'lead_status', of: 'status', own: true },
    { name: 'source', as: 'names', list: 'source', of: 'source', own: true, orNone: true },
    { name: 'value', as: 'numbers', of: 'value', own: true },
    { name: 'created', as: 'moments', of: 'created', own: true },
    { name: 'last_contact', as: 'moments', of: 'last_contact' },
    { name: 'phone_number', as: 'phone', of: 'phone' },
    { name: 'city', as: 'whole', of: 'city' },
    { name: 'country', as: 'whole', of: 'country' },
    { name: 'first_name', as: 'whole', of: 'first_name' },
    { name: 'last_name', as: 'whole', of: 'last_name' },
    { name: 'title', as: 'whole', of: 'title' },
    { name: 'last_contact', as: 'there', of: 'last_contact' },
    { name: 'email', as: 'there', of: 'email' },
    { name: 'value', as: 'there', of: 'value' },
    { name: 'company', as: 'there', of: 'company' },
  ],
  sortable: [
    ...placeKeys,
    ...sortedBy(true, 'title', 'value', 'company'),
    { name: 'email', of: 'first email', byCopper: true },
    { name: 'phone', of: 'first phone', byCopper: true },
    ...sortedBy(false, 'last_contact', 'interactions'),
  ],
  usualOrder: { of: 'name', descending: false },
};
