import type { Person } from '../../src/sandbox/sandbox.ts';
import { contactAskable, contactFacts, contactFields, placeKeys, withKind } from './contact.ts';
import { customFacts } from './custom.ts';
import { type Fact, type Ground, joined } from './facts.ts';
import { type Kind, sortedBy } from './kind.ts';

function personFact(person: Person, ground: Ground): Fact {
  return {
    id: person.id,
    values: joined(
      contactFacts(person, ground),
      {
        title: person.title,
        company: person.company_name,
        company_id: person.company_id,
        email: person.emails.map(({ email }) => email),
        'email with kinds': person.emails.map(({ email, category }) => withKind(email, category)),
        'first email': person.emails[0]?.email ?? null,
        type: person.contact_type_id,
        last_contact: person.date_last_contacted,
        lead: person.leads_converted_from.map(({ lead_id }) => String(lead_id)),
        lead_created: person.date_lead_created,
      },
      customFacts('person', person.custom_fields, ground),
    ),
  };
}

/** Contacts. */
export const people: Kind = {
  name: 'people',
  type: 'person',
  tool: 'search_people',
  page: 25,
  facts: (ground) => ground.world.people.map((person) => personFact(person, ground)),
  fields: {
    ...contactFields,
    title: 'text',
    company: 'text',
    company_id: 'number',
    email: 'first',
    type: 'contact_type',
    last_contact: 'time',
    lead: 'first',
    lead_created: 'time',
  },
  shown: ['id', 'name', 'title', 'company', 'email', 'phone', 'owner', 'last_contact'],
  askable: [
    ...contactAskable,
    { name: 'name', as: 'part', of: 'name', own: true },
    { name: 'company', as: 'company', of: 'company_id', own: true, orNone: true },
    { name: 'emails', as: 'email', of: 'email', own: true },
    { name: 'title', as: 'whole', of: 'title', own: true },
    { name: 'city', as: 'whole', of: 'city', own: true },
    { name: 'last_contact', as: 'moments', of: 'last_contact', own: true },
    { name: 'type', as: 'names', list: 'contact_type', of: 'type' },
    { name: 'contact_type_ids', as: 'names', list: 'contact_type', of: 'type' },
    { name: 'opportunity_ids', as: 'deals of', of: 'id', slot: 'deals' },
    { name: 'phone_numbers', as: 'phone', of: 'phone' },
    { name: 'created', as: 'moments', of: 'created' },
    { name: 'country', as: 'whole', of: 'country' },
    { name: 'last_contact', as: 'there', of: 'last_contact' },
    { name: 'email', as: 'there', of: 'email' },
    { name: 'title', as: 'there', of: 'title' },
    { name: 'company', as: 'there', of: 'company_id' },
    { name: 'lead_created', as: 'moments', of: 'lead_created' },
  ],
  sortable: [
    ...placeKeys,
    ...sortedBy(true, 'title'),
    { name: 'email', of: 'first email', byCopper: true },
    { name: 'phone', of: 'first phone', byCopper: true },
    ...sortedBy(false, 'last_contact', 'interactions', 'lead_created'),
  ],
  usualOrder: { of: 'name', descending: false },
};
