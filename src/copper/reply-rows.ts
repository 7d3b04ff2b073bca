import { isObject, type JsonObject, type JsonValue, numberOf } from '../tool/json.ts';
import type { CopperReply } from '../tool/request.ts';
import { formatNumber, joined, numbered, quotedMessage } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { Operation } from './operations.ts';
import { cleanMessage, upstreamMessage } from './upstream-message.ts';

function count(value: unknown): number | undefined {
  const read = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof read === 'number' && Number.isSafeInteger(read) && read >= 0 ? read : undefined;
}

/** Activity types come as `{user: […], system: […]}`: one list, in which every item has its `category`. */
function flatTypes(json: JsonObject): JsonValue[] | undefined {
  const groups = Object.entries(json);
  const grouped =
    groups.length > 0 && groups.every(([key, value]) => /^(user|system)$/.test(key) && Array.isArray(value));
  if (!grouped) return undefined;
  return groups.flatMap(([category, items]) =>
    [items].flat().map((item) => (isObject(item) ? { category, ...item } : (item ?? null))),
  );
}

/** In a list without pages; the longest one, of tags, has 10,000. */
const maxEntries = 20_000;

/** On a page: a Copper that does not heed the size that was asked for sends its own, which is 200 at most. */
const maxPageEntries = 1_000;

/** The entries of a list. Those that hold nothing become `{}`, so that each keeps its place on the page. */
function checkedEntries(
  list: readonly JsonValue[],
  texts: boolean,
  requested?: number,
): JsonObject[] | string[] {
  const most = requested === undefined ? maxEntries : Math.max(maxPageEntries, requested);
  if (list.length > most) {
    const where = requested === undefined ? '' : `, although only ${formatNumber(requested)} were requested,`;
    const much = `Copper's answer lists more than ${formatNumber(most)} entries${where} and was not read.`;
    throw new ToolError('unavailable', `${much} Narrow the request: a lower limit or more filters.`);
  }
  const entries = list.map((entry) => (entry === null || entry === '' ? {} : entry));
  if (entries.every(isObject)) return entries.map(withNumbers);
  const filled = entries.filter((entry) => !isObject(entry) || Object.keys(entry).length > 0);
  if (texts && filled.every((entry) => typeof entry === 'string')) return filled;
  throw unexpectedFormat();
}

/** The error for a reply of no known shape; quotes the reply's message, if it has one. */
function unexpectedFormat(json?: JsonValue): ToolError {
  const raw = upstreamMessage(json);
  const said = raw === undefined ? undefined : cleanMessage(raw);
  const says = said === undefined ? '' : `; it says ${quotedMessage(said)}`;
  return new ToolError('unavailable', `Copper's answer has an unexpected format${says}. Try again later.`);
}

/** The list in a reply that should hold one: bare, in an envelope `{page_number, total, data}`, or by category. */
function listIn(json: JsonValue): { readonly list: readonly JsonValue[]; readonly total?: number } {
  if (Array.isArray(json)) return { list: json };
  if (!isObject(json)) throw unexpectedFormat();
  const { data } = json;
  const total = count(json.total);
  const list = total === 0 ? (data ?? []) : data;
  if (Array.isArray(list)) return { list, ...(total === undefined ? {} : { total }) };
  const types = flatTypes(json);
  if (types === undefined) throw unexpectedFormat(json);
  return { list: types };
}

/** The only record in a reply that should hold one: bare, or alone in a list. */
function recordIn(json: JsonValue): JsonObject | [] {
  if (isObject(json)) return withNumbers(json);
  const [only, second] = Array.isArray(json) ? json : [json];
  if ((only === null && second === undefined) || (Array.isArray(json) && json.length === 0)) return [];
  if (second !== undefined || !isObject(only)) throw unexpectedFormat();
  return withNumbers(only);
}

/**
 * What Copper answered, taken out of whichever shape it came in: the envelope `{page_number, total, data}`, a bare array with or without
 * `X-PW-TOTAL`, activity types by category, or a single record. Ids and amounts that came as text are numbers.
 *
 * @param returns what the operation returns; by default records
 * @param requested how many entries the page was asked for; undefined for a list without pages
 * @throws ToolError `unavailable` for JSON that is none of these, or that lists far more than was asked for
 */
export function toReply(
  json: JsonValue,
  headers: Headers,
  returns?: Operation['returns'],
  requested?: number,
): CopperReply {
  if (returns === 'record') return { data: recordIn(json) };
  const { list, ...found } = listIn(json);
  // An upper bound, according to Copper.
  const { total = count(headers.get('x-pw-total') ?? undefined) } = found;
  return {
    data: checkedEntries(list, returns === 'tags', requested),
    ...(total === undefined ? {} : { total }),
  };
}

/** Members that hold numbers, and which texts are such numbers: ids and counts, moments in Unix seconds. */
const numeric: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|_)ids?$|_count$/, /^\d{1,15}$/],
  [/^date_|_(?:date|at)$/, /^\d{9,10}$/],
];

const amounts = /^(?:monetary_value|converted_value|win_probability)$/;

function numberIn(name: string, text: string): number | undefined {
  // Most texts are none, whatever their member is called, and most of these begin with a letter.
  if (text.charCodeAt(0) > 0x40 && text.charCodeAt(0) < 0x80) return undefined;
  if (!/^\s*[+\-−]?[.\d]/u.test(text)) return undefined;
  if (amounts.test(name)) return numberOf(text);
  const digits = text.trim();
  return numeric.some(([names, form]) => names.test(name) && form.test(digits)) ? Number(digits) : undefined;
}

function read(name: string, value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'string') return numberIn(name, value) ?? value;
  if (Array.isArray(value)) {
    const isRead = value.every((item) => read(name, item) === item);
    return isRead ? value : value.map((item) => read(name, item) ?? null);
  }
  return isObject(value) ? withNumbers(value) : value;
}

/**
 * A record whose ids, moments and amounts are numbers, whether they came as numbers or as text; all other values as they came. What the
 * value of a custom field is, only its definition tells.
 */
function withNumbers(record: JsonObject): JsonObject {
  // Most records need no copy, which takes longer than all else for one of many members.
  const isRead = Object.keys(record).every((name) => read(name, record[name]) === record[name]);
  if (isRead) return record;
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, read(name, value)]));
}

/** Entries of Copper's replies that are not rows of an answer, or not another one. */
export interface SkippedRows {
  /** Entries without any content. */
  empty: number;
  /** Stubs of deleted records. */
  deleted: number;
  /** Rows that their own page had before, or that are there for another record as well. */
  repeated: number;
}

/** Takes the rows out of the entries of pages: no empty ones, no deleted ones, and each once. */
export interface RowFilter {
  readonly skipped: SkippedRows;
  /** The rows of a page that were not there before; `isAllKnown` if nothing on it is new. */
  take(entries: readonly JsonObject[]): { readonly fresh: JsonObject[]; readonly isAllKnown: boolean };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** What tells a row from others: its id, and what an id alone does not tell: related records have a type, activity types a category. */
function identityOf({ id, type, category }: JsonObject): string | undefined {
  return id === undefined || id === null ? undefined : `${id} ${textOf(type)} ${textOf(category)}`;
}

/** The record that an activity is listed under: Copper lists it once for each. */
const parentOf = ({ parent }: JsonObject) => (isObject(parent) ? `${parent.type} ${parent.id}` : '');

/**
 * A filter that has seen no rows yet.
 *
 * @param once what comes once: by default a record, even if it is listed under several others; or each `listing` of it
 */
export function createRowFilter(once: 'record' | 'listing' = 'record'): RowFilter {
  const records = new Set<string>();
  const listings = new Set<string>();
  const skipped: SkippedRows = { empty: 0, deleted: 0, repeated: 0 };

  function isFresh(row: JsonObject, onPage: Set<string>): boolean {
    const record = identityOf(row);
    if (record === undefined) return true;
    const listing = `${record} ${parentOf(row)}`;
    const [isKnown, isListed] = [records.has(record), listings.has(listing)];
    records.add(record);
    listings.add(listing);
    // A listing that was on an earlier page has only moved, so it does not count as repeated.
    const isSecond = onPage.has(listing) || !isListed;
    onPage.add(listing);
    if (row.is_deleted === true) {
      if (!isListed) skipped.deleted++;
      return false;
    }
    if (once === 'record' ? !isKnown : !isListed) return true;
    if (isSecond) skipped.repeated++;
    return false;
  }

  return {
    skipped,
    take(entries) {
      const onPage = new Set<string>();
      const filled = entries.filter((entry) => Object.keys(entry).length > 0);
      skipped.empty += entries.length - filled.length;
      const before = listings.size;
      const fresh = filled.filter((row) => isFresh(row, onPage));
      const isNew = listings.size > before || fresh.length > 0;
      return { fresh, isAllKnown: !isNew };
    },
  };
}

/** The entries of a reply; a single record is one. */
export const entriesOf = ({ data }: CopperReply): JsonObject[] =>
  Array.isArray(data) ? data.map((entry) => (isObject(entry) ? entry : { name: entry })) : [data];

/** The rows of a reply, each once. */
export const rowsOf = (reply: CopperReply): JsonObject[] => createRowFilter().take(entriesOf(reply)).fresh;

/** The note on what was left out; empty if nothing was. */
export function skippedNote({ empty, deleted, repeated }: SkippedRows): string {
  const part = (count: number, one: string, several: string) =>
    count === 0 ? [] : [numbered(count, one, several)];
  const parts = [
    ...part(empty, 'empty entry', 'empty entries'),
    ...part(deleted, 'deleted record', 'deleted records'),
    ...part(repeated, 'repeated row', 'repeated rows'),
  ];
  if (parts.length === 0) return '';
  const all = joined(parts);
  const are = parts.length === 1 && /^1 /.test(all) ? 'is' : 'are';
  return `Copper also sent ${all}, which ${are} left out.`;
}
