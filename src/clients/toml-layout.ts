import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';

/** Offset of the first character of a line. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Offset after the last character of a line, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const rest = /\r?\n|$/.exec(text.slice(offset));
  return offset + (rest?.index ?? 0);
}

/** The line break of the text. */
export const eolOf = (text: string): string => (/\r?\n/.exec(text) ?? ['\n'])[0];

const bare = /^[\w-]+$/;

/** A dotted key. */
export const printKey = (keys: readonly string[]): string =>
  keys.map((key) => (bare.test(key) ? key : JSON.stringify(key))).join('.');

/** A value on one line. JSON's escapes are valid in TOML's basic strings. */
export function printValue(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? '');
  const pairs = Object.entries(value).map(([key, one]) => `${printKey([key])} = ${printValue(one)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** An object as a table with a header, its objects as tables of their own below. */
export function printTable(path: readonly string[], value: JsonObject, eol: string): string {
  const entries = Object.entries(value);
  const pairs = entries.filter(([, one]) => !isObject(one));
  const lines = [
    `[${printKey(path)}]`,
    ...pairs.map(([key, one]) => `${printKey([key])} = ${printValue(one)}`),
  ];
  const below = entries.flatMap(([key, one]) => (isObject(one) ? printTable([...path, key], one, eol) : []));
  return [lines.join(eol), ...below].join(eol + eol);
}
