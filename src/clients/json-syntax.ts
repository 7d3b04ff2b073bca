import { evaluate } from '@humanwhocodes/momoa';
import { isObject, type JsonValue } from '../tool/json.ts';
import type { Format } from './client.ts';
import {
  type Container,
  endOf,
  type Item,
  itemAt,
  type JsonDocument,
  openJson,
  startOf,
} from './json-document.ts';
import { insertItem, removeItem } from './json-items.ts';
import { indentAt, layoutOf, print } from './json-layout.ts';
import type { Path, Step } from './path.ts';
import { placeOf, type Syntax, UneditableText } from './syntax.ts';

type JsonFormat = Extract<Format, { kind: 'json' }>;

/** The value at the rest of a path, with the objects and lists that lead to it. */
const nested = (value: JsonValue, path: Path): JsonValue =>
  path.reduceRight<JsonValue>(
    (inner, step) => (typeof step === 'string' ? { [step]: inner } : [inner]),
    value,
  );

/** Where a path leads as far as the text has it: the last container on it, and the item that the next step means. */
function walk(
  { root }: JsonDocument,
  path: Path,
): { container: Container; step: Step; item?: Item; depth: number } {
  if (root === undefined) throw new UneditableText('it is empty');
  let container: Container = root;
  for (const [depth, step] of path.entries()) {
    const item = itemAt(container, step);
    if (item === undefined) return { container, step, depth };
    if (depth === path.length - 1) return { container, step, item, depth };
    const { value } = item;
    if (value.type !== 'Object' && value.type !== 'Array')
      throw new UneditableText(`${JSON.stringify(step)} holds a single value`);
    container = value;
  }
  throw new UneditableText('the path is empty');
}

/** A text without a value: its comments stay in front. */
function begun(text: string, value: JsonValue): string {
  const layout = layoutOf(text);
  const comments = text.trimEnd();
  return `${comments}${comments === '' ? '' : layout.eol}${print(value, layout, '')}${layout.eol}`;
}

function put(document: JsonDocument, path: Path, value: JsonValue): string {
  const { text } = document;
  if (document.root === undefined) return begun(text, nested(value, path));
  const { container, step, item, depth } = walk(document, path);
  if (item === undefined) return insertItem(document, container, step, nested(value, path.slice(depth + 1)));
  const layout = layoutOf(text);
  const oneLine = !/[\r\n]/.test(text.slice(startOf(container), startOf(item)));
  const printed = print(value, oneLine ? { ...layout, unit: '' } : layout, indentAt(text, startOf(item)));
  return text.slice(0, startOf(item.value)) + printed + text.slice(endOf(item.value));
}

function remove(text: string, path: Path, format: JsonFormat): string {
  const document = openJson(text, format);
  if (document.root === undefined) return text;
  const { container, item, depth } = walk(document, path);
  if (item === undefined || depth < path.length - 1) return text;
  // A name may stand there more than once; each time, the last one counts.
  return remove(removeItem(document, container, item), path, format);
}

/** JSON, with comments and trailing commas where the client takes them. */
export function jsonSyntax(format: JsonFormat): Syntax {
  return {
    read(text) {
      const { root } = openJson(text, format);
      const value = root === undefined ? {} : evaluate(root);
      return isObject(value) ? value : {};
    },
    where(text, path) {
      const document = openJson(text, format);
      if (document.root === undefined) return undefined;
      const { item, depth } = walk(document, path);
      return item === undefined || depth < path.length - 1 ? undefined : placeOf(text, startOf(item.value));
    },
    put: (text, path, value) => put(openJson(text, format), path, value),
    remove: (text, path) => remove(text, path, format),
  };
}
