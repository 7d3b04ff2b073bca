import { asBoolean } from '../read-value.ts';
import { shapeLead } from '../shape.ts';
import type { Lead } from '../world/contact-records.ts';
import { contractOnly } from './filter.ts';
import { idFilter, idOrNoneFilter } from './id-filters.ts';
import { dateRangeFilters, interactionFilters, rangeFilters } from './range-filters.ts';
import { contactFilters, contactSortKeys, socialUrls } from './record-parts.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { inactivitySortKey, sortKey } from './sort.ts';
import { anyTextFilter, phoneFilter, textFilter } from './text-filters.ts';

/** `POST /leads/search`: names match whole, and converted leads are hidden unless they are requested. */
export const leadSearch: SandboxSearch<Lead> = {
  name: 'leads',
  rows: ({ world }) => world.leads,
  filters: {
    ...contactFilters('lead'),
    name: textFilter((lead) => lead.name),
    emails: anyTextFilter((lead) => (lead.email === null ? [] : [lead.email.email])),
    phone_number: phoneFilter(),
    status_ids: idFilter((lead) => lead.status_id),
    customer_source_ids: idOrNoneFilter((lead) => lead.customer_source_id),
    ...rangeFilters('monetary_value', (lead) => lead.monetary_value),
    ...interactionFilters((lead) => lead.date_last_contacted),
    ...dateRangeFilters('modified_date', (lead) => lead.date_modified),
    ...contractOnly<Lead>({
      first_name: textFilter((lead) => lead.first_name),
      last_name: textFilter((lead) => lead.last_name),
      middle_name: textFilter((lead) => lead.middle_name),
      company_name: textFilter((lead) => lead.company_name),
      title: textFilter((lead) => lead.title),
      socials: anyTextFilter(socialUrls),
    }),
  },
  sortKeys: {
    ...contactSortKeys(),
    first_name: sortKey((lead) => lead.first_name, 'documented'),
    last_name: sortKey((lead) => lead.last_name, 'documented'),
    company_name: sortKey((lead) => lead.company_name),
    title: sortKey((lead) => lead.title),
    value: sortKey((lead) => lead.monetary_value),
    email: sortKey((lead) => lead.email?.email),
    inactive_days: inactivitySortKey(),
  },
  defaultSort: 'name',
  controls: { ...sortControls, include_converted_leads: 'both', fields: 'contract' },
  pageSize: { default: 25, max: 25 },
  shape: shapeLead,
  visible: (body) =>
    asBoolean(body.include_converted_leads) === true ? () => true : (lead) => lead.converted_at === null,
};
