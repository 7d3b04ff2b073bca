import type { HandlerContext } from '../handler-context.ts';
import { shapeRecord } from '../shape.ts';
import type { Company } from '../world/records.ts';
import { contractOnly, type SearchFilter } from './filter.ts';
import { idFilters } from './id-filters.ts';
import { dateRangeFilters, interactionFilters } from './range-filters.ts';
import { contactFilters, contactSortKeys, socialUrls } from './record-parts.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { columnSortKeys, sortKey } from './sort.ts';
import { anyTextFilter, nameFilter, phoneFilter } from './text-filters.ts';

/** `POST /companies/search`: can filter and sort by the last contact, although no row has that date. */
export const companySearch: SandboxSearch<Company> = {
  name: 'companies',
  rows: ({ world }) => world.companies,
  filters: {
    ...contactFilters('company'),
    name: nameFilter,
    email_domains: anyTextFilter(domains),
    phone_number: phoneFilter,
    ...idFilters(['contact_type_id']),
    socials: anyTextFilter(socialUrls),
    ...interactionFilters(lastContact),
    ...contractOnly<SearchFilter<Company>>({
      email_domain: anyTextFilter(domains),
      ...idFilters(['primary_contact_id']),
      ...dateRangeFilters('modified_date', (company) => company.date_modified),
    }),
  },
  sortKeys: {
    ...contactSortKeys,
    ...columnSortKeys('email_domain', 'interaction_count'),
    contact: sortKey(contact),
    contact_first_name: sortKey((company, context) => contact(company, context)?.split(' ')[0]),
    contact_last_name: sortKey((company, context) => contact(company, context)?.split(' ').at(-1)),
    assignee: sortKey(({ assignee_id }, { index }) => index.user(assignee_id)?.name),
    contact_group: sortKey(({ contact_type_id }, { index }) => index.contactType(contact_type_id)?.name),
    last_interaction: sortKey(lastContact),
    primary_website: sortKey((company) => company.websites[0]?.url),
  },
  defaultSort: 'date_modified',
  controls: { ...sortControls, fields: 'contract' },
  pageSize: { default: 50, max: 200 },
  shape: shapeRecord,
};

function domains({ email_domain }: Company): string[] {
  return email_domain === null ? [] : [email_domain];
}

function contact({ primary_contact_id }: Company, { index }: HandlerContext): string | undefined {
  return index.person(primary_contact_id)?.name;
}

function lastContact({ id }: Company, { world }: HandlerContext): number | undefined {
  return world.companyContact.get(id);
}
