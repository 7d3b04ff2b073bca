import { asInteger } from '../read-value.ts';
import type { EntityType } from '../world/records.ts';
import { badValue, type Filter, filter } from './filter.ts';

/** 1: followed by the key's owner; 2: not followed. */
export function followed<T extends { id: number }>(type: EntityType): Filter<T> {
  return filter((value, name, { world, user }) => {
    const wish = asInteger(value);
    if (wish !== 1 && wish !== 2) throw badValue(name, value);
    return (row) => (world.followers.get(`${type} ${row.id}`)?.has(user.id) ?? false) === (wish === 1);
  });
}
