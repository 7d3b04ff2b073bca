import {
  type ArrayNode,
  type ElementNode,
  evaluate,
  type MemberNode,
  type ObjectNode,
  parse,
  type Token,
  tokenize,
  type ValueNode,
} from '@humanwhocodes/momoa';
import { isObject, type JsonObject, parseJsonText } from '../tool/json.ts';
import type { ConfigFormat } from './mcp-clients.ts';
import { BrokenText, kindOf, type PathStep, positionAt } from './syntax.ts';

/** An object or a list in a text. */
export type JsonContainer = ObjectNode | ArrayNode;
/** A member of an object or an element of a list. */
export type JsonItem = MemberNode | ElementNode;

/** A parsed JSON text; its root is undefined if it is empty, or has comments only. */
export interface JsonDocument {
  readonly text: string;
  readonly root: ObjectNode | undefined;
  /** Comments included, in order. */
  readonly tokens: readonly Token[];
}

/** Offset of a node's or token's first character. */
export const startOf = ({ loc }: Pick<Token, 'loc'>): number => loc.start.offset;
/** Offset after its last character. */
export const endOf = ({ loc }: Pick<Token, 'loc'>): number => loc.end.offset;
/** True for both kinds of comments. */
export const isComment = ({ type }: Token): boolean => type.endsWith('Comment');
/** True for a comment that ends with its line. */
export const isLineComment = ({ type }: Token): boolean => type === 'LineComment';

/** The items of a container, in order. */
export const itemsOf = (container: JsonContainer): readonly JsonItem[] =>
  container.type === 'Object' ? container.members : container.elements;

/**
 * A parser's error in our words: its own message names token types. Of the text only punctuation is quoted: what is broken may be a secret.
 */
function broken(error: unknown, text: string, comments: boolean): BrokenText {
  const { line, column } = Object.assign({ line: 1, column: 1 }, error);
  const rest = text.split(/\r\n|\n|\r/)[line - 1]?.slice(column - 1) ?? '';
  const [sign] = /^[{}[\],:;"']/.exec(rest) ?? [];
  const endsEarly = error instanceof Error && error.name === 'UnexpectedEOF';
  if (!comments && /^\/[/*]/.test(rest))
    return new BrokenText('the client does not accept comments', { line, column });
  const why =
    endsEarly || rest.trim() === ''
      ? 'the text ends too early'
      : sign === undefined
        ? 'the text there is not JSON'
        : `${JSON.stringify(sign)} is not expected there`;
  return new BrokenText(why, { line, column });
}

/** Parses a text. @throws BrokenText for a text that the format does not allow, or whose root is not an object */
export function openJson(text: string, format: Extract<ConfigFormat, { kind: 'json' }>): JsonDocument {
  const mode = format.comments ? 'jsonc' : 'json';
  try {
    const parsed = parse(text, { mode, tokens: true, allowTrailingCommas: format.trailingCommas });
    const { body, tokens = [] } = parsed;
    if (body.type === 'Object') return { text, root: body, tokens };
    const why = `it contains ${kindOf(evaluate(body))}, not an object`;
    throw new BrokenText(why, positionAt(text, startOf(body)));
  } catch (error) {
    if (error instanceof BrokenText) throw error;
    const comments = onlyComments(text, mode);
    if (comments !== undefined) return { text, root: undefined, tokens: comments };
    throw broken(error, text, format.comments);
  }
}

/** The tokens of a text without a value; undefined for any other. */
function onlyComments(text: string, mode: 'json' | 'jsonc'): readonly Token[] | undefined {
  try {
    const tokens = tokenize(text, { mode });
    return tokens.every(isComment) ? tokens : undefined;
  } catch {
    return undefined;
  }
}

/** What a text means. @throws BrokenText as `openJson` does */
export function jsonValueOf(text: string, format: Extract<ConfigFormat, { kind: 'json' }>): JsonObject {
  try {
    // Some hundred times as fast: Claude Code's file has the state of all projects, and other programs wait for its lock.
    const value = parseJsonText(text);
    if (isObject(value)) return value;
  } catch {
    // It may have comments or trailing commas; else the parser with positions says where it is broken.
  }
  const { root } = openJson(text, format);
  const value = root === undefined ? {} : evaluate(root);
  return isObject(value) ? value : {};
}

/** A name that some object of a JSON text has more than once; undefined if there is none. @throws if the text is not JSON */
export function repeatedName(text: string): string | undefined {
  const search = (node: ValueNode): string | undefined => {
    if (node.type !== 'Object' && node.type !== 'Array') return undefined;
    const names = node.type === 'Object' ? node.members.map(nameOf) : [];
    const own = names.find((name, at) => names.indexOf(name) !== at);
    return own ?? itemsOf(node).flatMap(({ value }) => search(value) ?? [])[0];
  };
  return search(parse(text, { mode: 'json' }).body);
}

const nameOf = ({ name }: MemberNode): string => ('value' in name ? name.value : name.name);

/** The item that a step means; of several with one name the last, as in parsers. */
export function itemAt(container: ValueNode, step: PathStep): JsonItem | undefined {
  if (container.type === 'Object' && typeof step === 'string')
    return container.members.findLast((member) => nameOf(member) === step);
  if (container.type !== 'Array' || typeof step === 'string') return undefined;
  return container.elements.find(({ value }) => {
    const parsed = evaluate(value);
    return isObject(parsed) && parsed.id === step.id;
  });
}
