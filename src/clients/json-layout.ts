import { isObject, type JsonValue } from '../tool/json.ts';

/** How a JSON text is laid out. */
export interface Layout {
  /** What one level is indented by; empty where the whole text stands on one line. */
  readonly unit: string;
  readonly eol: string;
  /** A space after colons and commas of one line. */
  readonly gap: string;
}

/** Learns the layout of a text from itself; two spaces and `\n` where it shows none. */
export function layoutOf(text: string): Layout {
  const body = text.trim();
  const oneLine = /^\{[^\r\n]*[^\s{}][^\r\n]*\}$/.test(body);
  const [, indent = '  '] = /[\r\n]([ \t]+)(?=["/}])/.exec(text) ?? [];
  return {
    unit: oneLine ? '' : indent,
    eol: /\r\n|\n|\r/.exec(text)?.[0] ?? '\n',
    gap: !oneLine || /":\s/.test(body) ? ' ' : '',
  };
}

/** White space in front of the first character of the line that holds an offset. */
export function indentAt(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** A value on one line. */
function inline(value: JsonValue, gap: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const join = (parts: readonly string[]) => parts.join(`,${gap}`);
  if (Array.isArray(value)) return `[${join(value.map((one) => inline(one, gap)))}]`;
  const members = Object.entries(value).flatMap(([key, one]) =>
    one === undefined ? [] : `${JSON.stringify(key)}:${gap}${inline(one, gap)}`,
  );
  return `{${join(members)}}`;
}

/** A value as people write it: objects over several lines where the layout has lines, lists of words on one. */
export function print(value: JsonValue, layout: Layout, indent: string): string {
  const { unit, eol, gap } = layout;
  const deeper = indent + unit;
  const lines = (open: string, items: readonly string[], close: string) =>
    `${open}${eol}${items.map((item) => deeper + item).join(`,${eol}`)}${eol}${indent}${close}`;
  if (unit !== '' && Array.isArray(value) && value.some(isObject))
    return lines(
      '[',
      value.map((one) => print(one, layout, deeper)),
      ']',
    );
  if (unit === '' || !isObject(value) || Object.keys(value).length === 0) return inline(value, gap);
  const members = Object.entries(value).flatMap(([key, one]) =>
    one === undefined ? [] : `${JSON.stringify(key)}: ${print(one, layout, deeper)}`,
  );
  return lines('{', members, '}');
}
