import type { Scene } from '../scene.ts';
import { shapeRecord } from '../shape.ts';
import type { Company } from '../world/records.ts';
import { customFields } from './custom-field-filter.ts';
import { inContract } from './filter.ts';
import { followed } from './followed-filter.ts';
import { ids, idsOrNone } from './id-filters.ts';
import { phone } from './phone-filter.ts';
import { age, betweenDates, interactions } from './range-filters.ts';
import { type Search, SORTABLE } from './search.ts';
import { by, byDates, byPhone, byPlace } from './sort.ts';
import { anyText, named, place, socialProfiles, tagged } from './text-filters.ts';

/** `POST /companies/search`: filtered and sorted by a last contact that no row shows. */
export const COMPANIES: Search<Company> = {
  name: 'companies',
  rows: ({ world }) => world.companies,
  filters: {
    ids: ids((company) => company.id),
    name: named(),
    email_domains: anyText(domains),
    phone_number: phone(),
    ...place(),
    tags: tagged(),
    assignee_ids: idsOrNone((company) => company.assignee_id),
    contact_type_ids: ids((company) => company.contact_type_id),
    socials: socialProfiles(),
    followed: followed('company'),
    age: age(),
    ...interactions(lastContact),
    ...betweenDates('created_date', (company) => company.date_created),
    custom_fields: customFields('company'),
    ...inContract<Company>({
      email_domain: anyText(domains),
      primary_contact_ids: ids((company) => company.primary_contact_id),
      ...betweenDates('modified_date', (company) => company.date_modified),
    }),
  },
  sorts: {
    name: by((company) => company.name),
    phone: byPhone(),
    contact: by(contact),
    contact_first_name: by((company, scene) => contact(company, scene)?.split(' ')[0]),
    contact_last_name: by((company, scene) => contact(company, scene)?.split(' ').at(-1)),
    ...byDates(),
    email_domain: by((company) => company.email_domain),
    ...byPlace(),
    assignee: by(({ assignee_id }, { index }) => assignee_id && index.userNames.get(assignee_id)),
    contact_group: by(
      ({ contact_type_id }, { index }) => contact_type_id && index.contactTypeNames.get(contact_type_id),
    ),
    last_interaction: by(lastContact),
    interaction_count: by((company) => company.interaction_count),
    primary_website: by((company) => company.websites[0]?.url),
    socials: by((company) => company.socials[0]?.url, 'contract'),
  },
  usualSort: 'date_modified',
  controls: { ...SORTABLE, fields: 'contract' },
  size: { usual: 50, most: 200 },
  shape: shapeRecord,
};

function domains({ email_domain }: Company): string[] {
  return email_domain === null ? [] : [email_domain];
}

function contact({ primary_contact_id }: Company, { index }: Scene): string | null | undefined {
  return primary_contact_id === null ? null : index.personNames.get(primary_contact_id);
}

function lastContact({ id }: Company, { world }: Scene): number | undefined {
  return world.companyContact.get(id);
}
