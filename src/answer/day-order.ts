import type { DaySpan } from '../tool/clock.ts';
import { readingsOf } from './written-day.ts';

/** How an account writes days as text: Copper sends `m/d/yyyy`, or `d/m/yyyy`, depending on the account's settings. */
export interface DayOrder {
  /** Undefined while it is not known. */
  dayFirst: boolean | undefined;
  /** True once Copper was asked for dates that would show it. */
  sampled: boolean;
}

/** What several witnesses agree on; `undecided` where they contradict each other. */
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
