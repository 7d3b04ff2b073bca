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
import { isObject } from '../tool/json.ts';
import type { Format } from './client.ts';
import type { Step } from './path.ts';
import { BrokenText, kindOf, placeOf } from './syntax.ts';

/** Something that holds values, in a text. */
export type Container = ObjectNode | ArrayNode;
/** What a container holds. */
export type Item = MemberNode | ElementNode;

/** A JSON text taken apart; its root is undefined where it says nothing, or has comments only. */
export interface JsonDocument {
  readonly text: string;
  readonly root: ObjectNode | undefined;
  /** Comments included, in their order. */
  readonly tokens: readonly Token[];
}

/** Offset of a node's or token's first character. */
export const startOf = ({ loc }: Pick<Token, 'loc'>): number => loc.start.offset;
/** Offset after its last character. */
export const endOf = ({ loc }: Pick<Token, 'loc'>): number => loc.end.offset;
/** True for both kinds of comments. */
export const isComment = ({ type }: Token): boolean => type.endsWith('Comment');
/** True for a comment that only the end of its line ends. */
export const isLineComment = ({ type }: Token): boolean => type === 'LineComment';

/** What a container holds, in order. */
export const itemsOf = (container: Container): readonly Item[] =>
  container.type === 'Object' ? container.members : container.elements;

/** The place of a parser's error, in words of ours: its own name the tokens. */
function broken(error: unknown, text: string, comments: boolean): BrokenText {
  const { line, column } = Object.assign({ line: 1, column: 1 }, error);
  const rest = text.split(/\r\n|\n|\r/)[line - 1]?.slice(column - 1) ?? '';
  const [word] = /^[\w-]{1,12}|^[^\s]/.exec(rest) ?? [];
  const early = error instanceof Error && error.name === 'UnexpectedEOF';
  if (!comments && /^\/[/*]/.test(rest))
    return new BrokenText('the client reads no comments', { line, column });
  const why =
    early || word === undefined ? 'the text ends too early' : `${JSON.stringify(word)} is not expected there`;
  return new BrokenText(why, { line, column });
}

/** @throws BrokenText for a text that the format does not allow, or whose root is no object. */
export function openJson(text: string, format: Extract<Format, { kind: 'json' }>): JsonDocument {
  const mode = format.comments ? 'jsonc' : 'json';
  try {
    const all = tokenize(text, { mode });
    if (all.every(isComment)) return { text, root: undefined, tokens: all };
    const parsed = parse(text, { mode, tokens: true, allowTrailingCommas: format.trailingCommas });
    const { body, tokens = [] } = parsed;
    if (body.type === 'Object') return { text, root: body, tokens };
    throw new BrokenText(`it holds ${kindOf(evaluate(body))}, not an object`, placeOf(text, startOf(body)));
  } catch (error) {
    throw error instanceof BrokenText ? error : broken(error, text, format.comments);
  }
}

/** The item that a step means; of several with one name the last, which is what parsers take. */
export function itemAt(container: ValueNode, step: Step): Item | undefined {
  if (container.type === 'Object' && typeof step === 'string')
    return container.members.findLast(
      ({ name }) => (name.type === 'String' ? name.value : name.name) === step,
    );
  if (container.type !== 'Array' || typeof step === 'string') return undefined;
  return container.elements.find(({ value }) => {
    const meant = evaluate(value);
    return isObject(meant) && meant.id === step.id;
  });
}
