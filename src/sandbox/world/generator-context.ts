import { secondsPerDay, type ZoneCalendar } from './calendar.ts';
import { createRandom, type RandomStream } from './random.ts';

/** How many records of each type an account has. */
export interface AccountSize {
  readonly companies: number;
  readonly people: number;
  readonly leads: number;
  readonly deals: number;
  readonly tasks: number;
  readonly projects: number;
  readonly activities: number;
}

/** The account of demos and most tests, and one for tests of scale. */
export const accountSizes = {
  usual: { companies: 300, people: 1200, leads: 400, deals: 600, tasks: 900, projects: 30, activities: 6000 },
  large: {
    companies: 8000,
    people: 30_000,
    leads: 6000,
    deals: 20_000,
    tasks: 9000,
    projects: 300,
    activities: 100_000,
  },
} as const satisfies Readonly<Record<string, AccountSize>>;

/** What every generator is given. */
export interface GeneratorContext {
  readonly seed: number;
  /** Unix seconds. */
  readonly now: number;
  /** The day of `now`, counted from 1970-01-01 in the account's time zone. */
  readonly today: number;
  readonly calendar: ZoneCalendar;
  readonly size: AccountSize;
}

/** A random stream per topic, so that a change in one type of record leaves the others as they are. */
export function topicRandom(context: GeneratorContext, topic: number): RandomStream {
  return createRandom(Math.imul(context.seed, 0x9e3779b1) + topic);
}

/** An instant (Unix seconds) up to `days` ago; recent ones are likelier, and 1 in 12 lies in the last week. */
export function pastInstant(context: GeneratorContext, random: RandomStream, days: number): number {
  const share = random.chance(1 / 12) ? random.next() * Math.min(1, 7 / days) : random.next() ** 2;
  return context.now - 60 - Math.floor(share * days * secondsPerDay);
}

/** A record's dates (Unix seconds): created up to `days` ago, modified between then and now. */
export function randomDates(
  context: GeneratorContext,
  random: RandomStream,
  days: number,
): { date_created: number; date_modified: number } {
  const date_created = pastInstant(context, random, days);
  const date_modified = date_created + Math.floor((context.now - date_created) * random.next());
  return { date_created, date_modified };
}
