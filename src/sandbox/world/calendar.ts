/** A day without a clock change. */
export const secondsPerDay = 86_400;

/** The days of one time zone, counted from 1970-01-01; instants are Unix seconds. */
export interface ZoneCalendar {
  readonly timeZone: string;
  /** The day an instant falls on. */
  dayOf(seconds: number): number;
  /** The first instant of a day. */
  midnight(day: number): number;
}

/** The calendar of an IANA time zone; midnights are cached because `Intl` is slow. */
export function createZoneCalendar(timeZone: string): ZoneCalendar {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offset = (seconds: number): number => {
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(seconds * 1000)) ?? [];
    const size = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
    return sign === '-' ? -size : size;
  };
  const midnights = new Map<number, number>();
  const midnight = (day: number): number => {
    const known = midnights.get(day);
    if (known !== undefined) return known;
    const guess = day * secondsPerDay - offset(day * secondsPerDay);
    const exact = day * secondsPerDay - offset(guess);
    midnights.set(day, exact);
    return exact;
  };
  const dayOf = (seconds: number): number => {
    const guess = Math.floor(seconds / secondsPerDay);
    if (seconds < midnight(guess)) return guess - 1;
    return seconds < midnight(guess + 1) ? guess : guess + 1;
  };
  return { timeZone, dayOf, midnight };
}

/** Year, month (1–12) and day of the month. */
export function civilDate(day: number): { year: number; month: number; date: number } {
  const at = new Date(day * secondsPerDay * 1000);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() };
}

/** First and last day of the quarter that a day lies in. */
export function quarterOf(day: number): { first: number; last: number } {
  const { year, month } = civilDate(day);
  const start = Math.floor((month - 1) / 3) * 3;
  return {
    first: Date.UTC(year, start, 1) / (secondsPerDay * 1000),
    last: Date.UTC(year, start + 3, 0) / (secondsPerDay * 1000),
  };
}

/** The month before the one that a day lies in: its first instant, and the first of the next month. */
export function monthBefore(day: number, { midnight }: ZoneCalendar): { from: number; until: number } {
  const { year, month } = civilDate(day);
  const begin = (index: number): number => midnight(Date.UTC(year, index, 1) / (secondsPerDay * 1000));
  return { from: begin(month - 2), until: begin(month - 1) };
}
