import type { ContactRecord, EntityType, OwnedRecord } from '../world/records.ts';
import { customFieldFilter } from './custom-field-filter.ts';
import type { SearchFilters } from './filter.ts';
import { followedFilter, idFilter, idOrNoneFilter } from './id-filters.ts';
import { ageFilter, dateRangeFilters } from './range-filters.ts';
import { dateSortKeys, type SortKeys, sortKey } from './sort.ts';
import { tagFilter, textFilter } from './text-filters.ts';

/** The filters that leads, people, companies and deals have in common. */
export function ownedRecordFilters<T extends OwnedRecord>(type: EntityType): SearchFilters<T> {
  return {
    ids: idFilter<T>((row) => row.id),
    tags: tagFilter<T>(),
    assignee_ids: idOrNoneFilter<T>((row) => row.assignee_id),
    followed: followedFilter<T>(type),
    custom_fields: customFieldFilter<T>(type),
    ...dateRangeFilters<T>('created_date', (row) => row.date_created),
  };
}

/** The filters that leads, people and companies have in common. */
export function contactFilters<T extends ContactRecord>(type: EntityType): SearchFilters<T> {
  return {
    ...ownedRecordFilters<T>(type),
    city: textFilter<T>((row) => row.address?.city),
    state: textFilter<T>((row) => row.address?.state),
    postal_code: textFilter<T>((row) => row.address?.postal_code),
    country: textFilter<T>((row) => row.address?.country),
    age: ageFilter<T>(),
  };
}

/** The sort keys that leads, people and companies have in common. */
export function contactSortKeys<T extends ContactRecord>(): SortKeys<T> {
  return {
    name: sortKey<T>((row) => row.name),
    phone: sortKey<T>((row) => row.phone_numbers[0]?.number),
    ...dateSortKeys<T>(),
    city: sortKey<T>((row) => row.address?.city),
    state: sortKey<T>((row) => row.address?.state),
    country: sortKey<T>((row) => row.address?.country),
    zip: sortKey<T>((row) => row.address?.postal_code),
    socials: sortKey<T>((row) => row.socials[0]?.url, 'contract'),
  };
}

/** The addresses of a record's social profiles. */
export function socialUrls({ socials }: Pick<ContactRecord, 'socials'>): string[] {
  return socials.map((profile) => profile.url);
}
