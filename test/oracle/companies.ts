import type { Company } from '../../src/sandbox/sandbox.ts';
import { contactAskable, contactFacts, contactFields, placeKeys } from './contact.ts';
import { customFacts } from './custom.ts';
import { type Fact, type Ground, joined } from './facts.ts';
import { type Kind, sortedBy } from './kind.ts';

function companyFact(company: Company, ground: Ground): Fact {
  const { world } = ground;
  const contact = world.people.find(({ id }) => id === company.primary_contact_id)?.name ?? null;
  return {
    id: company.id,
    values: joined(
      contactFacts(company, ground),
      {
        domain: company.email_domain,
        contact: company.primary_contact_id,
        type: company.contact_type_id,
        'last contact': world.companyContact.get(company.id) ?? null,
        'contact name': contact,
        'type name': world.contactTypes.find(({ id }) => id === company.contact_type_id)?.name ?? null,
      },
      customFacts('company', company.custom_fields, ground),
    ),
  };
}

/** Companies: their last contact, which is also that with their people, can be asked for and is not told. */
export const companies: Kind = {
  name: 'companies',
  type: 'company',
  tool: 'search_companies',
  page: 200,
  facts: (ground) => ground.world.companies.map((company) => companyFact(company, ground)),
  fields: { ...contactFields, domain: 'text', contact: 'person', type: 'contact_type' },
  shown: ['id', 'name', 'domain', 'phone', 'city', 'owner', 'interactions'],
  askable: [
    ...contactAskable,
    { name: 'name', as: 'part', of: 'name', own: true },
    { name: 'domain', as: 'domain', of: 'domain', own: true },
    { name: 'contact_type', as: 'names', list: 'contact_type', of: 'type', own: true },
    { name: 'type', as: 'names', list: 'contact_type', of: 'type' },
    { name: 'city', as: 'whole', of: 'city', own: true },
    { name: 'country', as: 'whole', of: 'country', own: true },
    { name: 'last_contact', as: 'moments', of: 'last contact', own: true },
    { name: 'created_date', as: 'moments', of: 'created' },
    { name: 'phone_number', as: 'phone', of: 'phone' },
    { name: 'contact', as: 'record', list: 'person', of: 'contact' },
    { name: 'contact', as: 'there', of: 'contact' },
    { name: 'domain', as: 'there', of: 'domain' },
    { name: 'type', as: 'there', of: 'type' },
  ],
  sortable: [
    ...placeKeys,
    ...sortedBy(true, 'interactions', 'domain'),
    { name: 'phone', of: 'first phone', byCopper: true },
    { name: 'website', of: 'first website', byCopper: true },
    { name: 'contact', of: 'contact name', byCopper: true },
    { name: 'owner', of: 'owner name', byCopper: true },
    { name: 'type', of: 'type name', byCopper: true },
    { name: 'last_contact', of: 'last contact', byCopper: true },
  ],
  usualOrder: { of: 'name', descending: false },
};
