import { asBoolean } from '../read-value.ts';
import { shapeLead } from '../shape.ts';
import type { Lead } from '../world/contact-records.ts';
import { customFieldFilter } from './custom-field-filter.ts';
import { contractOnly } from './filter.ts';
import { followedFilter } from './followed-filter.ts';
import { idFilter, idOrNoneFilter } from './id-filters.ts';
import { phoneFilter } from './phone-filter.ts';
import { ageFilter, dateRangeFilters, interactionFilters, rangeFilters } from './range-filters.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { addressSortKeys, dateSortKeys, inactivitySortKey, phoneSortKey, sortKey } from './sort.ts';
import { addressFilters, anyTextFilter, socialFilter, tagFilter, textFilter } from './text-filters.ts';

/** `POST /leads/search`: names are exact here, and converted leads hidden unless asked for. */
export const leadSearch: SandboxSearch<Lead> = {
  name: 'leads',
  rows: ({ world }) => world.leads,
  filters: {
    ids: idFilter((lead) => lead.id),
    name: textFilter((lead) => lead.name),
    emails: anyTextFilter((lead) => (lead.email === null ? [] : [lead.email.email])),
    phone_number: phoneFilter(),
    ...addressFilters(),
    tags: tagFilter(),
    assignee_ids: idOrNoneFilter((lead) => lead.assignee_id),
    status_ids: idFilter((lead) => lead.status_id),
    customer_source_ids: idOrNoneFilter((lead) => lead.customer_source_id),
    followed: followedFilter('lead'),
    age: ageFilter(),
    ...rangeFilters('monetary_value', (lead) => lead.monetary_value),
    ...interactionFilters((lead) => lead.date_last_contacted),
    ...dateRangeFilters('created_date', (lead) => lead.date_created),
    ...dateRangeFilters('modified_date', (lead) => lead.date_modified),
    custom_fields: customFieldFilter('lead'),
    ...contractOnly<Lead>({
      first_name: textFilter((lead) => lead.first_name),
      last_name: textFilter((lead) => lead.last_name),
      middle_name: textFilter((lead) => lead.middle_name),
      company_name: textFilter((lead) => lead.company_name),
      title: textFilter((lead) => lead.title),
      socials: socialFilter(),
    }),
  },
  sorts: {
    name: sortKey((lead) => lead.name),
    first_name: sortKey((lead) => lead.first_name, 'documented'),
    last_name: sortKey((lead) => lead.last_name, 'documented'),
    company_name: sortKey((lead) => lead.company_name),
    title: sortKey((lead) => lead.title),
    value: sortKey((lead) => lead.monetary_value),
    email: sortKey((lead) => lead.email?.email),
    phone: phoneSortKey(),
    ...dateSortKeys(),
    ...addressSortKeys(),
    inactive_days: inactivitySortKey(),
    socials: sortKey((lead) => lead.socials[0]?.url, 'contract'),
  },
  defaultSort: 'name',
  controls: { ...sortControls, include_converted_leads: 'both', fields: 'contract' },
  pageSize: { default: 25, max: 25 },
  shape: shapeLead,
  visible: (body) =>
    asBoolean(body.include_converted_leads) === true ? () => true : (lead) => lead.converted_at === null,
};
