import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { CopperReply } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { Operation } from './operations.ts';
import { withNumbers } from './reply-numbers.ts';

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

/** In one reply; a page has 200 at most, and the longest list without pages, of tags, 10,000. */
const maxEntries = 50_000;

/** The entries of a list. Those that hold nothing become `{}`, so that each keeps its place on the page. */
function entriesOf(list: readonly JsonValue[], texts: boolean): JsonObject[] | string[] {
  if (list.length > maxEntries) {
    const much = `Copper's answer lists more than ${maxEntries.toLocaleString('en-US')} entries and was not read.`;
    throw new ToolError('unavailable', `${much} Narrow the request: a lower limit or more filters.`);
  }
  const entries = list.map((entry) => (entry === null || entry === '' ? {} : entry));
  if (entries.every(isObject)) return entries.map(withNumbers);
  const filled = entries.filter((entry) => !isObject(entry) || Object.keys(entry).length > 0);
  if (texts && filled.every((entry) => typeof entry === 'string')) return filled;
  throw unexpectedFormat();
}

function unexpectedFormat(): ToolError {
  return new ToolError('unavailable', "Copper's answer has an unexpected format. Try again later.");
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
  if (types === undefined) throw unexpectedFormat();
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
 * @throws ToolError `unavailable` for JSON that is none of these.
 */
export function toReply(json: JsonValue, headers: Headers, returns?: Operation['returns']): CopperReply {
  if (returns === 'record') return { data: recordIn(json) };
  const { list, ...found } = listIn(json);
  // An upper bound, according to Copper.
  const { total = count(headers.get('x-pw-total') ?? undefined) } = found;
  return { data: entriesOf(list, returns === 'tags'), ...(total === undefined ? {} : { total }) };
}
