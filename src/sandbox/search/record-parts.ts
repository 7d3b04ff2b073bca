import type { ContactRecord, EntityType, OwnedRecord } from '../world/records.ts';
import { customFieldFilter } from './custom-field-filter.ts';
import { contractOnly, type SearchFilters } from './filter.ts';
import { followedFilter, idFilters } from './id-filters.ts';
import { ageFilter, dateRangeFilters } from './range-filters.ts';
import { columnSortKeys, type SortKey, type SortKeys, sortKey } from './sort.ts';
import { tagFilter, textFilter } from './text-filters.ts';

/** The filters that leads, people, companies and deals have in common. */
export function ownedRecordFilters(type: EntityType): SearchFilters<OwnedRecord> {
  return {
    ...idFilters(['id']),
    tags: tagFilter,
    ...idFilters(['assignee_id'], true),
    followed: followedFilter(type),
    custom_fields: customFieldFilter(type),
    ...dateRangeFilters<OwnedRecord>('created_date', (row) => row.date_created),
  };
}

/** The filters that leads, people and companies have in common. */
export function contactFilters(type: EntityType): SearchFilters<ContactRecord> {
  return {
    ...ownedRecordFilters(type),
    city: textFilter((row) => row.address?.city),
    state: textFilter((row) => row.address?.state),
    postal_code: textFilter((row) => row.address?.postal_code),
    country: textFilter((row) => row.address?.country),
    age: ageFilter,
  };
}

/** The sort keys that leads, people and companies have in common. */
export const contactSortKeys: SortKeys<ContactRecord> = {
  ...columnSortKeys('name', 'date_created', 'date_modified'),
  phone: sortKey((row) => row.phone_numbers[0]?.number),
  city: sortKey((row) => row.address?.city),
  state: sortKey((row) => row.address?.state),
  country: sortKey((row) => row.address?.country),
  zip: sortKey((row) => row.address?.postal_code),
  ...contractOnly<SortKey<ContactRecord>>({ socials: sortKey((row) => row.socials[0]?.url) }),
};

/** The addresses of a record's social profiles. */
export function socialUrls({ socials }: Pick<ContactRecord, 'socials'>): string[] {
  return socials.map((profile) => profile.url);
}
