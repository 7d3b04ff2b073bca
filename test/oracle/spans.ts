import { daysLater, firstOf, type Length, monthsLater, periodOf, periodsLater, type Zone } from './days.ts';
import type { Random } from './random.ts';

/** A range of days as a person may write it, and what it means; an end that is missing is open. */
export interface Span {
  readonly text: string;
  /** The first and the last day, both included. */
  readonly first?: string;
  readonly last?: string;
}

const lengths: readonly Length[] = ['week', 'month', 'quarter', 'year'];

type Whole = Required<Span>;

const period = (text: string, day: string, length: Length): Whole => {
  const first = firstOf(day, length);
  return { text, first, last: daysLater(periodsLater(first, length, 1), -1) };
};

/** `this-month`, `Last Week`, `next quarter`. */
function namedPeriod(random: Random, today: string): Whole {
  const length = random.pick(lengths);
  const [word, step] = random.pick([
    ['this', 0],
    ['last', -1],
    ['next', 1],
  ] as const);
  const text = `${word}${random.pick(['-', ' '])}${length}`;
  return period(
    random.chance(0.1) ? text.toUpperCase() : text,
    periodsLater(firstOf(today, length), length, step),
    length,
  );
}

/** A day, a month, a quarter, a week or a year by its number, near a day. */
function numberedPeriod(random: Random, near: string): Whole {
  const length = random.pick(['day', 'day', 'week', 'month', 'quarter', 'year'] as const);
  return period(periodOf(near, length), near, length);
}

const units = ['d', 'w', 'm', 'y'] as const;

/** The day that lies so many days, weeks, months or years from today. */
function distant(today: string, count: number, unit: (typeof units)[number]): string {
  if (unit === 'd') return daysLater(today, count);
  return unit === 'w' ? daysLater(today, 7 * count) : monthsLater(today, unit === 'm' ? count : 12 * count);
}

/** `-14d` reaches up to today and `+2w` begins today; as an end of a range they are that one day. */
function relativeDay(random: Random, today: string): Whole {
  const unit = random.pick(units);
  const most = { d: 120, w: 30, m: 14, y: 2 }[unit];
  const count = random.int(1, most) * (random.chance(0.7) ? -1 : 1);
  const day = distant(today, count, unit);
  return { text: `${count < 0 ? '' : '+'}${count}${unit}`, first: day, last: day };
}

/** One day or period, and a single word for it where there is one. */
function oneSpan(random: Random, today: string): Whole {
  const near = daysLater(today, random.int(-400, 200));
  const kind = random.int(1, 4);
  if (kind === 1) return namedPeriod(random, today);
  if (kind === 2) return relativeDay(random, today);
  if (kind === 3) return numberedPeriod(random, near);
  const [text, step] = random.pick([
    ['today', 0],
    ['yesterday', -1],
    ['tomorrow', 1],
  ] as const);
  const day = daysLater(today, step);
  return { text, first: day, last: day };
}

/** A range of days in any of the forms that are offered; `zone` and `now` (Unix seconds) say what today is. */
export function randomSpan(random: Random, zone: Zone, now: number): Span {
  const today = zone.day(now);
  const one = oneSpan(random, today);
  const form = random.int(1, 5);
  if (form === 1) return { text: `${one.text}..`, first: one.first };
  if (form === 2) return { text: `..${one.text}`, last: one.last };
  if (form === 3) {
    const other = oneSpan(random, today);
    const [from, to] = one.first <= other.last ? [one, other] : [other, one];
    return { text: `${from.text}..${to.text}`, first: from.first, last: to.last };
  }
  if (one.text.startsWith('-')) return { ...one, last: today };
  if (one.text.startsWith('+')) return { ...one, first: today };
  return one;
}

/** Whether a day lies in a span; no day lies in none. */
export const dayIn = ({ first, last }: Span, day: string | null): boolean =>
  day !== null && (first === undefined || day >= first) && (last === undefined || day <= last);

/** Whether a moment in Unix seconds falls on a day of a span. */
export const momentIn = ({ first, last }: Span, at: number | null, zone: Zone): boolean =>
  at !== null &&
  (first === undefined || at >= zone.begin(first)) &&
  (last === undefined || at <= zone.end(last));
