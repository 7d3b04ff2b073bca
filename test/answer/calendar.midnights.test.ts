import { expect, test } from 'vitest';
import { createCalendar } from '../../src/answer/calendar.ts';

const now = Date.parse('2026-11-23T20:00:00Z');
const zones = [
  'UTC',
  'America/Los_Angeles',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'America/Sao_Paulo',
  'Pacific/Honolulu',
  'America/Adak',
  'Europe/London',
  'Europe/Berlin',
  'Africa/Cairo',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Apia',
];

/** Every day of two years. */
const days = Array.from({ length: 730 }, (_, at) =>
  new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10),
);

/** What is asked of a zone again and again: its calendar, and the seconds of every day. */
const calendars = new Map<string, ReturnType<typeof read>>();

function read(zone: string) {
  const calendar = createCalendar(zone, () => now);
  const from = days.map((day) => calendar.range(day).from ?? Number.NaN);
  const seconds = days.map((day) => calendar.midnights({ from: day, to: day }));
  return { calendar, from, seconds };
}

function calendarOf(zone: string) {
  const known = calendars.get(zone) ?? read(zone);
  calendars.set(zone, known);
  return known;
}

/** Days whose midnight in one zone is read as another day in the other, or lies outside the seconds that are asked for that day alone. */
function misread(account: string, configured: string): string[] {
  const theirs = calendarOf(account);
  const ours = calendarOf(configured);
  return days.filter((day, at) => {
    const midnight = theirs.from[at] ?? Number.NaN;
    const { from = Number.NaN, to = Number.NaN } = ours.seconds[at] ?? {};
    // Not `midnight < from`: what is no number lies outside, too.
    return ours.calendar.dayOfMidnight(midnight) !== day || !(from <= midnight && midnight <= to);
  });
}

test.each(zones)('the midnights of %s are read as their days, wherever the server is', (zone) => {
  for (const configured of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', zone])
    expect(misread(zone, configured)).toEqual([]);
});

test.each(['Pacific/Pago_Pago', 'Pacific/Kiritimati', 'Pacific/Niue'])(
  'the midnights of %s, which two zones may have, are read as its own where it is configured',
  (zone) => expect(misread(zone, zone)).toEqual([]),
);

test.each(['UTC', 'America/New_York', 'Pacific/Auckland', 'Pacific/Pago_Pago', 'Pacific/Kiritimati'])(
  'in %s, each quarter of an hour belongs to the one day whose seconds contain it',
  (zone) => {
    const { dayOfMidnight, midnights } = createCalendar(zone, () => now);
    const start = Date.parse('2026-10-30T00:00:00Z') / 1000;
    for (let at = start; at < start + 5 * 86_400; at += 900) {
      const day = dayOfMidnight(at) ?? '';
      const { from = Number.NaN, to = Number.NaN } = midnights({ from: day, to: day });
      expect(at).toBeGreaterThanOrEqual(from);
      expect(at).toBeLessThanOrEqual(to);
    }
  },
);

test('open ends stay open', () => {
  const { midnights, days: daysOf } = createCalendar('UTC', () => now);
  expect(midnights({})).toEqual({});
  expect(daysOf('..today')).toEqual({ to: '2026-11-23' });
  expect(daysOf('2026-11-23T05:00..')).toEqual({ from: '2026-11-23' });
});
