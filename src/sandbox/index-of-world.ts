import { createResultCache, type ResultCache } from './recent-results.ts';
import { createZoneCalendar, type ZoneCalendar } from './world/calendar.ts';
import { type Activity, type EntityType, type RecordReference, recordKey } from './world/records.ts';
import type { CustomFieldDefinition } from './world/settings-records.ts';
import type { World } from './world/world.ts';

/** Look-ups over the world that would be slow to repeat; each is made with the first need of it. */
export interface WorldIndex {
  readonly calendar: ZoneCalendar;
  readonly fields: ReadonlyMap<number, CustomFieldDefinition>;
  readonly userNames: ReadonlyMap<number, string>;
  readonly personNames: ReadonlyMap<number, string>;
  readonly sourceNames: ReadonlyMap<number, string>;
  readonly contactTypeNames: ReadonlyMap<number, string>;
  /** Stage id → its place among all stages, pipeline by pipeline. */
  readonly stageOrder: ReadonlyMap<number, number>;
  /** Person id → company id. */
  readonly employer: ReadonlyMap<number, number | null>;
  /** Everything connected with a record. */
  related(type: EntityType, id: number): readonly RecordReference[];
  /** Whether a record of this type and id exists. */
  has(type: EntityType, id: number): boolean;
  /** What happened with a record, newest first; with a company also what happened with its people. */
  activitiesOf(type: EntityType, id: number): readonly Activity[];
  /** Places of rows in an order that is worked out once; `name` tells the order apart from others. */
  positions(name: string, sort: () => readonly number[]): readonly number[];
  /** Places of the rows that a question found. */
  readonly results: ResultCache;
}

export function indexWorld(world: World): WorldIndex {
  const fields = once(() => new Map(world.customFields.map((field) => [field.id, field])));
  const userNames = once(() => nameMap(world.users));
  const personNames = once(() => nameMap(world.people));
  const sourceNames = once(() => nameMap(world.customerSources));
  const contactTypeNames = once(() => nameMap(world.contactTypes));
  const stageOrder = once(() => {
    const stages = world.pipelines.flatMap((pipeline) => pipeline.stages);
    return new Map(stages.map((stage, order) => [stage.id, order]));
  });
  const employer = once(() => new Map(world.people.map((person) => [person.id, person.company_id])));
  const related = once(() => relations(world));
  const known = once(() => keys(world));
  const feeds = once(() => feedsOf(world.activities, employer()));
  return {
    calendar: createZoneCalendar(world.timeZone),
    get fields() {
      return fields();
    },
    get userNames() {
      return userNames();
    },
    get personNames() {
      return personNames();
    },
    get sourceNames() {
      return sourceNames();
    },
    get contactTypeNames() {
      return contactTypeNames();
    },
    get stageOrder() {
      return stageOrder();
    },
    get employer() {
      return employer();
    },
    related: (type, id) => related().get(recordKey(type, id)) ?? [],
    has: (type, id) => known().has(recordKey(type, id)),
    activitiesOf: (type, id) => feeds().get(recordKey(type, id)) ?? [],
    positions: orders(),
    results: createResultCache(),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function orders(): WorldIndex['positions'] {
  const known = new Map<string, readonly number[]>();
  return (name, sort) => {
    const found = known.get(name) ?? sort();
    known.set(name, found);
    return found;
  };
}

function relations({ connections }: World): Map<number, RecordReference[]> {
  const found = new Map<number, RecordReference[]>();
  for (const [one, other] of connections) {
    append(found, recordKey(one.type, one.id), other);
    append(found, recordKey(other.type, other.id), one);
  }
  return found;
}

function feedsOf(
  activities: readonly Activity[],
  employer: ReadonlyMap<number, number | null>,
): Map<number, Activity[]> {
  const found = new Map<number, Activity[]>();
  for (const activity of activities) {
    const { type, id } = activity.parent;
    append(found, recordKey(type, id), activity);
    const company = type === 'person' ? employer.get(id) : null;
    if (company != null) append(found, recordKey('company', company), activity);
  }
  return found;
}

function keys(world: World): Set<number> {
  const found = new Set<number>();
  const add = (type: EntityType, rows: readonly { id: number }[]): void => {
    for (const { id } of rows) found.add(recordKey(type, id));
  };
  add('lead', world.leads);
  add('person', world.people);
  add('company', world.companies);
  add('opportunity', world.opportunities);
  add('project', world.projects);
  add('task', world.tasks);
  return found;
}

function append<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function nameMap(rows: readonly { id: number; name: string }[]): Map<number, string> {
  return new Map(rows.map((row) => [row.id, row.name]));
}
