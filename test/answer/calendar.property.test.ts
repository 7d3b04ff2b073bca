import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { createCalendar } from '../../src/answer/calendar.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

const zones = [
  'America/Los_Angeles',
  'Europe/Berlin',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Atlantic/Azores',
  'Asia/Kathmandu',
  'UTC',
];
const zone = fc.constantFrom(...zones);
/** From 2015 to 2037: seconds in which every zone above changes its clocks many times, or not at all. */
const second = fc.integer({ min: 1_420_000_000, max: 2_130_000_000 });

/** The first second around a moment that lies on another day, by looking at days alone. */
const edges = ({ day }: { day(at: number): string }, at: number) => {
  const isSame = (other: number) => day(other) === day(at);
  const near = Array.from({ length: 27 }, (_, step) => (step - 13) * 7_200);
  return { same: near.filter((step) => isSame(at + step)), other: near.filter((step) => !isSame(at + step)) };
};

/** What the library of dates writes, by which calendars go. */
function written(zone: string, at: number) {
  const local = DateTime.fromSeconds(at, { zone });
  const midnight = local.hour === 0 && local.minute === 0;
  return {
    day: local.toFormat('yyyy-MM-dd'),
    time: local.toFormat(midnight ? 'yyyy-MM-dd' : "yyyy-MM-dd'T'HH:mm"),
    clockTime: local.toFormat('HH:mm:ss'),
  };
}

const told = ({ day, time, clockTime }: ReturnType<typeof createCalendar>, at: number) => ({
  day: day(at),
  time: time(at),
  clockTime: clockTime(at),
});

test('the wall clock of a moment is that of its zone, whatever moments of its day were read before', () => {
  for (const name of [...zones, 'Africa/Casablanca', 'America/St_Johns', 'Africa/Freetown', 'Pacific/Apia']) {
    const calendar = createCalendar(name, () => 0);
    // Also days before zones had whole minutes, days before 1970, and years that have no four digits.
    const anyMoment = fc.oneof(second, fc.integer({ min: -70_000_000_000, max: 300_000_000_000 }));
    fc.assert(
      fc.property(anyMoment, (at) => {
        expect(told(calendar, at)).toEqual(written(name, at));
      }),
      { numRuns: 300 },
    );
    for (let at = Date.UTC(2026, 0, 1) / 1000; at < Date.UTC(2027, 0, 1) / 1000; at += 18_900)
      expect(told(calendar, at), `${name} ${at}`).toEqual(written(name, at));
  }
});

test('the range of a day holds exactly the seconds of that day', () => {
  fc.assert(
    fc.property(zone, second, (name, at) => {
      const calendar = createCalendar(name, () => at * 1000);
      const day = calendar.day(at);
      const { from = Number.NaN, to = Number.NaN } = calendar.range(day);
      expect([calendar.day(from), calendar.day(to)]).toEqual([day, day]);
      expect([calendar.day(from - 1), calendar.day(to + 1)]).not.toContain(day);
      const isIn = (step: number) => at + step >= from && at + step <= to;
      const { same, other } = edges(calendar, at);
      expect(same.every(isIn)).toBe(true);
      expect(other.some(isIn)).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test('every day on which clocks change is whole', () => {
  for (const name of zones) {
    const calendar = createCalendar(name, () => 0);
    let end: number | undefined;
    for (let at = Date.UTC(2025, 11, 31, 12) / 1000; at < Date.UTC(2028, 0, 2) / 1000; at += 86_400) {
      const { from, to = 0 } = calendar.range(new Date(at * 1000).toISOString().slice(0, 10));
      if (end !== undefined) expect(from, `${name} ${new Date(at * 1000).toISOString()}`).toBe(end + 1);
      end = to;
    }
  }
});

const word = fc.constantFrom(
  'today',
  'yesterday',
  'this-week',
  'last-month',
  'next-quarter',
  'this-year',
  'now',
);
const relative = fc
  .tuple(fc.constantFrom('-', '+'), fc.nat(1_900), fc.constantFrom('d', 'w', 'm', 'y'))
  .map((parts) => parts.join(''));
const date = second.map((at) => new Date(at * 1000).toISOString());
const dated = fc.tuple(date, fc.constantFrom(4, 7, 10)).map(([iso, length]) => iso.slice(0, length));
const one = fc.oneof(word, relative, dated);

test('a range is both ends of its parts: the first of one to the last of the other', () => {
  fc.assert(
    fc.property(zone, second, dated, dated, (name, at, a, b) => {
      const calendar = createCalendar(name, () => at * 1000);
      const { from = 0 } = calendar.range(a);
      const { to = 0 } = calendar.range(b);
      if (from > to) expect(() => calendar.range(`${a}..${b}`)).toThrow('backwards');
      else expect(calendar.range(`${a}..${b}`)).toEqual({ from, to });
      expect(calendar.range(`${a}..`)).toEqual({ from });
      expect(calendar.range(`..${b}`)).toEqual({ to });
    }),
  );
});

test('from is never after to, and both are whole seconds of years in four digits', () => {
  fc.assert(
    fc.property(zone, second, one, (name, at, text) => {
      const { from = -1, to = -1 } = createCalendar(name, () => at * 1000 + 999).range(text);
      expect(from).toBeLessThanOrEqual(to);
      for (const end of [from, to]) {
        expect(Number.isInteger(end)).toBe(true);
        expect(new Date(end * 1000).toISOString()).toMatch(/^\d{4}-/);
      }
    }),
  );
});

test('any text is a range or an error that an agent can read', () => {
  const letter = fc.constantFrom(...'0123456789-+.:TWQZdwmy ');
  const text = fc.oneof(fc.string({ unit: letter, maxLength: 20 }), fc.string());
  const calendar = createCalendar('Europe/Berlin', () => Date.UTC(2026, 10, 23, 12));
  fc.assert(
    fc.property(text, (input) => {
      try {
        const range = calendar.range(input);
        expect(Object.values(range).every(Number.isInteger)).toBe(true);
        expect(Object.keys(range).length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(ToolError);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a day lies in its period, which is one of the periods around it', () => {
  const length = fc.constantFrom(...(['day', 'week', 'month', 'quarter', 'year'] as const));
  fc.assert(
    fc.property(zone, second, length, (name, at, by) => {
      const calendar = createCalendar(name, () => 0);
      const day = calendar.day(at);
      const period = calendar.period(day, by);
      const { from = 0, to = 0 } = calendar.range(period);
      expect(from).toBeLessThanOrEqual(at);
      expect(to).toBeGreaterThanOrEqual(Math.min(at, 2 ** 31));
      expect(calendar.periods(day, day, by, 1)).toEqual([period]);
    }),
  );
});
