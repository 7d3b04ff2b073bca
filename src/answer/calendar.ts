import { DateTime, IANAZone, type Zone } from 'luxon';
import type { Calendar, Period } from '../tool/clock.ts';
import { quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { createMidnights } from './midnights.ts';

/** All zones differ from UTC by whole quarters of an hour. */
const quarterHour = 900;
const hour = 3_600;
const daySeconds = 86_400;

/** The years that a date has in four digits, in Unix seconds. */
const years = { first: -62_135_510_400, last: 253_402_214_400 };

/** True for seconds of the years 1 to 9999. */
const isDatable = (seconds: number) => seconds >= years.first && seconds <= years.last;

const units = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const;

interface Span {
  readonly from: DateTime;
  readonly to: DateTime;
}

/** The first moment of a period, even where clocks go back over midnight (Havana) and that hour occurs twice. */
function startOf(moment: DateTime, period: Period): DateTime {
  const start = moment.startOf(period);
  return start.getPossibleOffsets()[0] ?? start;
}

const whole = (moment: DateTime, period: Period): Span => ({
  from: startOf(moment, period),
  to: startOf(moment.startOf(period).plus({ [`${period}s`]: 1 }), period).minus(1),
});

/** The time span of `today`, `this-quarter`, `last-month`, `-14d`, `2026-11` or `2026-11-23T14:05`; undefined for anything else. */
function span(text: string, now: DateTime): Span | undefined {
  const word = text.toLowerCase();
  if (word === 'now') return { from: now, to: now };
  const days = ['yesterday', 'today', 'tomorrow'].indexOf(word) - 1;
  if (days >= -1) return whole(now.plus({ days }), 'day');
  const [, which, period] = /^(this|last|next)[- ](week|month|quarter|year)$/.exec(word) ?? [];
  if (period === 'week' || period === 'month' || period === 'quarter' || period === 'year') {
    const step = { this: 0, last: -1, next: 1 }[which ?? 'this'] ?? 0;
    return whole(now.startOf(period).plus({ [`${period}s`]: step }), period);
  }
  const [, sign, count, unit] = /^([+-])(\d{1,5})([dwmy])$/.exec(word) ?? [];
  if (unit === 'd' || unit === 'w' || unit === 'm' || unit === 'y') {
    return whole(now.plus({ [units[unit]]: Number(`${sign}${count}`) }), 'day');
  }
  if (/^\d{9,10}$/.test(word)) {
    const moment = DateTime.fromSeconds(Number(word), { zone: now.zone });
    return { from: moment, to: moment };
  }
  const [, year, quarter] =
    /^(\d{4})[- ]?q([1-4])$/.exec(word.replace(/^(q[1-4])[- ]?(\d{4})$/, '$2$1')) ?? [];
  if (quarter !== undefined) {
    return whole(now.set({ year: Number(year), month: Number(quarter) * 3 - 2, day: 1 }), 'quarter');
  }
  const moment = DateTime.fromISO(text, { zone: now.zone });
  if (!moment.isValid || !/^\d{4}/.test(text)) return undefined;
  if (/^\d{4}$/.test(text)) return whole(moment, 'year');
  if (/^\d{4}-?\d{2}$/.test(text)) return whole(moment, 'month');
  if (/^\d{4}-?w\d{2}$/.test(word)) return whole(moment, 'week');
  if (!/T\d/i.test(text)) return whole(moment, 'day');
  // Answers show times to the minute: such a time is the whole minute, as a day is the whole day.
  return {
    from: moment,
    to: /T\d{2}:?\d{2}:?\d{2}/i.test(text) ? moment : moment.plus({ minutes: 1 }).minus(1),
  };
}

/** The formats of periods, which `span` reads. */
const periodFormats: Readonly<Record<Period, string>> = {
  day: 'yyyy-MM-dd',
  week: "kkkk-'W'WW",
  month: 'yyyy-MM',
  quarter: "yyyy-'Q'q",
  year: 'yyyy',
};

/** Days are counted in UTC, where each has 24 hours. */
const utc = (day: string) => DateTime.fromISO(day, { zone: 'utc' });

const seconds = (moment: DateTime) => Math.floor(moment.toSeconds());

const examples = '2026-11-23, 2026-11-01..2026-11-30, -30d.., ..today, this-quarter, last-month';

const notADate = (text: string) =>
  new ToolError('invalid_input', `${quoted(text)} is not a date or range of dates. Write e.g. ${examples}.`);

/** Days that are remembered: those of some ten years. */
const maxKnownDays = 4_000;

/** What `make` gives for a day, counted from 1970, once for each of the days that pages are about. */
function memoizeByDay<Made>(make: (day: number) => Made): (day: number) => Made {
  const known = new Map<number, Made>();
  return (day) => {
    const kept = known.get(day);
    if (kept !== undefined) return kept;
    if (known.size >= maxKnownDays) known.clear();
    const made = make(day);
    known.set(day, made);
    return made;
  };
}

/**
 * A zone whose offset is asked for once for each day at both ends of which it is the same, since no zone ever changed its clocks and changed
 * them back within four days: asking is by far the slowest part of each step with a moment.
 */
class RememberedZone extends IANAZone {
  readonly #atStart = memoizeByDay((day) => super.offset(day * (daySeconds * 1000)));

  override offset(moment: number): number {
    const day = Math.floor(moment / (daySeconds * 1000));
    const offset = this.#atStart(day);
    return offset === this.#atStart(day + 1) ? offset : super.offset(moment);
  }
}

/** More than a program is ever used with; a server has one. */
const maxZones = 50;
const zones = new Map<string, IANAZone>();

/** The time zone of an IANA name, e.g. `Europe/Berlin`. */
function zoneOf(name: string): IANAZone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (zones.size >= maxZones) zones.clear();
  const zone = new RememberedZone(name);
  zones.set(name, zone);
  return zone;
}

/** `2026-11-23` for a day counted from 1970, of the years 1 to 9999. */
const dayText = memoizeByDay((day) => new Date(day * daySeconds * 1000).toISOString().slice(0, 10));

/** The wall clock of a zone, `2026-11-23T14:05:09`. A page has hundreds of moments: written without luxon, which takes many times as long. */
function createWallClock(zone: Zone): (moment: number) => string {
  const two = (value: number) => String(value).padStart(2, '0');

  return (moment) => {
    if (!isDatable(moment)) return DateTime.fromSeconds(moment, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
    const local = Math.floor(moment + zone.offset(moment * 1000) * 60);
    const day = Math.floor(local / daySeconds);
    const second = local - day * daySeconds;
    return `${dayText(day)}T${two(Math.floor(second / hour))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  };
}

/** The calendar of one time zone; `now` gives milliseconds since 1970-01-01 UTC. */
export function createCalendar(name: string, now: () => number): Calendar {
  const zone = zoneOf(name);
  const here = () => DateTime.fromMillis(now(), { zone });
  const midnights = createMidnights(zone, now, dayText);
  const wallClock = createWallClock(zone);
  const day = (moment: number) => wallClock(moment).slice(0, -9);

  function range(text: string): { readonly from?: number; readonly to?: number } {
    const [start = '', end, more] = text.split('..').map((part) => part.trim());
    if (more !== undefined || (start === '' && (end ?? '') === '')) throw notADate(text);
    const parse = (part: string): Span => {
      const found = span(part, here());
      if (found === undefined || ![found.from, found.to].every((end) => isDatable(seconds(end))))
        throw notADate(text);
      return found;
    };
    const [, sign, moment = ''] = /^([<>]=?|[≤≥])(.*)$/s.exec(start) ?? [];
    if (sign !== undefined && end === undefined) {
      const { from, to } = parse(moment.trim());
      if (sign === '>' || sign === '<')
        return sign === '>' ? { from: seconds(to) + 1 } : { to: seconds(from) - 1 };
      return sign === '>=' || sign === '≥' ? { from: seconds(from) } : { to: seconds(to) };
    }
    if (end === undefined) {
      const { from, to } = parse(start);
      if (/^-\d/.test(start)) return { from: seconds(from), to: seconds(whole(here(), 'day').to) };
      if (/^\+\d/.test(start)) return { from: seconds(whole(here(), 'day').from), to: seconds(to) };
      return { from: seconds(from), to: seconds(to) };
    }
    const first = start === '' ? undefined : parse(start);
    const last = end === '' ? undefined : parse(end);
    if (first !== undefined && last !== undefined && first.from > last.to) {
      throw new ToolError('invalid_input', `The range ${text} runs backwards; write ${end}..${start}.`);
    }
    return {
      ...(first === undefined ? {} : { from: seconds(first.from) }),
      ...(last === undefined ? {} : { to: seconds(last.to) }),
    };
  }

  return {
    zone: name,
    now: () => Math.floor(now() / 1000),
    range,
    days(text) {
      const { from, to } = range(text);
      return {
        ...(from === undefined ? {} : { from: day(from) }),
        ...(to === undefined ? {} : { to: day(to) }),
      };
    },
    dayOfMidnight(moment) {
      if (!isDatable(moment)) return undefined;
      return moment % quarterHour === 0 ? midnights.dayOf(moment) : day(moment);
    },
    midnights: midnights.secondsOf,
    day,
    stamp(moment) {
      const local = wallClock(moment).replace(/:00$/, '');
      const isTwice = DateTime.fromISO(local, { zone }).getPossibleOffsets().length > 1;
      return isTwice ? local + DateTime.fromSeconds(moment, { zone }).toFormat('ZZ') : local;
    },
    clockTime: (moment) => wallClock(moment).slice(-8),
    period: (date, length) => (length === 'day' ? date : utc(date).toFormat(periodFormats[length])),
    periods(from, to, length, max) {
      const found: string[] = [];
      const last = utc(to);
      for (let at = utc(from).startOf(length); at <= last; at = at.plus({ [`${length}s`]: 1 })) {
        if (found.length === max) return undefined;
        found.push(at.toFormat(periodFormats[length]));
      }
      return found;
    },
    time(moment) {
      const local = wallClock(moment);
      return local.slice(-8, -3) === '00:00' ? local.slice(0, -9) : local.slice(0, -3);
    },
  };
}
