import type { Calendar } from '../tool/clock.ts';
import { isObject, type JsonValue } from '../tool/json.ts';
import { clean, cleanLine } from './clean.ts';
import { type DayOrder, dayFromText } from './close-date.ts';

/** What stands in one place of an answer; null is empty. */
export type CellValue = string | number | boolean | null;

/** The parts of an address in the order people write them. */
const addressParts = ['street', 'city', 'state', 'postal_code', 'country'];

/** A day in Unix seconds: local midnight, or midnight UTC where a server counts days so. */
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

/** A moment from Unix seconds. */
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
  const said = parts.flatMap((key) => flat(value[key]));
  return said.length === 0 ? [] : [said.join(', ')];
}

/** Text, numbers or lists of them; `lines` keeps line ends, as one record's long text needs them. */
export function textCell(value: JsonValue, lines: boolean): CellValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const tidy = lines ? clean : cleanLine;
  return tidy(flat(value).join(', ')).trim() || null;
}

/** The first of several, and how many others there are. */
export function firstCell(value: JsonValue): CellValue {
  const [first, ...others] = flat(value);
  if (first === undefined) return null;
  return others.length === 0 ? cleanLine(first) : `${cleanLine(first)} (+${others.length})`;
}

/** Text of at most `most` characters, with what is missing told: `… (+431 chars)`. */
export function truncate(cell: CellValue, most: number): CellValue {
  if (typeof cell !== 'string' || cell.length <= most) return cell;
  const kept = cell
    .slice(0, most)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trimEnd();
  return `${kept}… (+${cell.length - kept.length} chars)`;
}
