import type { World } from './world/world.ts';
import { indexWorld, type WorldIndex } from './world-index.ts';

/** What other users do to records of a page that was just read. */
export type ChurnKind = 'move' | 'add' | 'remove';

/** The account at one moment. */
export interface AccountState {
  readonly world: World;
  readonly index: WorldIndex;
  /** By name of a list: ids of the records that moved to the end of its order, in that order. */
  readonly moved: ReadonlyMap<string, ReadonlySet<number>>;
}

interface ChurnedRow {
  id: number;
  date_created: number;
  date_modified: number;
}

/**
 * The account after other users edited, copied or removed the records with these ids; `now` is in Unix seconds.
 *
 * `move`: an edit, as if of the sorted field; only the record's position and modification date change.
 * `add`: a copy with a new id, created now. `remove`: the record is deleted. Lists of other names never change.
 */
export function applyChurn(
  state: AccountState,
  list: string,
  kind: ChurnKind,
  ids: ReadonlySet<number>,
  now: number,
): AccountState {
  const { world, moved } = state;
  const change = <T extends ChurnedRow>(rows: readonly T[], adapt: (row: T) => T = (row) => row): T[] => {
    if (kind === 'remove') return rows.filter((row) => !ids.has(row.id));
    if (kind === 'move') return rows.map((row) => (ids.has(row.id) ? { ...row, date_modified: now } : row));
    let id = rows.reduce((max, row) => Math.max(max, row.id), 0);
    const copied = rows.filter((row) => ids.has(row.id));
    const copies = copied.map((row) => {
      id += 1;
      return { ...adapt(row), id, date_created: now, date_modified: now };
    });
    return [...copies, ...rows];
  };
  const lists: Readonly<Record<string, () => Partial<World>>> = {
    leads: () => ({ leads: change(world.leads) }),
    people: () => ({ people: change(world.people, (person) => ({ ...person, emails: [] })) }),
    companies: () => ({ companies: change(world.companies, (one) => ({ ...one, email_domain: null })) }),
    opportunities: () => ({ opportunities: change(world.opportunities) }),
    tasks: () => ({ tasks: change(world.tasks) }),
    activities: () => ({ activities: change(world.activities, (one) => ({ ...one, activity_date: now })) }),
  };
  const changed = lists[list];
  if (changed === undefined) return state;
  const later: World = { ...world, ...changed() };
  const last = [...(moved.get(list) ?? [])].filter((id) => !ids.has(id));
  return {
    world: later,
    index: indexWorld(later),
    moved: kind === 'move' ? new Map([...moved, [list, new Set([...last, ...ids])]]) : moved,
  };
}
