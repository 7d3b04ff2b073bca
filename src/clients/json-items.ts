import type { JsonValue } from '../tool/json.ts';
import {
  endOf,
  isComment,
  isLineComment,
  itemsOf,
  type JsonContainer,
  type JsonDocument,
  type JsonItem,
  startOf,
} from './json-document.ts';
import { detectLayout, indentAt, printJson } from './json-layout.ts';
import type { PathStep } from './syntax.ts';

const hasLineBreak = (text: string) => /[\r\n]/.test(text);

/** The tokens between two offsets. */
const between = ({ tokens }: JsonDocument, start: number, end: number) =>
  tokens.filter((token) => startOf(token) >= start && endOf(token) <= end);

/**
 * Adds an item at the end, in the layout of its neighbours. The comma goes right after the item before it, the new item after the comments
 * that follow, so that each comment stays with what it was written for.
 */
export function insertItem(
  document: JsonDocument,
  container: JsonContainer,
  step: PathStep,
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

  const layout = detectLayout(text);
  const [first] = items;
  const lines =
    first === undefined ? layout.unit !== '' : hasLineBreak(text.slice(startOf(container), startOf(first)));
  const base = indentAt(text, startOf(container));
  const indent = first !== undefined && lines ? indentAt(text, startOf(first)) : base + layout.unit;
  const printed = printJson(value, lines ? layout : { ...layout, unit: '' }, indent);
  const item = typeof step === 'string' ? `${JSON.stringify(step)}:${layout.gap}${printed}` : printed;

  const lead =
    lines || (ending !== undefined && isLineComment(ending))
      ? layout.eol + indent
      : last === undefined
        ? ''
        : layout.gap;
  const rest = text.slice(edge, close);
  const closed = last === undefined && lines && !hasLineBreak(rest) ? layout.eol + base : rest;
  const head =
    last === undefined || trailing
      ? text.slice(0, edge)
      : `${text.slice(0, endOf(last))},${text.slice(endOf(last), edge)}`;
  return head + lead + item + (trailing ? ',' : '') + closed + text.slice(close);
}

/** Removes an item, with its comma and a comment at the end of its last line; an empty container becomes its brackets. */
export function removeItem(document: JsonDocument, container: JsonContainer, item: JsonItem): string {
  const { text } = document;
  const open = startOf(container) + 1;
  const close = endOf(container) - 1;
  const items = itemsOf(container);
  const before = items[items.indexOf(item) - 1];

  const following = between(document, endOf(item), close);
  const comma = following.find((token) => !isComment(token));
  let end = comma?.type === 'Comma' ? endOf(comma) : endOf(item);
  const comment = following.find((token) => startOf(token) >= end);
  if (comment !== undefined && isComment(comment) && !hasLineBreak(text.slice(end, startOf(comment)))) {
    const next = text.slice(endOf(comment));
    if (/^[ \t]*(?:[\r\n]|$)/.test(next)) end = endOf(comment);
  }

  const preceding = between(document, before === undefined ? open : endOf(before), startOf(item));
  const ending = preceding.at(-1);
  const start = ending === undefined ? (before === undefined ? open : endOf(before)) : endOf(ending);
  // What follows must not become part of a line comment.
  const joined = ending !== undefined && isLineComment(ending) && !/^[ \t]*[\r\n]/.test(text.slice(end));
  const head = text.slice(0, start) + (joined ? detectLayout(text).eol : '');

  const extraComma = comma?.type !== 'Comma' ? preceding.find(({ type }) => type === 'Comma') : undefined;
  const front =
    extraComma === undefined ? head : head.slice(0, startOf(extraComma)) + head.slice(endOf(extraComma));
  const remaining = front.slice(open) + text.slice(end, close);
  return remaining.trim() === '' ? front.slice(0, open) + text.slice(close) : front + text.slice(end);
}
