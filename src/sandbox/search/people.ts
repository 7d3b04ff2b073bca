import { asList } from '../read-value.ts';
import { shapePerson } from '../shape.ts';
import type { Person } from '../world/contact-records.ts';
import { customFieldFilter } from './custom-field-filter.ts';
import { contractOnly, createFilter, documentedOnly, type SearchFilter } from './filter.ts';
import { followedFilter } from './followed-filter.ts';
import { idFilter, idOrNoneFilter, readIds } from './id-filters.ts';
import { phoneFilter } from './phone-filter.ts';
import { ageFilter, dateRangeFilters, interactionFilters } from './range-filters.ts';
import { type SandboxSearch, sortControls } from './search.ts';
import { addressSortKeys, dateSortKeys, phoneSortKey, sortKey } from './sort.ts';
import {
  addressFilters,
  anyTextFilter,
  nameFilter,
  socialFilter,
  tagFilter,
  textFilter,
} from './text-filters.ts';

/** `POST /people/search`: sorted by first name, which the contract's own enum leaves out. */
export const personSearch: SandboxSearch<Person> = {
  name: 'people',
  rows: ({ world }) => world.people,
  filters: {
    ids: idFilter((person) => person.id),
    name: nameFilter(),
    emails: anyTextFilter((person) => person.emails.map((mail) => mail.email)),
    ...addressFilters(),
    tags: tagFilter(),
    assignee_ids: idOrNoneFilter((person) => person.assignee_id),
    contact_type_ids: idFilter((person) => person.contact_type_id),
    company_ids: idOrNoneFilter((person) => person.company_id),
    opportunity_ids: opportunityFilter(),
    socials: socialFilter(),
    followed: followedFilter('person'),
    age: ageFilter(),
    ...interactionFilters((person) => person.date_last_contacted),
    ...dateRangeFilters('created_date', (person) => person.date_created),
    custom_fields: customFieldFilter('person'),
    ...documentedOnly<Person>({ phone_number: phoneFilter() }),
    ...contractOnly<Person>({
      phone_numbers: phoneFilter(),
      title: textFilter((person) => person.title),
      ...dateRangeFilters('modified_date', (person) => person.date_modified),
    }),
  },
  sorts: {
    name: sortKey((person) => person.name),
    first_name: sortKey((person) => person.first_name, 'documented'),
    last_name: sortKey((person) => person.last_name, 'documented'),
    title: sortKey((person) => person.title),
    email: sortKey((person) => person.emails[0]?.email),
    phone: phoneSortKey(),
    ...dateSortKeys(),
    ...addressSortKeys(),
    socials: sortKey((person) => person.socials[0]?.url, 'contract'),
  },
  defaultSort: 'first_name',
  controls: { ...sortControls, fields: 'contract' },
  pageSize: { default: 25, max: 25 },
  shape: shapePerson,
};

/** People connected with any of these deals. */
function opportunityFilter(): SearchFilter<Person> {
  return createFilter((value, name, { index }) => {
    const wanted = readIds(asList(value), name, false);
    return ({ id }) =>
      index.related('person', id).some((other) => other.type === 'opportunity' && wanted.has(other.id));
  });
}
