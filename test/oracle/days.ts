/** The days of a time zone, told by the platform's own calendar; a day is written `2026-11-23`. */
export interface Zone {
  readonly name: string;
  /** The day on which a moment falls, in Unix seconds. */
  day(seconds: number): string;
  /** The first second of a day. */
  begin(day: string): number;
  /** The last second of a day. */
  end(day: string): number;
  /** A moment as answers write it: the day alone where it is midnight, else with hour and minute. */
  moment(seconds: number): string;
}

const zones = new Map<string, Zone>();

/** The zone of this IANA name, made once. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name) ?? createZone(name);
  zones.set(name, known);
  return known;
}

function createZone(name: string): Zone {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const quarters = new Map<number, number>();
  /** Seconds that the clocks here are ahead of UTC; they are only ever set at a quarter of an hour. */
  function ahead(seconds: number): number {
    const quarter = Math.floor(seconds / 900);
    const known = quarters.get(quarter);
    if (known !== undefined) return known;
    const at: Record<string, number> = {};
    for (const { type, value } of clock.formatToParts(quarter * 900_000)) at[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = at;
    const found = Date.UTC(year, month - 1, day, hour, minute) / 1000 - quarter * 900;
    quarters.set(quarter, found);
    return found;
  }
  const local = (seconds: number) => new Date((seconds + ahead(seconds)) * 1000).toISOString();
  function begin(day: string): number {
    const midnight = Date.parse(`${day}T00:00Z`) / 1000;
    const near = midnight - ahead(midnight);
    return midnight - ahead(near);
  }
  return {
    name,
    begin,
    day: (seconds) => local(seconds).slice(0, 10),
    end: (day) => begin(daysLater(day, 1)) - 1,
    moment(seconds) {
      const [day = '', time = ''] = local(seconds).slice(0, 16).split('T');
      return time === '00:00' ? day : `${day}T${time}`;
    },
  };
}

const asUtc = (day: string) => new Date(`${day}T00:00Z`);
const written = (at: Date) => at.toISOString().slice(0, 10);

/** The day so many days later, or earlier. */
export function daysLater(day: string, count: number): string {
  const at = asUtc(day);
  at.setUTCDate(at.getUTCDate() + count);
  return written(at);
}

/** The same day of a later or earlier month, or the last of that month where it is shorter. */
export function monthsLater(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return written(new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))));
}

/** How many days lie between. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((asUtc(to).getTime() - asUtc(from).getTime()) / 86_400_000);

/** The Monday of a week. */
const mondayOf = (day: string): string => daysLater(day, -((asUtc(day).getUTCDay() + 6) % 7));

/** Lengths of periods. */
export type Length = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** The first day of the period that a day lies in. */
export function firstOf(day: string, length: Length): string {
  const [year = '', month = ''] = day.split('-');
  switch (length) {
    case 'day':
      return day;
    case 'week':
      return mondayOf(day);
    case 'month':
      return `${year}-${month}-01`;
    case 'quarter':
      return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    case 'year':
      return `${year}-01-01`;
  }
}

const months: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** The first day of the period so many periods later, from the first day of one. */
export function periodsLater(first: string, length: Length, count: number): string {
  const step = months[length];
  if (step !== undefined) return monthsLater(first, step * count);
  return daysLater(first, count * (length === 'week' ? 7 : 1));
}

/** The number of a week: the first week of a year is the one with its first Thursday. */
function weekOf(day: string): string {
  const thursday = daysLater(mondayOf(day), 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** How a period is written: `2026-11-23`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`. */
export function periodOf(day: string, length: Length): string {
  switch (length) {
    case 'day':
      return day;
    case 'week':
      return weekOf(day);
    case 'month':
      return day.slice(0, 7);
    case 'quarter':
      return `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`;
    case 'year':
      return day.slice(0, 4);
  }
}
