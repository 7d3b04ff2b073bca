import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { CopperReply } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** `X-PW-TOTAL`, which Copper sends with searches and calls an upper bound. */
function headerTotal(headers: Headers): number | undefined {
  const text = headers.get('x-pw-total')?.trim() ?? '';
  return /^\d+$/.test(text) ? count(Number(text)) : undefined;
}

/** Copper's activity types, `{user: […], system: […]}`, in one list; every item has its `category`. */
function flatTypes(json: JsonObject): JsonObject[] | undefined {
  const groups = Object.entries(json);
  const grouped =
    groups.length > 0 && groups.every(([key, value]) => /^(user|system)$/.test(key) && Array.isArray(value));
  if (!grouped) return undefined;
  return groups.flatMap(([category, items]) => objects(items).map((item) => ({ category, ...item })));
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function rows(list: JsonValue[]): JsonObject[] | string[] {
  if (list.every(isObject)) return list;
  if (list.every((item) => typeof item === 'string')) return list;
  throw unexpectedFormat();
}

function unexpectedFormat(): ToolError {
  return new ToolError('unavailable', "Copper's answer has an unexpected format. Try again later.");
}

/** The status that a 200 reply reports in its JSON, `{success: false, status, message}`; undefined if it reports no failure. */
export function reportedStatus(body: JsonValue): number | undefined {
  if (!isObject(body) || body.success !== false) return undefined;
  const { status } = body;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/**
 * What Copper answered, taken out of whichever shape it came in: the envelope `{page_number, total, data}`, a bare array with or without
 * `X-PW-TOTAL`, activity types by category, or a single record.
 *
 * @throws ToolError `unavailable` for JSON that is none of these.
 */
export function toReply(json: JsonValue, headers: Headers): CopperReply {
  const fromHeader = headerTotal(headers);
  if (Array.isArray(json)) return withTotal(rows(json), fromHeader);
  if (!isObject(json)) throw unexpectedFormat();
  if (Array.isArray(json.data) && ('total' in json || 'page_number' in json)) {
    return withTotal(rows(json.data), count(json.total) ?? fromHeader);
  }
  return { data: flatTypes(json) ?? json };
}

function withTotal(data: CopperReply['data'], total: number | undefined): CopperReply {
  return total === undefined ? { data } : { data, total };
}
