import type { Calendar, DaySpan } from '../tool/clock.ts';

/** The readings of a date whose text does not say which number is the month; undefined for a day that does not exist. */
interface DateReadings {
  readonly monthFirst: string | undefined;
  readonly dayFirst: string | undefined;
  /** The usual order of a date that is written so. */
  readonly usual: 'monthFirst' | 'dayFirst';
}

const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const time = /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)? ?(Z|UTC|[-+]\d{2}:?\d{2})?$/i;

/** The parts of a text that are a day and perhaps a time of it, which has its distance from UTC as it is written. */
function partsOf(text: string): { readonly day: string; readonly zone: string } | undefined {
  const whole = text.trim();
  const [, day = ''] = /^([\d/.-]+)(?=[Tt ]|$)/.exec(whole) ?? [];
  if (day === whole) return { day, zone: '' };
  const found = time.exec(whole.slice(day.length + 1).trimStart());
  return found === null ? undefined : { day, zone: found[1] ?? '' };
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How many days a month of a year has, counted from 1; none if there is no such month. */
function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0);
}

/** `2026-02-28` out of its parts, all digits; undefined for a day that does not exist. */
function existingDay(year: string, month: string, day: string): string | undefined {
  // A page has hundreds of dates, and a `Date` for each would be the slowest part of its answer.
  if (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return undefined;
  return `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/**
 * The day of a text that begins with its year: `2026-11-30`, `2026/11/30`, `2026-11-30T00:00:00Z`. A time in UTC may be the midnight of
 * another zone; with any other distance from UTC, or none, the day is the one that is written.
 *
 * @returns undefined for other texts; `day` is undefined for a day that does not exist
 */
export function dayWithYearFirst(
  text: string,
  { dayOfMidnight }: Pick<Calendar, 'dayOfMidnight'>,
): { readonly day: string | undefined } | undefined {
  const parts = partsOf(text);
  const [, year, , month = '', day = ''] = yearFirst.exec(parts?.day ?? '') ?? [];
  if (parts === undefined || year === undefined) return undefined;
  const written = existingDay(year, month, day);
  const isUtc = /^(?:Z|UTC|[-+]00:?00)$/i.test(parts.zone);
  const moment =
    isUtc && written !== undefined ? Date.parse(text.trim().replace(/ ?UTC$/i, 'Z')) : Number.NaN;
  return { day: Number.isNaN(moment) ? written : dayOfMidnight(moment / 1000) };
}

/** Both readings of `3/4/2027`, `3.4.2027` or `3-4-2027`, with or without a time; undefined for text in another form. */
export function readingsOf(text: string): DateReadings | undefined {
  const [, first = '', sign, second = '', year = ''] = yearLast.exec(partsOf(text)?.day ?? '') ?? [];
  if (year === '') return undefined;
  return {
    monthFirst: existingDay(year, first, second),
    dayFirst: existingDay(year, second, first),
    usual: sign === '/' ? 'monthFirst' : 'dayFirst',
  };
}

/** True for a date that is two different days, depending on the order. */
export const isAmbiguousDay = ({ monthFirst, dayFirst }: DateReadings): boolean =>
  monthFirst !== undefined && dayFirst !== undefined && monthFirst !== dayFirst;

/** How an account writes days as text: Copper sends `m/d/yyyy`, or `d/m/yyyy`, depending on the account's settings. */
export interface DayOrder {
  /** Undefined while it is not known. */
  dayFirst: boolean | undefined;
  /** True once Copper was asked for dates that would show it. */
  sampled: boolean;
}

/** What several witnesses agree on; `undecided` if they contradict each other. */
function agreed(witnesses: Iterable<boolean | undefined>): boolean | 'undecided' | undefined {
  let shown: boolean | undefined;
  for (const one of witnesses) {
    if (one === undefined) continue;
    if (shown !== undefined && shown !== one) return 'undecided';
    shown = one;
  }
  return shown;
}

/** True if only the reading with the day in front exists, false if only the other one does. */
function orderOf(text: string): boolean | undefined {
  const { monthFirst, dayFirst } = readingsOf(text) ?? {};
  return (monthFirst === undefined) === (dayFirst === undefined) ? undefined : monthFirst === undefined;
}

/** Learns from dates that exist in one order only; what was learned stays until others show the opposite. */
export function learnDayOrder(order: DayOrder, texts: Iterable<string>): void {
  const shown = agreed(Array.from(texts, orderOf));
  if (shown !== undefined) order.dayFirst = shown === 'undecided' ? undefined : shown;
}

/** A day before or after another one. */
const shifted = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** True for a day within the range. */
export const isWithin = (day: string, { from = '', to = '9999-12-31' }: DaySpan): boolean =>
  day >= from && day <= to;

/**
 * Learns from the days that were asked for: if each text has a reading among them, and some have only one, that is the order. A day
 * beside them counts as one of them, since nothing says by which midnight Copper compares.
 */
export function learnFromConditions(order: DayOrder, texts: readonly string[], { from, to }: DaySpan): void {
  const wide = {
    ...(from === undefined ? {} : { from: shifted(from, -1) }),
    ...(to === undefined ? {} : { to: shifted(to, 1) }),
  };
  const meets = (day: string | undefined) => day !== undefined && isWithin(day, wide);
  const witnesses = texts.flatMap((text) => {
    const readings = readingsOf(text);
    if (readings === undefined || (readings.monthFirst ?? readings.dayFirst) === undefined) return [];
    const [month, day] = [meets(readings.monthFirst), meets(readings.dayFirst)];
    return month === day ? (month ? [undefined] : [true, false]) : [day];
  });
  const shown = agreed(witnesses);
  if (typeof shown === 'boolean') order.dayFirst = shown;
}
