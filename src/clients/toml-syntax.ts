import { getStaticTOMLValue } from 'toml-eslint-parser';
import { isObject, type JsonValue } from '../tool/json.ts';
import type { ConfigPath } from './syntax.ts';
import { type ConfigSyntax, positionAt, UneditableText } from './syntax.ts';
import {
  isSamePath,
  keysIn,
  openToml,
  startsWithPath,
  type TomlDocument,
  type TomlPair,
  type TomlTable,
} from './toml-document.ts';
import { eolOf, lineEnd, lineStart, printKey, printTable, printValue } from './toml-layout.ts';

const insertAt = (text: string, offset: number, added: string) =>
  text.slice(0, offset) + added + text.slice(offset);

/** A new pair inside `{ … }`. */
function putInline(
  { text }: TomlDocument,
  { node, path: above }: TomlPair,
  path: readonly string[],
  value: JsonValue,
) {
  if (node.value.type !== 'TOMLInlineTable') throw new UneditableText(`${printKey(above)} is not a table`);
  const pair = `${printKey(path.slice(above.length))} = ${printValue(value)}`;
  const last = node.value.body.at(-1);
  if (last !== undefined) return insertAt(text, last.range[1], `, ${pair}`);
  return `${text.slice(0, node.value.range[0])}{ ${pair} }${text.slice(node.value.range[1])}`;
}

/** A new line below a header, or after a pair. */
function putLine({ text }: TomlDocument, node: TomlTable['node'] | TomlPair['node'], line: string): string {
  const last = node.type === 'TOMLTable' ? (node.body.at(-1) ?? node) : node;
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, last.range[0])))?.[0] ?? '';
  return insertAt(text, lineEnd(text, last.range[1]), `${eolOf(text)}${indent}${line}`);
}

/** A new table: after the others of the same parent, else at the end, after an empty line. */
function putTable(document: TomlDocument, path: readonly string[], value: JsonValue): string {
  const { text, tables } = document;
  const eol = eolOf(text);
  const printed = isObject(value)
    ? printTable(path, value, eol)
    : printTable(path.slice(0, -1), { [path.at(-1) ?? '']: value }, eol);
  const sibling =
    path.length > 2 ? tables.findLast((table) => startsWithPath(table.path, path.slice(0, -1))) : undefined;
  if (sibling !== undefined) return insertAt(text, lineEnd(text, sibling.node.range[1]), eol + eol + printed);
  if (text === '') return printed + eol;
  // A text without a final line break stays without one, so that the change can be undone exactly.
  return text.endsWith('\n') ? text + eol + printed + eol : text + eol + eol + printed;
}

function put(text: string, path: readonly string[], value: JsonValue): string {
  const document = openToml(text);
  const { pairs, tables } = document;
  const same = pairs.find((pair) => isSamePath(pair.path, path));
  if (same !== undefined) {
    const [start, end] = same.node.value.range;
    return text.slice(0, start) + printValue(value) + text.slice(end);
  }
  const holder = pairs.findLast((pair) => startsWithPath(path, pair.path));
  if (holder !== undefined) return putInline(document, holder, path, value);
  if (isObject(value)) return putTable(document, path, value);
  const above = path.slice(0, -1);
  const table = tables.find((one) => isSamePath(one.path, above));
  if (table !== undefined)
    return putLine(document, table.node, `${printKey(path.slice(-1))} = ${printValue(value)}`);
  // Its neighbours may be dotted keys below a header further up.
  const sibling = pairs.findLast((pair) => !pair.inline && startsWithPath(pair.path, above));
  if (sibling === undefined) return putTable(document, path, value);
  const depth = sibling.path.length - sibling.node.key.keys.length;
  return putLine(document, sibling.node, `${printKey(path.slice(depth))} = ${printValue(value)}`);
}

/** Removes a pair from `{ … }`, with its comma. */
function removeInline(text: string, { node }: TomlPair): string {
  const table = node.parent;
  if (table.type !== 'TOMLInlineTable' || table.body.length === 1)
    return `${text.slice(0, table.range[0])}{}${text.slice(table.range[1])}`;
  const at = table.body.indexOf(node);
  const [before, after] = [table.body[at - 1], table.body[at + 1]];
  const start = before?.range[1] ?? node.range[0];
  return text.slice(0, start) + text.slice(before === undefined ? (after?.range[0] ?? start) : node.range[1]);
}

/** Removes whole lines, and with a header the empty line before it. */
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
  const table = tables.findLast((one) => startsWithPath(one.path, path));
  if (table !== undefined) {
    const [start, end] = table.node.range;
    return remove(removeLines(text, lineStart(text, start), lineEnd(text, end), true), path);
  }
  const pair = pairs.findLast((one) =>
    one.inline ? isSamePath(one.path, path) : startsWithPath(one.path, path),
  );
  if (pair === undefined) return text;
  if (pair.inline) return remove(removeInline(text, pair), path);
  const [start, end] = pair.node.range;
  return remove(removeLines(text, lineStart(text, start), lineEnd(text, end), false), path);
}

/** TOML, changed in place. */
export const tomlSyntax: ConfigSyntax = {
  read(text) {
    const value: unknown = getStaticTOMLValue(openToml(text).program);
    return isObject(value) ? value : {};
  },
  where(text, path: ConfigPath) {
    const { pairs, tables } = openToml(text);
    const keys = keysIn(path);
    const node = (
      pairs.find((one) => isSamePath(one.path, keys)) ?? tables.find((one) => startsWithPath(one.path, keys))
    )?.node;
    return node === undefined ? undefined : positionAt(text, node.range[0]);
  },
  put: (text, path, value) => put(text, keysIn(path), value),
  remove: (text, path) => remove(text, keysIn(path)),
};
