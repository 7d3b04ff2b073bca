import { negated, type Selection } from '../../src/input/selection.ts';
import { readRecordLink } from '../../src/names/text-form.ts';
import { quoted, quoteIfAmbiguous } from '../../src/tool/sentences.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

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

const reserved: Readonly<Record<string, 'orEmpty' | 'notEmpty'>> = {
  none: 'orEmpty',
  '(none)': 'orEmpty',
  any: 'notEmpty',
};
const opposite = { orEmpty: 'notEmpty', notEmpty: 'orEmpty' } as const;

const reservedWord = (text: string) =>
  Object.hasOwn(reserved, text.toLowerCase()) ? reserved[text.toLowerCase()] : undefined;

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

/**
 * The texts of a list, of which one may hold several names with commas between them. It is taken apart only if it is no name itself and
 * each of its parts is one.
 *
 * @throws ToolError `invalid_input` for `!x,y`, where y may be wanted or excluded, and `all:x,y` where `all:x` is a name
 */
async function splitNames<One>(
  values: Iterable<string>,
  match: TermMatcher<One>['match'],
): Promise<ReadonlySet<string>> {
  const texts = new Set<string>();
  for (const value of values) {
    const isName = async (part: string) =>
      reservedWord(part) !== undefined ||
      readRecordLink(part) !== undefined ||
      (await match(part, true)) !== undefined;
    const split = value.split(',').map((part) => part.trim());
    const isAll = allForm.test(value);
    // A name may itself begin so.
    if (isAll && split.length > 1 && !(await isName(value)) && (await isName(split[0] ?? '')))
      throw twoWaysError(
        value,
        `"all:" asks for all of them, and is part of a name as well; give a list of names`,
      );
    const parts = isAll ? [] : split;
    let areNames = parts.length > 1 && !parts.includes('') && !(await isName(value));
    for (const part of parts) areNames &&= await isName(negated(part) ?? part);
    const excluded = parts.filter((part) => negated(part) !== undefined);
    if (areNames && excluded.length > 0 && excluded.length < parts.length && excluded[0] === parts[0])
      throw twoWaysError(value, 'give a list, with "!" in front of each value that is excluded');
    for (const text of areNames ? parts : [value]) texts.add(text);
  }
  return texts;
}

const twoWaysError = (value: string, advice: string): ToolError =>
  new ToolError('invalid_input', `${quoted(value)} can be read in two ways: ${advice}.`);

const listed = (names: readonly string[], word: string) =>
  names.length > 6
    ? `${names.slice(0, 5).join(', ')} ${word} ${names.length - 5} more`
    : names.join(` ${word} `);

/** Keys that programs give, which need no words. */
const key = /^(?:id -?\d+|(?:user|system):\d+|copper:\/\/\w+\/\d+)$/;

/**
 * What the values of a list input ask for. A text that is a name as it is spelled means that name; else `!x`, `not x` and other signs
 * of negation mean all but x, `none` no value, `any` and `!none` some value, `all:x,y` both x and y, `=x` what is called exactly x. A
 * text that is given twice is looked up once.
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
  const asked = { orEmpty: false, notEmpty: false };
  const given = new Set(values.map((text) => text.trim()));
  const texts = await splitNames(given, match);
  let isLiteral = [...texts].every((text) => given.has(text));
  /** Those whose name could also be read as a word or a sign of ours. */
  const namesLikeOperators = new Set<One>();

  async function look(text: string): Promise<readonly One[]> {
    const [, exact] = /^=(?!=)\s*(\S.*)$/su.exec(text) ?? [];
    const isRest = exact !== undefined && (await match(text, true)) === undefined;
    const found = (isRest ? await match(exact, true) : undefined) ?? (await find(text));
    const isOther = (one: One) =>
      ![nameOf(one), fullNameOf(one)].some((name) => name.toLowerCase() === text.toLowerCase());
    if (!key.test(text) && found.some(isOther)) isLiteral = false;
    return found;
  }
  /** Those whose name a text with a word or sign of ours is; of one that begins with `not`, also a part, unless the rest is a name. */
  async function namedAsWritten(text: string): Promise<readonly One[] | undefined> {
    const named = await match(text, true);
    const [, rest] = /^not\s+(\S.*)$/is.exec(text) ?? [];
    if (named !== undefined || rest === undefined) return named;
    return (await match(rest, true)) === undefined ? match(text, false) : undefined;
  }

  for (const value of texts) {
    const called = isMarked(value) ? await namedAsWritten(value) : undefined;
    if (called !== undefined) {
      for (const one of called) namesLikeOperators.add(one);
      anyOf.push(...called);
      isLiteral = false;
      continue;
    }
    const term = await termOf(value, async (text) => (await match(text, true)) !== undefined);
    isLiteral &&= term.kind === 'anyOf';
    if (term.texts === undefined) asked[term.kind] = true;
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
    namesLikeOperators.has(one) ? `named ${quoted(fullNameOf(one))}` : quoteIfAmbiguous(fullNameOf(one));
  const namesOf = (all: readonly One[], word: string) => listed([...new Set(all.map(shown))], word);
  const wanted = [
    anyOf.length === 0 && !asked.orEmpty
      ? ''
      : [namesOf(anyOf, 'or'), asked.orEmpty ? 'none' : ''].filter(Boolean).join(' or '),
    allOf.map((group) => namesOf(group, 'or')).join(' and '),
    asked.notEmpty ? 'any' : '',
  ].filter((text) => text !== '');
  const excluded =
    noneOf.length === 0 ? '' : `${wanted.length === 0 ? 'all but' : 'but not'} ${namesOf(noneOf, 'and')}`;
  const understood = [wanted.join(' and '), excluded].filter((text) => text !== '').join(' ');
  return { anyOf, allOf, noneOf, ...asked, ...(isLiteral ? {} : { understood }) };
}
