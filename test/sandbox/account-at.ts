import type { CustomValue, EntityType, World } from '../../src/sandbox/sandbox.ts';
import { civilDate, createZoneCalendar, quarterOf } from '../../src/sandbox/world/calendar.ts';
import { sandboxAt } from './ask.ts';

/** An account at a moment, with the moments that questions mean: midnights of its zone, in Unix seconds. */
export function accountAt(seed: number, at: string) {
  const { world } = sandboxAt({ seed, now: () => Date.parse(at) });
  const zone = createZoneCalendar(world.timeZone);
  const now = Date.parse(at) / 1000;
  const today = zone.dayOf(now);
  const { year, month } = civilDate(today);
  const monthAt = (offset: number) => zone.midnight(Date.UTC(year, month - 1 + offset, 1) / 864e5);
  const quarter = quarterOf(today);
  return {
    world,
    now,
    today: zone.midnight(today),
    monday: zone.midnight(today - ((today + 3) % 7)),
    lastMonth: monthAt(-1),
    thisMonth: monthAt(0),
    nextMonth: monthAt(1),
    lastQuarter: zone.midnight(quarterOf(quarter.first - 1).first),
    thisQuarter: zone.midnight(quarter.first),
    nextQuarter: zone.midnight(quarter.last + 1),
    dana: world.users[0]?.id,
    /** Open deals that may earn something. */
    open: world.opportunities.filter((deal) => deal.status === 'Open' && deal.pipeline_is_revenue),
    won: world.opportunities.filter((deal) => deal.status === 'Won'),
    lost: world.opportunities.filter((deal) => deal.status === 'Lost'),
  };
}

export type Account = ReturnType<typeof accountAt>;

/** From one moment up to another, which is not included. */
export const within = (at: number | null | undefined, from: number, until: number) =>
  at != null && at >= from && at < until;

/** Nobody talked to it for so many days, or ever. */
export const silent = (row: { date_last_contacted: number | null }, { now }: Account, days: number) =>
  (row.date_last_contacted ?? 0) < now - days * 86_400;

/** What happened with a record itself. */
export const feed = ({ world }: Account, type: EntityType, id: number | undefined) =>
  world.activities.filter(({ parent }) => parent.type === type && parent.id === id);

/** Ids of the records of a kind that have an open task. */
export function busy(world: World, type: EntityType): Set<number | null | undefined> {
  const open = world.tasks.filter((task) => task.status === 'Open' && task.related_resource?.type === type);
  return new Set(open.map((task) => task.related_resource?.id));
}

/** A custom field by its label: the option's name where it has options. */
export function custom({ world }: Account, row: { custom_fields: CustomValue[] }, label: string): unknown {
  const field = world.customFields.find((one) => one.name === label);
  const held = row.custom_fields.find((one) => one.custom_field_definition_id === field?.id)?.value;
  return field?.options?.find((option) => option.id === held)?.name ?? held;
}

/** How many share what is made of them with another one. */
export function shared(texts: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return texts.filter((text) => (counts.get(text) ?? 0) > 1).length;
}
