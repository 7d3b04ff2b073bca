import { getStaticTOMLValue } from 'toml-eslint-parser';
import { isObject, type JsonValue } from '../tool/json.ts';
import type { Path } from './path.ts';
import { placeOf, type Syntax, UneditableText } from './syntax.ts';
import {
  isBelow,
  isSame,
  keysIn,
  openToml,
  type Pair,
  type Table,
  type TomlDocument,
} from './toml-document.ts';
import { eolOf, lineEnd, lineStart, printKey, printTable, printValue } from './toml-layout.ts';

const insertAt = (text: string, offset: number, added: string) =>
  text.slice(0, offset) + added + text.slice(offset);

/** A new pair inside `{ … }`. */
function putInline(
  { text }: TomlDocument,
  { node, path: above }: Pair,
  path: readonly string[],
  value: JsonValue,
) {
  if (node.value.type !== 'TOMLInlineTable')
    throw new UneditableText(`${printKey(above)} holds a single value`);
  const pair = `${printKey(path.slice(above.length))} = ${printValue(value)}`;
  const last = node.value.body.at(-1);
  if (last !== undefined) return insertAt(text, last.range[1], `, ${pair}`);
  return `${text.slice(0, node.value.range[0])}{ ${pair} }${text.slice(node.value.range[1])}`;
}

/** A new line below a header, or behind a pair. */
function putLine({ text }: TomlDocument, node: Table['node'] | Pair['node'], line: string): string {
  const last = node.type === 'TOMLTable' ? (node.body.at(-1) ?? node) : node;
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, last.range[0])))?.[0] ?? '';
  return insertAt(text, lineEnd(text, last.range[1]), `${eolOf(text)}${indent}${line}`);
}

/** New headers: behind what stands below the same parent, else at the end, after an empty line. */
function putTable(document: TomlDocument, path: readonly string[], value: JsonValue): string {
  const { text, tables } = document;
  const eol = eolOf(text);
  const printed = isObject(value)
    ? printTable(path, value, eol)
    : printTable(path.slice(0, -1), { [path.at(-1) ?? '']: value }, eol);
  const beside =
    path.length > 2 ? tables.findLast((table) => isBelow(table.path, path.slice(0, -1))) : undefined;
  if (beside !== undefined) return insertAt(text, lineEnd(text, beside.node.range[1]), eol + eol + printed);
  if (text === '') return printed + eol;
  // A text whose last line has no end keeps that, so that all can be taken back.
  return text.endsWith('\n') ? text + eol + printed + eol : text + eol + eol + printed;
}

function put(text: string, path: readonly string[], value: JsonValue): string {
  const document = openToml(text);
  const { pairs, tables } = document;
  const same = pairs.find((pair) => isSame(pair.path, path));
  if (same !== undefined) {
    const [start, end] = same.node.value.range;
    return text.slice(0, start) + printValue(value) + text.slice(end);
  }
  const holder = pairs.findLast((pair) => isBelow(path, pair.path));
  if (holder !== undefined) return putInline(document, holder, path, value);
  if (isObject(value)) return putTable(document, path, value);
  const above = path.slice(0, -1);
  const table = tables.find((one) => isSame(one.path, above));
  if (table !== undefined)
    return putLine(document, table.node, `${printKey(path.slice(-1))} = ${printValue(value)}`);
  // Its neighbours may be dotted keys below a header further up.
  const beside = pairs.findLast((pair) => !pair.inline && isBelow(pair.path, above));
  if (beside === undefined) return putTable(document, path, value);
  const depth = beside.path.length - beside.node.key.keys.length;
  return putLine(document, beside.node, `${printKey(path.slice(depth))} = ${printValue(value)}`);
}

/** Takes a pair out of `{ … }`, with its comma. */
function removeInline(text: string, { node }: Pair): string {
  const table = node.parent;
  if (table.type !== 'TOMLInlineTable' || table.body.length === 1)
    return `${text.slice(0, table.range[0])}{}${text.slice(table.range[1])}`;
  const at = table.body.indexOf(node);
  const [before, after] = [table.body[at - 1], table.body[at + 1]];
  const start = before?.range[1] ?? node.range[0];
  return text.slice(0, start) + text.slice(before === undefined ? (after?.range[0] ?? start) : node.range[1]);
}

/** Takes whole lines away, and with a header the empty line in front of it. */
function removeLines(text: string, start: number, end: number, withBlank: boolean): string {
  const eol = eolOf(text);
  const rest = text.slice(end);
  let head = text.slice(0, start);
  if (withBlank && head.endsWith(eol + eol)) head = head.slice(0, -eol.length);
  if (rest === '' && head.endsWith(eol)) return head.slice(0, -eol.length);
  return head + rest.replace(/^\r?\n/, '');
}

function remove(text: string, path: readonly string[]): string {
  const { tables, pairs } = openToml(text);
  const table = tables.findLast((one) => isBelow(one.path, path));
  if (table !== undefined) {
    const [start, end] = table.node.range;
    return remove(removeLines(text, lineStart(text, start), lineEnd(text, end), true), path);
  }
  const pair = pairs.findLast((one) => (one.inline ? isSame(one.path, path) : isBelow(one.path, path)));
  if (pair === undefined) return text;
  if (pair.inline) return remove(removeInline(text, pair), path);
  const [start, end] = pair.node.range;
  return remove(removeLines(text, lineStart(text, start), lineEnd(text, end), false), path);
}

/** TOML, changed in place. */
export const tomlSyntax: Syntax = {
  read(text) {
    const value: unknown = getStaticTOMLValue(openToml(text).program);
    return isObject(value) ? value : {};
  },
  where(text, path: Path) {
    const { pairs, tables } = openToml(text);
    const keys = keysIn(path);
    const node = (
      pairs.find((one) => isSame(one.path, keys)) ?? tables.find((one) => isBelow(one.path, keys))
    )?.node;
    return node === undefined ? undefined : placeOf(text, node.range[0]);
  },
  put: (text, path, value) => put(text, keysIn(path), value),
  remove: (text, path) => remove(text, keysIn(path)),
};
