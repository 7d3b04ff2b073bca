import type { Party } from './activities.ts';
import { type Ground, stream } from './ground.ts';
import { USERS } from './users.ts';

/** `opportunity 2827698` → who follows it: half of the owners what they own, and Dana one record in ten. */
export function followers(ground: Ground, all: readonly Party[]): Map<string, Set<number>> {
  const random = stream(ground, 10);
  const found = new Map<string, Set<number>>();
  for (const { type, id, assignee_id } of all) {
    const set = new Set<number>();
    if (assignee_id !== null && random.chance(0.5)) set.add(assignee_id);
    if (random.chance(0.1) && USERS[0] !== undefined) set.add(USERS[0].id);
    if (set.size > 0) found.set(`${type} ${id}`, set);
  }
  return found;
}
