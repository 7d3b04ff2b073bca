import type { JsonValue } from '../tool/json.ts';
import {
  endOf,
  itemAt,
  type JsonContainer,
  type JsonDocument,
  type JsonItem,
  jsonValueOf,
  openJson,
  startOf,
} from './json-document.ts';
import { insertItem, removeItem } from './json-items.ts';
import { detectLayout, indentAt, printJson } from './json-layout.ts';
import type { ConfigFormat } from './mcp-clients.ts';
import { type ConfigPath, type ConfigSyntax, type PathStep, positionAt, UneditableText } from './syntax.ts';

type JsonFormat = Extract<ConfigFormat, { kind: 'json' }>;

/** The value at the rest of a path, with the objects and lists that lead to it. */
const nested = (value: JsonValue, path: ConfigPath): JsonValue =>
  path.reduceRight<JsonValue>((rest, step) => (typeof step === 'string' ? { [step]: rest } : [rest]), value);

/** Follows a path as far as the text has it: the last container, and the item that the next step means. */
function follow(
  { root }: JsonDocument,
  path: ConfigPath,
): { container: JsonContainer; step: PathStep; item?: JsonItem; depth: number } {
  if (root === undefined) throw new UneditableText('it is empty');
  let container: JsonContainer = root;
  for (const [depth, step] of path.entries()) {
    const item = itemAt(container, step);
    if (item === undefined) return { container, step, depth };
    if (depth === path.length - 1) return { container, step, item, depth };
    const { value } = item;
    if (value.type !== 'Object' && value.type !== 'Array')
      throw new UneditableText(`${JSON.stringify(step)} is not an object or a list`);
    container = value;
  }
  throw new UneditableText('the path is empty');
}

/** A text that had no value: its comments stay in front. */
function firstValue(text: string, value: JsonValue): string {
  const layout = detectLayout(text);
  const comments = text.trimEnd();
  return `${comments}${comments === '' ? '' : layout.eol}${printJson(value, layout, '')}${layout.eol}`;
}

function put(document: JsonDocument, path: ConfigPath, value: JsonValue): string {
  const { text } = document;
  if (document.root === undefined) return firstValue(text, nested(value, path));
  const { container, step, item, depth } = follow(document, path);
  if (item === undefined) return insertItem(document, container, step, nested(value, path.slice(depth + 1)));
  const layout = detectLayout(text);
  const oneLine = !/[\r\n]/.test(text.slice(startOf(container), startOf(item)));
  const printed = printJson(value, oneLine ? { ...layout, unit: '' } : layout, indentAt(text, startOf(item)));
  return text.slice(0, startOf(item.value)) + printed + text.slice(endOf(item.value));
}

function remove(text: string, path: ConfigPath, format: JsonFormat): string {
  const document = openJson(text, format);
  if (document.root === undefined) return text;
  const { container, item } = follow(document, path);
  if (item === undefined) return text;
  // A name may occur more than once.
  return remove(removeItem(document, container, item), path, format);
}

/** JSON, with comments and trailing commas if the client accepts them. */
export function jsonSyntax(format: JsonFormat): ConfigSyntax {
  return {
    read: (text) => jsonValueOf(text, format),
    where(text, path) {
      const document = openJson(text, format);
      if (document.root === undefined) return undefined;
      const { item } = follow(document, path);
      return item === undefined ? undefined : positionAt(text, startOf(item.value));
    },
    put: (text, path, value) => put(openJson(text, format), path, value),
    remove: (text, path) => remove(text, path, format),
  };
}
