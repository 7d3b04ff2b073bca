import type { JsonValue } from '../tool/json.ts';
import {
  type Container,
  endOf,
  type Item,
  isComment,
  isLineComment,
  itemsOf,
  type JsonDocument,
  startOf,
} from './json-document.ts';
import { indentAt, layoutOf, print } from './json-layout.ts';
import type { Step } from './path.ts';

const hasLine = (text: string) => /[\r\n]/.test(text);

/** The tokens between two offsets. */
const between = ({ tokens }: JsonDocument, start: number, end: number) =>
  tokens.filter((token) => startOf(token) >= start && endOf(token) <= end);

/**
 * Puts a new item last, in the layout of its neighbours. A comma goes right behind the item before it, the item itself behind the comments
 * that follow, so that each comment stays with what it was written for.
 */
export function insertItem(
  document: JsonDocument,
  container: Container,
  step: Step,
  value: JsonValue,
): string {
  const { text } = document;
  const items = itemsOf(container);
  const last = items.at(-1);
  const close = endOf(container) - 1;
  const after = between(document, last === undefined ? startOf(container) + 1 : endOf(last), close);
  const trailing = after.some(({ type }) => type === 'Comma');
  const ending = after.at(-1);
  const edge =
    ending !== undefined ? endOf(ending) : last !== undefined ? endOf(last) : startOf(container) + 1;

  const layout = layoutOf(text);
  const [first] = items;
  const lines =
    first === undefined ? layout.unit !== '' : hasLine(text.slice(startOf(container), startOf(first)));
  const base = indentAt(text, startOf(container));
  const indent = first !== undefined && lines ? indentAt(text, startOf(first)) : base + layout.unit;
  const printed = print(value, lines ? layout : { ...layout, unit: '' }, indent);
  const item = typeof step === 'string' ? `${JSON.stringify(step)}:${layout.gap}${printed}` : printed;

  const lead =
    lines || (ending !== undefined && isLineComment(ending))
      ? layout.eol + indent
      : last === undefined
        ? ''
        : layout.gap;
  const rest = text.slice(edge, close);
  const closed = last === undefined && lines && !hasLine(rest) ? layout.eol + base : rest;
  const head =
    last === undefined || trailing
      ? text.slice(0, edge)
      : `${text.slice(0, endOf(last))},${text.slice(endOf(last), edge)}`;
  return head + lead + item + (trailing ? ',' : '') + closed + text.slice(close);
}

/** Takes an item away, with its comma and what is said of it on its last line; what is left of an empty container is its brackets. */
export function removeItem(document: JsonDocument, container: Container, item: Item): string {
  const { text } = document;
  const open = startOf(container) + 1;
  const close = endOf(container) - 1;
  const items = itemsOf(container);
  const before = items[items.indexOf(item) - 1];

  const following = between(document, endOf(item), close);
  const comma = following.find((token) => !isComment(token));
  let end = comma?.type === 'Comma' ? endOf(comma) : endOf(item);
  const said = following.find((token) => startOf(token) >= end);
  if (said !== undefined && isComment(said) && !hasLine(text.slice(end, startOf(said)))) {
    const next = text.slice(endOf(said));
    if (/^[ \t]*(?:[\r\n]|$)/.test(next)) end = endOf(said);
  }

  const preceding = between(document, before === undefined ? open : endOf(before), startOf(item));
  const ending = preceding.at(-1);
  const start = ending === undefined ? (before === undefined ? open : endOf(before)) : endOf(ending);
  // What follows must not become part of a comment that only a line ends.
  const joined = ending !== undefined && isLineComment(ending) && !/^[ \t]*[\r\n]/.test(text.slice(end));
  const head = text.slice(0, start) + (joined ? layoutOf(text).eol : '');

  const needless = comma?.type !== 'Comma' ? preceding.find(({ type }) => type === 'Comma') : undefined;
  const front =
    needless === undefined ? head : head.slice(0, startOf(needless)) + head.slice(endOf(needless));
  const left = front.slice(open) + text.slice(end, close);
  return left.trim() === '' ? front.slice(0, open) + text.slice(close) : front + text.slice(end);
}
