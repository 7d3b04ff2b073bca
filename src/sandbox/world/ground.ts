import type { Calendar } from './calendar.ts';
import { type Random, random } from './random.ts';
import type { Size } from './size.ts';

/** What every generator stands on. */
export interface Ground {
  readonly seed: number;
  /** Unix seconds. */
  readonly now: number;
  /** The civil day of `now`. */
  readonly today: number;
  readonly calendar: Calendar;
  readonly size: Size;
}

const DAY = 86_400;

/** A stream of its own per topic, so that a change in one kind of record leaves the others as they were. */
export function stream(ground: Ground, topic: number): Random {
  return random(Math.imul(ground.seed, 0x9e3779b1) + topic);
}

/** An instant up to `days` ago; recent ones are likelier, and 1 in 12 lies in the last week. */
export function past(ground: Ground, random: Random, days: number): number {
  const share = random.chance(1 / 12) ? random.next() * Math.min(1, 7 / days) : random.next() ** 2;
  return ground.now - 60 - Math.floor(share * days * DAY);
}

/** Created up to `days` ago, modified between then and now. */
export function dated(
  ground: Ground,
  random: Random,
  days: number,
): { date_created: number; date_modified: number } {
  const date_created = past(ground, random, days);
  const date_modified = date_created + Math.floor((ground.now - date_created) * random.next());
  return { date_created, date_modified };
}
