import type { CopperClient } from '../copper/copper.ts';
import { rowsOf } from '../copper/reply-rows.ts';
import { type Calendar, isAbandoned } from '../tool/clock.ts';
import type { JsonObject, JsonValue } from '../tool/json.ts';
import type { Field } from '../tool/record.ts';
import type { DayCondition, RequestOptions } from '../tool/request.ts';
import { quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type CellValue, textCell } from './cell.ts';
import type { DayFilters } from './read.ts';
import type { DayTest } from './reuse-plan.ts';
import {
  type DayOrder,
  dayWithYearFirst,
  isAmbiguousDay,
  isWithin,
  learnDayOrder,
  learnFromConditions,
  readingsOf,
} from './written-day.ts';

/** What days are read with. */
interface DayReaderOptions {
  readonly calendar: Calendar;
  /** What is known of the account, for this answer and the next ones. */
  readonly dayOrder: DayOrder;
  readonly copper: Pick<CopperClient, 'ask' | 'pageCap'>;
  readonly call: RequestOptions;
  note(text: string): void;
}

/** Reads the days and times of one answer, and says once what it had to guess or leave out. */
export interface DayReader {
  /** A raw value as a day, `2026-11-23`; undefined for what is not a day. */
  dayOf(value: JsonValue | undefined): string | undefined;
  /** The cell of a day; empty for one that does not exist. */
  dayCell(value: JsonValue): CellValue;
  /** The cell of a time; empty for one that does not exist. */
  timeCell(value: JsonValue): CellValue;
  /** Learns how the account writes days from rows with these fields; asks Copper once if they do not show it. */
  learn(
    rows: readonly JsonObject[],
    fields: readonly Field[],
    conditions?: readonly DayCondition[],
  ): Promise<void>;
  /** True for a row whose day is, in one of its readings, among those asked for; or that was sent without its day. */
  meets(row: JsonObject, condition: DayCondition): boolean;
  /** The same if it is beyond doubt; undefined for a row with two readings, or that was sent without its day. */
  testDay: DayTest;
}

/** Holds the rows of pages against the days asked for, once what they show of the account's dates is learned. */
export const createDayFilters =
  (days: DayReader, fields: readonly Field[], conditions: readonly DayCondition[] = []): DayFilters =>
  async (rows) => {
    await days.learn(rows, fields, conditions);
    const dayFilters = conditions.filter((one) => rows.some((row) => !days.meets(row, one)));
    return dayFilters.map((one) => ({
      name: `${one.name} to the day`,
      test: (row) => days.meets(row, one),
    }));
  };

/** Seconds, also where they are sent as text; NaN for what a program writes instead of them. */
function secondsOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^(?:-?\d{9,}(?:\.\d+)?|NaN|-?Infinity)$/.test(value.trim())
    ? Number(value)
    : undefined;
}

/** `+10:30` for seconds ahead of UTC. */
function offsetName(seconds: number): string {
  const minutes = Math.abs(seconds) / 60;
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `UTC${seconds < 0 ? '-' : '+'}${Math.floor(minutes / 60)}${rest}`;
}

/** Some dates as Copper writes them, of deals wherever they are; none if Copper fails. */
async function askForTexts({ copper, call }: DayReaderOptions): Promise<string[]> {
  const operation = 'searchOpportunities';
  const body = {
    minimum_close_date: 86_400,
    fields: ['id', 'close_date'],
    sort_by: 'name',
    sort_direction: 'asc',
    page_number: 1,
    page_size: copper.pageCap(operation),
  };
  try {
    return rowsOf(await copper.ask({ operation, body }, call)).map((row) => String(row.close_date ?? ''));
  } catch (error) {
    if (isAbandoned(call.signal) || !(error instanceof ToolError)) throw error;
    return [];
  }
}

/**
 * The days that a raw value can mean: none for one that does not exist, two for text whose order is not known; undefined for what is not a
 * date.
 */
function possibleDays(
  value: JsonValue | undefined,
  { calendar, dayOrder: { dayFirst } }: DayReaderOptions,
): readonly string[] | undefined {
  const known = (...days: readonly (string | undefined)[]) => days.filter((day) => day !== undefined);
  const seconds = secondsOf(value);
  if (seconds !== undefined) return known(calendar.dayOfMidnight(seconds));
  if (typeof value !== 'string') return undefined;
  const written = dayWithYearFirst(value, calendar);
  if (written !== undefined) return known(written.day);
  const readings = readingsOf(value);
  if (readings === undefined || !isAmbiguousDay(readings))
    return readings && known(readings.monthFirst ?? readings.dayFirst);
  const { usual } = readings;
  if (dayFirst === undefined)
    return known(readings[usual], readings[usual === 'dayFirst' ? 'monthFirst' : 'dayFirst']);
  return known(dayFirst ? readings.dayFirst : readings.monthFirst);
}

/** Learns the order of days and months from rows; asks Copper once if they do not show it. */
async function learnFromRows(
  options: DayReaderOptions,
  rows: readonly JsonObject[],
  fields: readonly Field[],
  conditions: readonly DayCondition[],
): Promise<void> {
  const { dayOrder } = options;
  const textsOf = (read: Field['read']) =>
    rows.map(read).flatMap((value) => (typeof value === 'string' ? value : []));
  const texts = fields.filter(({ kind }) => kind === 'day').flatMap(({ read }) => textsOf(read));
  learnDayOrder(dayOrder, texts);
  if (dayOrder.dayFirst !== undefined) return;
  for (const days of conditions) learnFromConditions(dayOrder, textsOf(days.read), days);
  if (dayOrder.dayFirst !== undefined || dayOrder.sampled) return;
  if (!texts.some((text) => possibleDays(text, options)?.length === 2)) return;
  dayOrder.sampled = true;
  learnDayOrder(dayOrder, await askForTexts(options));
}

/** What is said about the days of an answer, each kind once and with the first example. */
function createDayNotes({ calendar, note }: DayReaderOptions) {
  const said = new Set<string>();
  function once(kind: string, text: string): void {
    if (!said.has(kind)) note(text);
    said.add(kind);
  }
  return {
    noSuchDate: (value: JsonValue | undefined) =>
      once('none', `Dates that do not exist, such as ${String(value).trim()}, are shown as empty.`),
    unreadable: (text: string) =>
      once('unreadable', `Dates that cannot be read, such as ${quoted(text)}, are shown as they were sent.`),
    twofold: (value: JsonValue | undefined) =>
      once(
        'order',
        `Dates such as ${String(value).trim()} can be read in two ways, and nothing here shows which is meant: they are read ${readingsOf(String(value))?.usual === 'dayFirst' ? 'day' : 'month'} first.`,
      ),
    /** Says so if the value of a day is the midnight of another zone than the configured one. */
    zone(seconds: number, day: string): void {
      const ahead = Date.parse(`${day}T00:00:00Z`) / 1000 - seconds;
      const isHere = calendar.day(seconds) !== calendar.day(seconds - 1);
      if (ahead === 0 || isHere || seconds % 900 !== 0) return;
      const { zone } = calendar;
      once(
        'zone',
        `Dates are stored as midnight at ${offsetName(ahead)} and shown as days there; COPPER_TIMEZONE is ${zone}.`,
      );
    },
  };
}

/** Makes the reader of days for one answer. */
export function createDayReader(options: DayReaderOptions): DayReader {
  const { calendar } = options;
  const notes = createDayNotes(options);
  /** Days repeat, and a zone's calendar is slow. */
  const known = new Map<JsonValue | undefined, string | undefined>();

  /** A day; null for what is not a date, undefined for one that does not exist. */
  function read(value: JsonValue | undefined): string | undefined | null {
    if (known.has(value)) return known.get(value);
    const days = possibleDays(value, options);
    if (days === undefined) return null;
    const [day, other] = days;
    const seconds = secondsOf(value);
    if (day === undefined) notes.noSuchDate(value);
    else if (seconds !== undefined) notes.zone(seconds, day);
    if (other === undefined) known.set(value, day);
    else notes.twofold(value);
    return day;
  }

  return {
    dayOf: (value) => read(value) ?? undefined,
    dayCell(value) {
      const day = read(value);
      if (day !== null) return day ?? null;
      const text = textCell(value, false);
      if (text !== null) notes.unreadable(text);
      return text;
    },
    timeCell(value) {
      const seconds = secondsOf(value);
      if (seconds === undefined) return textCell(value, false);
      if (calendar.dayOfMidnight(seconds) !== undefined) return calendar.time(seconds);
      notes.noSuchDate(seconds);
      return null;
    },
    learn: (rows, fields, conditions = []) => learnFromRows(options, rows, fields, conditions),
    meets(row, { read: readRaw, ...span }) {
      const value = readRaw(row);
      if (value === null || value === '') return false;
      const days = possibleDays(value, options) ?? [];
      return days.length === 0 || days.some((day) => isWithin(day, span));
    },
    testDay(row, { read: readRaw, ...span }) {
      const value = readRaw(row);
      if (value === null || value === '') return false;
      const [day, other] = possibleDays(value, options) ?? [];
      return day === undefined || other !== undefined ? undefined : isWithin(day, span);
    },
  };
}
