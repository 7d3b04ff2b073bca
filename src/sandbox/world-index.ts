import { createZoneCalendar, type ZoneCalendar } from './world/calendar.ts';
import type { Person } from './world/contact-records.ts';
import type { Opportunity } from './world/deal-record.ts';
import {
  type Activity,
  type EntityReference,
  type EntityType,
  entityPlurals,
  entityTypes,
  type Named,
  recordKey,
} from './world/records.ts';
import type { CustomFieldDefinition } from './world/settings-records.ts';
import type { World } from './world/world.ts';

/** Finds a row by its id; undefined for null and for ids that no row has. */
type Lookup<T> = (id: number | null | undefined) => T | undefined;

/** Row positions that are computed once per key. */
export type PositionCache = (key: string, compute: () => readonly number[]) => readonly number[];

/** Look-ups over an account that would be slow to repeat; each is built when it is first needed. */
export interface WorldIndex {
  readonly calendar: ZoneCalendar;
  readonly customField: Lookup<CustomFieldDefinition>;
  readonly user: Lookup<Named>;
  readonly customerSource: Lookup<Named>;
  readonly contactType: Lookup<Named>;
  readonly person: Lookup<Person>;
  readonly opportunity: Lookup<Opportunity>;
  /** The position of a stage among the stages of all pipelines. */
  stagePosition(id: number): number;
  /** Everything related to a record. */
  related(type: EntityType, id: number): readonly EntityReference[];
  /** Whether a record of this type and id exists. */
  has(type: EntityType, id: number): boolean;
  /** The activities of a record, newest first; those of a company include those of its people. */
  activitiesOf(type: EntityType, id: number): readonly Activity[];
  /** The positions of all rows of a list in a sort order, by list and order. */
  readonly sorted: PositionCache;
  /** The positions of the rows that a search found, by search; keeps the last eight, so that pages are cut from one result. */
  readonly results: PositionCache;
}

/** The index of an account as it is now; a changed account needs another one. */
export function indexWorld(world: World): WorldIndex {
  const byType = new Map<EntityType, Lookup<{ id: number }>>();
  for (const plural of entityPlurals)
    byType.set(
      entityTypes[plural],
      createLookup<{ id: number }>(() => world[plural]),
    );
  const person = createLookup(() => world.people);
  const stages = once(() => world.pipelines.flatMap((pipeline) => pipeline.stages.map(({ id }) => id)));
  const related = once(() => relations(world));
  const activities = once(() => activitiesByRecord(world.activities, person));
  return {
    calendar: createZoneCalendar(world.timeZone),
    customField: createLookup(() => world.customFields),
    user: createLookup(() => world.users),
    customerSource: createLookup(() => world.customerSources),
    contactType: createLookup(() => world.contactTypes),
    person,
    opportunity: createLookup(() => world.opportunities),
    stagePosition: (id) => stages().indexOf(id),
    related: (type, id) => related().get(recordKey(type, id)) ?? [],
    has: (type, id) => byType.get(type)?.(id) !== undefined,
    activitiesOf: (type, id) => activities().get(recordKey(type, id)) ?? [],
    sorted: createPositionCache(Number.POSITIVE_INFINITY),
    results: createPositionCache(8),
  };
}

/** Keeps the positions of the `limit` keys that were used last. */
export function createPositionCache(limit: number): PositionCache {
  const cache = new Map<string, readonly number[]>();
  return (key, compute) => {
    const positions = cache.get(key) ?? compute();
    cache.delete(key);
    cache.set(key, positions);
    for (const oldest of cache.keys()) {
      if (cache.size <= limit) break;
      cache.delete(oldest);
    }
    return positions;
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function createLookup<T extends { id: number }>(rows: () => readonly T[]): Lookup<T> {
  const byId = once(() => new Map<unknown, T>(rows().map((row) => [row.id, row])));
  return (id) => byId().get(id);
}

function relations({ connections }: World): Map<number, EntityReference[]> {
  const found = new Map<number, EntityReference[]>();
  for (const [one, other] of connections) {
    append(found, recordKey(one.type, one.id), other);
    append(found, recordKey(other.type, other.id), one);
  }
  return found;
}

function activitiesByRecord(
  activities: readonly Activity[],
  person: Lookup<Person>,
): Map<number, Activity[]> {
  const found = new Map<number, Activity[]>();
  for (const activity of activities) {
    const { type, id } = activity.parent;
    append(found, recordKey(type, id), activity);
    const company = type === 'person' ? person(id)?.company_id : null;
    if (company != null) append(found, recordKey('company', company), activity);
  }
  return found;
}

function append<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
