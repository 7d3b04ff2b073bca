import { decimalOf } from './decimal.ts';

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object; missing keys read as `undefined`. */
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

/** True for a plain object, false for null, arrays and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of JSON text. @throws SyntaxError */
export function parseJsonText(text: string): JsonValue {
  const value: unknown = JSON.parse(text);
  return value as JsonValue;
}

/** As JSON writes numbers, with spaces around: `1.000` is 1. */
const plainNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number in a text: as JSON writes it, else as people do, if that can be read in one way only (`1,000`, `1.000,50`). */
function numberIn(text: string): number | undefined {
  const given = text.trim();
  if (plainNumber.test(given)) return Number(given);
  const [, sign = '', digits] = /^([+\-−]?)\s?(\d[\d.,'’\s]{0,40})$/u.exec(given) ?? [];
  const read = digits === undefined ? undefined : decimalOf(digits);
  return read === undefined || sign === '' || sign === '+' ? read : -read;
}

/** A number, also if Copper sends it as text; undefined for anything else. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  const read = typeof value === 'string' ? numberIn(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

/** True for a value that is there where a number should be, and is none. */
export const isNotNumber = (value: JsonValue | undefined): boolean =>
  value !== undefined &&
  value !== null &&
  !(typeof value === 'string' && value.trim() === '') &&
  numberOf(value) === undefined;

/** What parsing a JSON text will cost beside its bytes. */
interface JsonSize {
  /** Levels of lists and objects. */
  readonly depth: number;
  /** Lists, objects and members at most; those in texts are not counted. */
  readonly values: number;
}

/** Measures a JSON text without parsing it, in one pass; of a text that is not JSON it says nothing useful. */
export function jsonSize(text: string): JsonSize {
  let depth = 0;
  let deepest = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfText(text, at);
    else if (code === 0x5b || code === 0x7b) {
      depth++;
      values++;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x5d || code === 0x7d) depth--;
    else if (code === 0x2c) values++;
  }
  return { depth: deepest, values };
}

/** The place of the quotation mark that ends the text that begins here; the end of all if there is none. */
function endOfText(text: string, start: number): number {
  // Texts may be megabytes, and the engine finds a character faster than a loop does.
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === 0x5c) before--;
    // An even number of backslashes escape one another.
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}

/** No client nests deeper: a call is five levels of lists and objects, filters a few more. */
const maxMessageDepth = 64;

/** The most values of a message: a list of 20,000 ids is more than any tool takes. */
const maxMessageValues = 50_000;

/** Why a message is not parsed although it may be JSON; undefined for one that is. */
export const jsonProblem = (text: string): string | undefined => problemOf(jsonSize(text));

function problemOf({ depth, values }: JsonSize): string | undefined {
  if (depth > maxMessageDepth) return `it is nested more than ${maxMessageDepth} levels deep`;
  return values > maxMessageValues
    ? `it has more than ${maxMessageValues.toLocaleString('en-US')} values`
    : undefined;
}

/** What a parsed value costs beside its text, in bytes: an empty object, and its place in a list. */
const valueBytes = 64;

/** Bytes of memory that a message takes, as text and parsed; what `jsonProblem` refuses is not parsed. */
export function bytesOfMessage(text: string): number {
  const size = jsonSize(text);
  const values = problemOf(size) === undefined ? size.values : 0;
  return Buffer.byteLength(text) + values * valueBytes;
}

/** The value of a JSON text; undefined if it is not JSON, or if it is not parsed because of its depth or its number of values. */
export function parseJson(text: string): JsonValue | undefined {
  if (jsonProblem(text) !== undefined) return undefined;
  try {
    return parseJsonText(text);
  } catch {
    return undefined;
  }
}

/** Values, members of one object, and levels that no reply of Copper comes near; reading more of them could block everybody for seconds. */
const maxReplyValues = 200_000;
const maxMembers = 2_000;
const maxReplyDepth = 100;

/** What a reply must not have, in words. Put together when it is said: the first number with separators costs a start 10 ms. */
export const tooMuchJson = () =>
  `has more than ${maxReplyValues.toLocaleString('en-US')} values, ${maxMembers.toLocaleString('en-US')} members of one object or ${maxReplyDepth} levels`;

/** Where a whole number begins, with its sign, and ends, in bytes. */
type NumberPlace = readonly [start: number, end: number];

const quote = 0x22;
const isDigit = (byte = 0) => byte >= 0x30 && byte <= 0x39;
const isOneOf = (signs: string, byte: number | undefined) =>
  byte !== undefined && signs.includes(String.fromCharCode(byte));

/** Digits of a whole number that a number of JavaScript never rounds. */
const exactDigits = 15;

/** Where the whole number is that the digits between `start` and `end` make, if a number of JavaScript would round it. */
function roundedAt(json: Uint8Array, start: number, end: number): NumberPlace | undefined {
  if (end - start <= exactDigits) return undefined;
  // From the first digits on that are not exact, what they amount to stays above the largest exact number.
  let amount = 0;
  for (let at = start; at < end; at++) amount = 10 * amount + (json[at] ?? 0) - 0x30;
  if (amount <= Number.MAX_SAFE_INTEGER || isOneOf('.eE', json[end])) return undefined;
  const signed = isOneOf('+-', json[start - 1]) ? start - 1 : start;
  return isOneOf('.eE', json[signed - 1]) ? undefined : [signed, end];
}

/**
 * Looks at what stands outside of texts before anything is made of it: whether there are more values, members of one object, or lists
 * within lists than any reply has; and whole numbers that JavaScript would round, such as ids of 19 digits.
 */
export function scanJson(json: Uint8Array): 'too much' | readonly NumberPlace[] {
  const numbers: NumberPlace[] = [];
  let depth = 0;
  let values = 1;
  // How many commas may still follow, on each level that is open.
  const room = new Int32Array(maxReplyDepth + 1);
  // Most bytes are those of texts, then digits: these are told first.
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (byte === quote) {
      at++;
      for (let inside = json[at]; at < json.length && inside !== quote; inside = json[++at])
        if (inside === 0x5c) at++;
    } else if (isDigit(byte)) {
      const start = at;
      while (isDigit(json[at + 1])) at++;
      const rounded = roundedAt(json, start, at + 1);
      if (rounded !== undefined) numbers.push(rounded);
    } else if (byte === 0x2c) {
      values++;
      const left = room[depth] ?? 0;
      if (values > maxReplyValues || (left === 0 && depth > 0)) return 'too much';
      room[depth] = left - 1;
    } else if (byte === 0x5b || byte === 0x7b) {
      values++;
      depth++;
      if (values > maxReplyValues || depth > maxReplyDepth) return 'too much';
      room[depth] = byte === 0x7b ? maxMembers - 1 : maxReplyValues;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return numbers;
}

/** The text with these numbers in quotes, with their sign: rounded, an id would be that of another record. */
export function withQuotes(json: Uint8Array, numbers: readonly NumberPlace[]): string {
  const quoted = new Uint8Array(json.length + 2 * numbers.length);
  let [from, to] = [0, 0];
  for (const place of numbers.flat()) {
    quoted.set(json.subarray(from, place), to);
    to += place - from;
    quoted[to++] = quote;
    from = place;
  }
  quoted.set(json.subarray(from), to);
  return new TextDecoder().decode(quoted);
}
