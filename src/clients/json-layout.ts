import { isObject, type JsonValue } from '../tool/json.ts';

/** The layout of a JSON text. */
interface JsonLayout {
  /** Indentation of one level; empty if the whole text is on one line. */
  readonly unit: string;
  readonly eol: string;
  /** A space, or nothing, after colons and commas on one line. */
  readonly gap: string;
}

/** Detects the layout of a text; two spaces and `\n` if it shows none. */
export function detectLayout(text: string): JsonLayout {
  const body = text.trim();
  const isFilled = body.startsWith('{') && body.endsWith('}') && /[^\s{}]/.test(body.slice(1, -1));
  const oneLine = isFilled && !/[\r\n]/.test(body);
  const [, indent = '  '] = /[\r\n]([ \t]+)(?=["/}])/.exec(text) ?? [];
  return {
    unit: oneLine ? '' : indent,
    eol: /\r\n|\n|\r/.exec(text)?.[0] ?? '\n',
    gap: !oneLine || /":\s/.test(body) ? ' ' : '',
  };
}

/** The indentation of the line at an offset. */
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

/** A value in a layout: objects over several lines if the layout has lines, lists of plain values on one. */
export function printJson(value: JsonValue, layout: JsonLayout, indent: string): string {
  const { unit, eol, gap } = layout;
  const deeper = indent + unit;
  const lines = (open: string, items: readonly string[], close: string) =>
    `${open}${eol}${items.map((item) => deeper + item).join(`,${eol}`)}${eol}${indent}${close}`;
  if (unit !== '' && Array.isArray(value) && value.some(isObject)) {
    const items = value.map((one) => printJson(one, layout, deeper));
    return lines('[', items, ']');
  }
  if (unit === '' || !isObject(value) || Object.keys(value).length === 0) return inline(value, gap);
  const members = Object.entries(value).flatMap(([key, one]) =>
    one === undefined ? [] : `${JSON.stringify(key)}: ${printJson(one, layout, deeper)}`,
  );
  return lines('{', members, '}');
}
