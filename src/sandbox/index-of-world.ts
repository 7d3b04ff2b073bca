import { type Calendar, calendar } from './world/calendar.ts';
import type { EntityType, Pointer } from './world/records.ts';
import type { CustomField } from './world/settings-records.ts';
import type { World } from './world/world.ts';

/** Look-ups over the world that would be slow to repeat. */
export interface Index {
  readonly calendar: Calendar;
  readonly fields: ReadonlyMap<number, CustomField>;
  readonly userNames: ReadonlyMap<number, string>;
  readonly personNames: ReadonlyMap<number, string>;
  readonly sourceNames: ReadonlyMap<number, string>;
  readonly contactTypeNames: ReadonlyMap<number, string>;
  /** Stage id → its place among all stages, pipeline by pipeline. */
  readonly stageOrder: ReadonlyMap<number, number>;
  /** Person id → company id. */
  readonly employer: ReadonlyMap<number, number | null>;
  /** Everything connected with a record. */
  related(type: EntityType, id: number): readonly Pointer[];
  /** Whether a record of this type and id exists. */
  has(type: EntityType, id: number): boolean;
  /** Places of rows in an order that is worked out once; `name` tells the order apart from others. */
  places(name: string, sort: () => readonly number[]): readonly number[];
}

export function indexOf(world: World): Index {
  const related = new Map<string, Pointer[]>();
  const connect = (from: Pointer, to: Pointer): void => {
    const key = `${from.type} ${from.id}`;
    related.set(key, [...(related.get(key) ?? []), to]);
  };
  for (const [one, other] of world.connections) {
    connect(one, other);
    connect(other, one);
  }
  const ids: Record<EntityType, Set<number>> = {
    lead: idSet(world.leads),
    person: idSet(world.people),
    company: idSet(world.companies),
    opportunity: idSet(world.opportunities),
    project: idSet(world.projects),
    task: idSet(world.tasks),
  };
  const stages = world.pipelines.flatMap((pipeline) => pipeline.stages);
  return {
    calendar: calendar(world.timeZone),
    fields: new Map(world.customFields.map((field) => [field.id, field])),
    userNames: nameMap(world.users),
    personNames: nameMap(world.people),
    sourceNames: nameMap(world.customerSources),
    contactTypeNames: nameMap(world.contactTypes),
    stageOrder: new Map(stages.map((stage, order) => [stage.id, order])),
    employer: new Map(world.people.map((person) => [person.id, person.company_id])),
    related: (type, id) => related.get(`${type} ${id}`) ?? [],
    has: (type, id) => ids[type].has(id),
    places: orders(),
  };
}

function orders(): Index['places'] {
  const known = new Map<string, readonly number[]>();
  return (name, sort) => {
    const found = known.get(name) ?? sort();
    known.set(name, found);
    return found;
  };
}

function idSet(rows: readonly { id: number }[]): Set<number> {
  return new Set(rows.map((row) => row.id));
}

function nameMap(rows: readonly { id: number; name: string }[]): Map<number, string> {
  return new Map(rows.map((row) => [row.id, row.name]));
}
