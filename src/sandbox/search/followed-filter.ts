import { asInteger } from '../read-value.ts';
import type { EntityType } from '../world/records.ts';
import { createFilter, invalidValue, type SearchFilter } from './filter.ts';

/** 1: followed by the key's owner; 2: not followed. */
export function followedFilter<T extends { id: number }>(type: EntityType): SearchFilter<T> {
  return createFilter((value, name, { world, user }) => {
    const wish = asInteger(value);
    if (wish !== 1 && wish !== 2) throw invalidValue(name, value);
    return (row) => (world.followers.get(`${type} ${row.id}`)?.has(user.id) ?? false) === (wish === 1);
  });
}
