import { bySpelling } from '../names/spelling.ts';
import type { JsonObject } from '../tool/json.ts';
import type { LocalFilter } from '../tool/request.ts';
import { quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';

/** What the values of a list input ask for together. */
export interface Selection<One> {
  /** Any of these … */
  readonly anyOf: readonly One[];
  /** … or no value at all. */
  readonly orEmpty: boolean;
  /** At least one of each of these: `all:vip,beta`. */
  readonly allOf: readonly (readonly One[])[];
  /** None of these. */
  readonly noneOf: readonly One[];
  /** Some value, whichever: `any`, `!none`. */
  readonly notEmpty: boolean;
  /** What was understood, if a text is not a name as it is spelled. */
  readonly understood?: string;
}

/** What stands behind `!`, `not ` and other signs of negation; a dash only in front of letters, where it cannot begin a number. */
const negation = /^(?:!=|<>|≠|!|[-−–](?=\s*\p{L})|not(?=\s))\s*(?<rest>\S.*)$/isu;

/** The value behind a sign of negation, or behind `not`; undefined if there is none. */
export const negated = (text: string): string | undefined => negation.exec(text.trim())?.groups?.rest;

/** The same if a text may well begin with `not` or a dash itself, as parts of names do. */
export const negatedBySign = (text: string): string | undefined =>
  /^(?:!=|<>|≠|!)\s*(\S.*)$/su.exec(text.trim())?.[1];

/** The part of a selection about one value of each record, over all values that there are: undefined for all of them. */
export function chosenOf<One>(
  { anyOf, orEmpty, noneOf, notEmpty }: Selection<One>,
  all: readonly One[],
  keyOf: (one: One) => string | number,
): readonly One[] | undefined {
  if (anyOf.length === 0 && noneOf.length === 0) return undefined;
  const excluded = new Set(noneOf.map(keyOf));
  const chosen = (anyOf.length > 0 || (orEmpty && !notEmpty) ? anyOf : all).filter(
    (one) => !excluded.has(keyOf(one)),
  );
  return [...new Map(chosen.map((one) => [keyOf(one), one])).values()];
}

/** True if a selection excludes, or asks for all values but some. */
export const excludesOnly = ({ anyOf, orEmpty, allOf }: Selection<unknown>): boolean =>
  anyOf.length === 0 && allOf.length === 0 && !orEmpty;

/** The mark of a request's part that asks for one exact value, which every row then has; nothing for any other selection. */
export const fixedTo = <One>(
  { anyOf, orEmpty, allOf, noneOf, notEmpty }: Selection<One>,
  keyOf: (one: One) => string | number,
): { readonly isFixed?: true } => {
  const isPlain = !orEmpty && !notEmpty && allOf.length === 0 && noneOf.length === 0;
  return isPlain && new Set(anyOf.map(keyOf)).size === 1 ? { isFixed: true } : {};
};

/** True for a row with these values under a selection. */
export function matchesSelection(
  { anyOf, orEmpty, allOf, noneOf, notEmpty }: Selection<string | number>,
  values: readonly (string | number)[],
): boolean {
  const has = (wanted: readonly (string | number)[]) => values.some((value) => wanted.includes(value));
  const isEmpty = values.length === 0;
  const isWanted = (anyOf.length === 0 && !orEmpty) || has(anyOf) || (orEmpty && isEmpty);
  return isWanted && allOf.every(has) && !has(noneOf) && !(notEmpty && isEmpty);
}

/** The same selection by keys. */
export const byKeys = <One>(
  { anyOf, allOf, noneOf, ...rest }: Selection<One>,
  keyOf: (one: One) => string | number,
): Selection<string | number> => ({
  ...rest,
  anyOf: anyOf.map(keyOf),
  allOf: allOf.map((group) => group.map(keyOf)),
  noneOf: noneOf.map(keyOf),
});

/** Refuses `all:` if a record has only one value. @throws ToolError `invalid_input` */
export function refuseAllOf({ allOf }: Selection<unknown>, name: string): void {
  if (allOf.length > 0)
    throw new ToolError(
      'invalid_input',
      `A record has only one ${name}: "all:" is for tags and fields with several values.`,
    );
}

/** The error for a selection that excludes all that it includes. */
export const nothingLeftError = (name: string, values: readonly string[]): ToolError =>
  new ToolError(
    'invalid_input',
    `${name} ${values.map(quoted).join(', ')} excludes everything that it includes.`,
  );

/** What was understood, as a member of a request's part. */
export const understoodOf = ({ understood }: Selection<unknown>) =>
  understood === undefined ? {} : { understood };

/** A condition on rows that Copper cannot be asked for: its name in notes, and Copper's field that it is on. */
export const selectionFilter = (
  [name, field]: readonly [name: string, field: string],
  selection: Selection<string | number>,
  valuesOf: (row: JsonObject) => readonly (string | number)[],
): LocalFilter => ({
  name,
  ...(selection.understood === undefined ? {} : { understood: selection.understood }),
  sourceFields: [field],
  test: (row) => matchesSelection(selection, valuesOf(row)),
});

/** Whether a text asks for records without a value, `none`, or for those with one, `any`; undefined for every other text. */
export function presenceOf(text: string): 'none' | 'any' | undefined {
  const excluded = negated(text);
  const word = (excluded ?? text)
    .trim()
    .toLowerCase()
    .replace(/^\((none)\)$/, '$1');
  if (word !== 'none' && word !== 'any') return undefined;
  return (word === 'any') === (excluded === undefined) ? 'any' : 'none';
}

/** The word of an enum that a text is in another spelling; the text itself if there is none. */
export function wordOf(words: readonly string[], text: string): string {
  const [word, second] = bySpelling(text, words, (one) => [one])?.found ?? [];
  return word === undefined || second !== undefined ? text : word;
}

/** Several words of an enum; `!x` and `not x` leave x out, of all words if only such are given. */
export function wordsOf(words: readonly string[], given: readonly unknown[]): unknown[] {
  const excluded = given.map((item) => (typeof item === 'string' ? negated(item) : undefined));
  const not = excluded.flatMap((text) => (text === undefined ? [] : wordOf(words, text)));
  if (not.length === 0 || !not.every((word) => words.includes(word)))
    return given.map((item) => (typeof item === 'string' ? wordOf(words, item) : item));
  const some = given.filter((_, at) => excluded[at] === undefined);
  const wanted = some.length === 0 ? words : some.map((item) => wordOf(words, String(item)));
  return wanted.filter((word) => !not.includes(word));
}
