import type { JsonObject } from '../../src/tool/json.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { quoted, quoteIfAmbiguous } from '../../src/tool/sentences.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

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

/** How a list input looks up one text. */
export interface TermMatcher<One> {
  /** Undefined if nothing is called so; `whole`: parts and beginnings of names do not count. */
  match(text: string, whole: boolean): Promise<readonly One[] | undefined>;
  /** @throws ToolError that names the nearest */
  find(text: string): Promise<readonly One[]>;
  readonly nameOf: (one: One) => string;
  /** How answers tell it from others of this name; by default its name. */
  readonly fullNameOf?: (one: One) => string;
}

/** One text of a list input. */
type Term =
  | { readonly kind: 'anyOf' | 'noneOf' | 'allOf'; readonly texts: readonly string[] }
  | { readonly kind: 'orEmpty' | 'notEmpty'; readonly texts?: undefined };

/** What stands behind `!`, `not ` and other signs of negation; `-` only in front of letters, if it cannot be a number. */
const negation = /^(?:!=|<>|≠|!|[-−–](?=\s*\p{L})|not(?=\s))\s*(?<rest>\S.*)$/isu;

const reserved: Readonly<Record<string, 'orEmpty' | 'notEmpty'>> = {
  none: 'orEmpty',
  '(none)': 'orEmpty',
  any: 'notEmpty',
};
const opposite = { orEmpty: 'notEmpty', notEmpty: 'orEmpty' } as const;

const reservedWord = (text: string) =>
  Object.hasOwn(reserved, text.toLowerCase()) ? reserved[text.toLowerCase()] : undefined;

/** The value behind a sign of negation, or behind `not`; undefined if there is none. */
export const negated = (text: string): string | undefined => negation.exec(text.trim())?.groups?.rest;

/** The same if a text may well begin with `not` or a dash itself, as parts of names do. */
export const negatedBySign = (text: string): string | undefined =>
  /^(?:!=|<>|≠|!)\s*(\S.*)$/su.exec(text.trim())?.[1];

const allForm = /^all:\s*(?<names>\S.*)$/isu;

/** True for a text with a reserved word or sign; it may still be a name. */
export const isMarked = (text: string) =>
  reservedWord(text) !== undefined || allForm.test(text) || negated(text) !== undefined;

/** What a text that is not a name asks for. The text behind a negation may be a name, even if it is one of our reserved words. */
async function termOf(text: string, isName: (text: string) => Promise<boolean>): Promise<Term> {
  const word = reservedWord(text);
  if (word !== undefined) return { kind: word };
  const all = allForm.exec(text)?.groups?.names;
  if (all !== undefined) return { kind: 'allOf', texts: all.split(',').flatMap((part) => part.trim() || []) };
  const rest = negated(text);
  if (rest === undefined) return { kind: 'anyOf', texts: [text] };
  const excluded = reservedWord(rest);
  const isOurs = excluded !== undefined || allForm.test(rest);
  if (!isOurs || (await isName(rest))) return { kind: 'noneOf', texts: [rest] };
  if (excluded !== undefined) return { kind: opposite[excluded] };
  throw new ToolError(
    'invalid_input',
    `${quoted(text)} is not understood: "!" excludes one value, e.g. "!vip"; "all:" may contain it, e.g. "all:vip,!beta".`,
  );
}

const listed = (names: readonly string[], word: string) =>
  names.length > 6
    ? `${names.slice(0, 5).join(', ')} ${word} ${names.length - 5} more`
    : names.join(` ${word} `);

/** Keys that programs give, which need no words. */
const key = /^(?:id -?\d+|(?:user|system):\d+|copper:\/\/\w+\/\d+)$/;

/**
 * What the values of a list input ask for. A text that is a name as it is spelled means that name; else `!x`, `not x` and other signs
 * of negation mean all but x, `none` no value, `any` and `!none` some value, `all:x,y` both x and y. A text that is given twice is
 * looked up once.
 *
 * @throws ToolError for a text that stands for nothing
 */
export async function readSelection<One>(
  values: readonly string[],
  { match, find, nameOf, fullNameOf = nameOf }: TermMatcher<One>,
): Promise<Selection<One>> {
  const anyOf: One[] = [];
  const allOf: (readonly One[])[] = [];
  const noneOf: One[] = [];
  const marks = { orEmpty: false, notEmpty: false };
  /** Those whose name could also be read as a word or a sign of ours. */
  const namesLikeWords = new Set<One>();
  let asSpelled = true;

  async function look(text: string): Promise<readonly One[]> {
    const found = await find(text);
    const isOther = (one: One) =>
      ![nameOf(one), fullNameOf(one)].some((name) => name.toLowerCase() === text.toLowerCase());
    if (!key.test(text) && found.some(isOther)) asSpelled = false;
    return found;
  }
  /** Those whose name a text with a word or sign of ours is; of one that begins with `not`, also a part, unless the rest is a name. */
  async function namedAsWritten(text: string): Promise<readonly One[] | undefined> {
    const named = await match(text, true);
    const [, rest] = /^not\s+(\S.*)$/is.exec(text) ?? [];
    if (named !== undefined || rest === undefined) return named;
    return (await match(rest, true)) === undefined ? match(text, false) : undefined;
  }

  for (const value of new Set(values.map((text) => text.trim()))) {
    const called = isMarked(value) ? await namedAsWritten(value) : undefined;
    if (called !== undefined) {
      for (const one of called) namesLikeWords.add(one);
      anyOf.push(...called);
      asSpelled = false;
      continue;
    }
    const term = await termOf(value, async (text) => (await match(text, true)) !== undefined);
    asSpelled &&= term.kind === 'anyOf';
    if (term.texts === undefined) marks[term.kind] = true;
    else if (term.kind === 'allOf') {
      for (const text of term.texts) {
        const excluded = (await match(text, true)) === undefined ? negated(text) : undefined;
        if (excluded === undefined) allOf.push(await look(text));
        else noneOf.push(...(await look(excluded)));
      }
    } else
      for (const text of term.texts) (term.kind === 'anyOf' ? anyOf : noneOf).push(...(await look(text)));
  }
  const shown = (one: One) =>
    namesLikeWords.has(one) ? `named ${quoted(fullNameOf(one))}` : quoteIfAmbiguous(fullNameOf(one));
  const namesOf = (all: readonly One[], word: string) => listed([...new Set(all.map(shown))], word);
  const wanted = [
    anyOf.length === 0 && !marks.orEmpty
      ? ''
      : [namesOf(anyOf, 'or'), marks.orEmpty ? 'none' : ''].filter(Boolean).join(' or '),
    allOf.map((group) => namesOf(group, 'or')).join(' and '),
    marks.notEmpty ? 'any' : '',
  ].filter((text) => text !== '');
  const excluded =
    noneOf.length === 0 ? '' : `${wanted.length === 0 ? 'all but' : 'but not'} ${namesOf(noneOf, 'and')}`;
  const understood = [wanted.join(' and '), excluded].filter((text) => text !== '').join(' ');
  return { anyOf, allOf, noneOf, ...marks, ...(asSpelled ? {} : { understood }) };
}

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
export const onlyExcludes = ({ anyOf, orEmpty, allOf }: Selection<unknown>): boolean =>
  anyOf.length === 0 && allOf.length === 0 && !orEmpty;

/** The mark of a request's part that asks for one exact value, which every row then has; nothing for any other selection. */
export const exactly = <One>(
  { anyOf, orEmpty, allOf, noneOf, notEmpty }: Selection<One>,
  keyOf: (one: One) => string | number,
): { readonly isExact?: true } => {
  const isPlain = !orEmpty && !notEmpty && allOf.length === 0 && noneOf.length === 0;
  return isPlain && new Set(anyOf.map(keyOf)).size === 1 ? { isExact: true } : {};
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
