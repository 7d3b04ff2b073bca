import { asList } from '../read-value.ts';
import { shapePerson } from '../shape.ts';
import type { Person } from '../world/contact-records.ts';
import type { User } from '../world/records.ts';
import { contractOnly, createFilter, documentedOnly, type SearchFilter } from './filter.ts';
import { idFilters, readIds } from './id-filters.ts';
import { dateRangeFilters, interactionFilters } from './range-filters.ts';
import { contactFilters, contactSortKeys, socialUrls } from './record-parts.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { columnSortKeys, sortKey } from './sort.ts';
import { anyTextFilter, nameFilter, phoneFilter, textFilters } from './text-filters.ts';

/** `POST /people/search`: sorted by first name, which is missing in the contract's enum of sort keys. */
export const personSearch: SandboxSearch<Person> = {
  name: 'people',
  rows: ({ world }) => world.people,
  filters: {
    ...contactFilters('person'),
    name: nameFilter,
    emails: anyTextFilter((person) => person.emails.map((mail) => mail.email)),
    ...idFilters(['contact_type_id']),
    ...idFilters(['company_id'], true),
    opportunity_ids: opportunityFilter(),
    socials: anyTextFilter(socialUrls),
    ...interactionFilters((person) => person.date_last_contacted),
    ...documentedOnly({ phone_number: phoneFilter }),
    ...contractOnly<SearchFilter<Person>>({
      phone_numbers: phoneFilter,
      ...textFilters('title'),
      ...dateRangeFilters('modified_date', (person) => person.date_modified),
    }),
  },
  sortKeys: {
    ...contactSortKeys,
    ...documentedOnly(columnSortKeys('first_name', 'last_name')),
    ...columnSortKeys('title'),
    email: sortKey((person) => person.emails[0]?.email),
  },
  defaultSort: 'first_name',
  controls: { ...sortControls, fields: 'contract' },
  pageSize: { default: 25, max: 25 },
  shape: shapePerson,
};

/** People related to any of these deals. */
function opportunityFilter(): SearchFilter<Person> {
  return createFilter((value, name, { index }) => {
    const wanted = readIds(asList(value), name, false);
    return ({ id }) =>
      index.related('person', id).some((other) => other.type === 'opportunity' && wanted.has(other.id));
  });
}

/** `POST /users/search`: only paging, no filters. */
export const userSearch: SandboxSearch<User> = {
  name: 'users',
  rows: ({ world }) => world.users,
  pageSize: { default: 50, max: 200 },
};
