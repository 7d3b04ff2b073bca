import type { HandlerContext } from '../handler-context.ts';
import { shapeRecord } from '../shape.ts';
import type { Company } from '../world/records.ts';
import { customFieldFilter } from './custom-field-filter.ts';
import { contractOnly } from './filter.ts';
import { followedFilter } from './followed-filter.ts';
import { idFilter, idOrNoneFilter } from './id-filters.ts';
import { phoneFilter } from './phone-filter.ts';
import { ageFilter, dateRangeFilters, interactionFilters } from './range-filters.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { addressSortKeys, dateSortKeys, phoneSortKey, sortKey } from './sort.ts';
import { addressFilters, anyTextFilter, nameFilter, socialFilter, tagFilter } from './text-filters.ts';

/** `POST /companies/search`: filtered and sorted by a last contact that no row shows. */
export const companySearch: SandboxSearch<Company> = {
  name: 'companies',
  rows: ({ world }) => world.companies,
  filters: {
    ids: idFilter((company) => company.id),
    name: nameFilter(),
    email_domains: anyTextFilter(domains),
    phone_number: phoneFilter(),
    ...addressFilters(),
    tags: tagFilter(),
    assignee_ids: idOrNoneFilter((company) => company.assignee_id),
    contact_type_ids: idFilter((company) => company.contact_type_id),
    socials: socialFilter(),
    followed: followedFilter('company'),
    age: ageFilter(),
    ...interactionFilters(lastContact),
    ...dateRangeFilters('created_date', (company) => company.date_created),
    custom_fields: customFieldFilter('company'),
    ...contractOnly<Company>({
      email_domain: anyTextFilter(domains),
      primary_contact_ids: idFilter((company) => company.primary_contact_id),
      ...dateRangeFilters('modified_date', (company) => company.date_modified),
    }),
  },
  sorts: {
    name: sortKey((company) => company.name),
    phone: phoneSortKey(),
    contact: sortKey(contact),
    contact_first_name: sortKey((company, context) => contact(company, context)?.split(' ')[0]),
    contact_last_name: sortKey((company, context) => contact(company, context)?.split(' ').at(-1)),
    ...dateSortKeys(),
    email_domain: sortKey((company) => company.email_domain),
    ...addressSortKeys(),
    assignee: sortKey(({ assignee_id }, { index }) => assignee_id && index.userNames.get(assignee_id)),
    contact_group: sortKey(
      ({ contact_type_id }, { index }) => contact_type_id && index.contactTypeNames.get(contact_type_id),
    ),
    last_interaction: sortKey(lastContact),
    interaction_count: sortKey((company) => company.interaction_count),
    primary_website: sortKey((company) => company.websites[0]?.url),
    socials: sortKey((company) => company.socials[0]?.url, 'contract'),
  },
  defaultSort: 'date_modified',
  controls: { ...sortControls, fields: 'contract' },
  pageSize: { default: 50, max: 200 },
  shape: shapeRecord,
};

function domains({ email_domain }: Company): string[] {
  return email_domain === null ? [] : [email_domain];
}

function contact({ primary_contact_id }: Company, { index }: HandlerContext): string | null | undefined {
  return primary_contact_id === null ? null : index.personNames.get(primary_contact_id);
}

function lastContact({ id }: Company, { world }: HandlerContext): number | undefined {
  return world.companyContact.get(id);
}
