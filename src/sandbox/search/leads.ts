import { asBoolean } from '../read-value.ts';
import { shapeLead } from '../shape.ts';
import type { Lead } from '../world/contact-records.ts';
import { contractOnly, documentedOnly, type SearchFilter } from './filter.ts';
import { idFilters } from './id-filters.ts';
import { dateRangeFilters, interactionFilters, rangeFilters } from './range-filters.ts';
import { contactFilters, contactSortKeys, socialUrls } from './record-parts.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { columnSortKeys, inactivitySortKey, sortKey } from './sort.ts';
import { anyTextFilter, phoneFilter, textFilters } from './text-filters.ts';

/** `POST /leads/search`: names match whole, and converted leads are hidden unless they are requested. */
export const leadSearch: SandboxSearch<Lead> = {
  name: 'leads',
  rows: ({ world }) => world.leads,
  filters: {
    ...contactFilters('lead'),
    ...textFilters('name'),
    emails: anyTextFilter((lead) => (lead.email === null ? [] : [lead.email.email])),
    phone_number: phoneFilter,
    ...idFilters(['status_id']),
    ...idFilters(['customer_source_id'], true),
    ...rangeFilters('monetary_value', (lead) => lead.monetary_value),
    ...interactionFilters((lead) => lead.date_last_contacted),
    ...dateRangeFilters('modified_date', (lead) => lead.date_modified),
    ...contractOnly<SearchFilter<Lead>>({
      ...textFilters('first_name', 'last_name', 'middle_name', 'company_name', 'title'),
      socials: anyTextFilter(socialUrls),
    }),
  },
  sortKeys: {
    ...contactSortKeys,
    ...documentedOnly(columnSortKeys('first_name', 'last_name')),
    ...columnSortKeys('company_name', 'title'),
    value: sortKey((lead) => lead.monetary_value),
    email: sortKey((lead) => lead.email?.email),
    inactive_days: inactivitySortKey,
  },
  defaultSort: 'name',
  controls: { ...sortControls, include_converted_leads: 'both', fields: 'contract' },
  pageSize: { default: 25, max: 25 },
  shape: shapeLead,
  visible: (body) =>
    asBoolean(body.include_converted_leads) === true ? () => true : (lead) => lead.converted_at === null,
};
