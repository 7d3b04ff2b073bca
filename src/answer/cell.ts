import { stripVTControlCharacters } from 'node:util';
import type { Calendar } from '../tool/clock.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { Column } from '../tool/record.ts';

/** The value of one cell of an answer; null is empty. */
export type CellValue = string | number | boolean | null;

/** The parts of an address in the order people write them. */
const addressParts = ['street', 'city', 'state', 'postal_code', 'country'];

/** The day of a time in Unix seconds: its UTC day at midnight UTC, else its local day. */
function dayOf(seconds: number, calendar: Calendar): string {
  return seconds % 86_400 === 0 ? new Date(seconds * 1000).toISOString().slice(0, 10) : calendar.day(seconds);
}

/** A day from Unix seconds or from Copper's text. */
export function dayCell(value: JsonValue, calendar: Calendar, order: DayOrder): CellValue {
  if (typeof value === 'number') return dayOf(value, calendar);
  if (typeof value !== 'string') return textCell(value, false);
  return /^\d{9,10}$/.test(value)
    ? dayOf(Number(value), calendar)
    : cleanLine(dayFromText(value, order)) || null;
}

const isoDay = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Reads raw values as days; undefined for what is no day. */
export const dayReader = (calendar: Calendar, order: DayOrder) => (value: JsonValue | undefined) => {
  const day = value === undefined || value === null ? null : dayCell(value, calendar, order);
  return typeof day === 'string' && isoDay.test(day) ? day : undefined;
};

/** A time from Unix seconds. */
export function timeCell(value: JsonValue, calendar: Calendar): CellValue {
  const seconds = typeof value === 'string' && /^\d{9,10}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' ? calendar.time(seconds) : textCell(value, false);
}

function flat(value: JsonValue | undefined): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap(flat);
  if (!isObject(value)) return [String(value)];
  const keys = Object.keys(value);
  const parts = keys.some((key) => addressParts.includes(key)) ? addressParts : keys;
  const texts = parts.flatMap((key) => flat(value[key]));
  return texts.length === 0 ? [] : [texts.join(', ')];
}

/** Text, numbers or lists of them; `lines` keeps line breaks, for the long text of a single record. */
export function textCell(value: JsonValue, lines: boolean): CellValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const cleaned = lines ? clean : cleanLine;
  return cleaned(flat(value).join(', ')).trim() || null;
}

/** The first of several values, and the number of others. */
export function firstCell(value: JsonValue): CellValue {
  const [first, ...others] = flat(value);
  if (first === undefined) return null;
  return others.length === 0 ? cleanLine(first) : `${cleanLine(first)} (+${others.length})`;
}

/** Text of at most `max` characters; `… (+431 chars)` replaces what is cut. */
export function truncate(cell: CellValue, max: number): CellValue {
  if (typeof cell !== 'string' || cell.length <= max) return cell;
  const kept = cell
    .slice(0, max)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trimEnd();
  return `${kept}… (+${cell.length - kept.length} chars)`;
}

/**
 * What is removed from record text before agents see it: control characters, Unicode format characters (zero-width, bidirectional, the
 * "tag" letters that can hide a message), and the variation selectors that can do the same. Tabs and line breaks stay.
 */
const invisible = /(?![\t\n\r])\p{Cc}|\p{Cf}|[\u{e0100}-\u{e01ef}]/gu;

/**
 * Text without invisible characters and terminal escapes. Lone surrogates become � first, so that two of them with something invisible
 * between them cannot combine into an invisible character.
 */
export function clean(text: string): string {
  return stripVTControlCharacters(text.toWellFormed()).replace(invisible, '');
}

/** Clean text on one line: tabs, line breaks and runs of spaces become one space. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim();
}

/** How an account writes days as text: Copper sends `m/d/yyyy`, or `d/m/yyyy`, depending on the account's settings. */
export interface DayOrder {
  dayFirst: boolean | undefined;
}

const slashDate = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/;

/** Learns from texts whose day is above 12; what was learned stays until a text shows the opposite. */
export function learnDayOrder(order: DayOrder, texts: Iterable<string>): void {
  for (const text of texts) {
    const [, first = '', second = ''] = slashDate.exec(text) ?? [];
    if (Number(first) > 12) order.dayFirst = true;
    else if (Number(second) > 12) order.dayFirst = false;
  }
}

/** Learns from the day columns of rows. */
export function learnFromRows(
  order: DayOrder,
  columns: readonly Column[],
  rows: readonly JsonObject[],
): void {
  const days = columns.filter(({ field }) => field.as === 'day');
  learnDayOrder(
    order,
    rows.flatMap((row) => days.map(({ field }) => String(field.read(row) ?? ''))),
  );
}

/** `1/20/2027` as `2027-01-20`; other text is returned unchanged. */
export function dayFromText(text: string, order: DayOrder): string {
  const [, first = '', second = '', year = ''] = slashDate.exec(text) ?? [];
  if (year === '') return text;
  const [month, day] = order.dayFirst === true ? [second, first] : [first, second];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A number with thousands separators, `1,234`. */
export const formatNumber = (value: number) => value.toLocaleString('en-US');
