import type { NameEntry } from '../tool/names.ts';
import { withoutUnseen } from '../tool/outgoing-text.ts';
import { longestCompared } from './suggestions.ts';

/** A text as answers print it: without invisible characters, line breaks and repeated spaces. */
export const asPrinted = (text: string) => withoutUnseen(text).replace(/\s+/gu, ' ').trim();

/** Joiners and selectors make no other name, nor do their absence. */
const lowerCase = (text: string) =>
  asPrinted(text)
    .replace(/\p{DI}/gu, '')
    .toLowerCase();

/** Marks of Latin, Greek and Cyrillic letters are accents; those of other scripts make another letter and are kept. */
const withoutAccents = (text: string) =>
  // A single sign can be taken apart into many.
  lowerCase(text.normalize('NFKD').slice(0, 4 * longestCompared))
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '$1')
    .normalize('NFC');

const betweenLetters =
  /(?<=[\p{L}\p{M}\p{N}])[\s\-‐‑–—_.,/\\:;()[\]"“”„«»|]+(?=\p{L})|(?<=[\p{L}\p{M}])(?:[\s_./]+|[-‐‑–—])(?=\p{N})/gu;

/** Separators between letters, quotes and brackets around them: never signs in front, and never signs between digits. */
const withoutSeparators = (text: string) =>
  // In brackets it is how answers show that there is no value.
  text.toLowerCase() === '(none)'
    ? '(none)'
    : withoutAccents(text)
        .replace(/(?<=\p{L})['’‘ʼ\x60´](?=\p{L})/gu, '')
        .replace(/^["'“”„«([]+(?=\p{L})/u, '')
        .replace(/(?<=\p{L})["'“”»)\].,;:]+$/u, '')
        .replace(betweenLetters, ' ');

/** From the strictest to the loosest; longer names than any real one are compared as they are. */
const spellings = [
  (text: string) => text.trim(),
  asPrinted,
  lowerCase,
  withoutAccents,
  withoutSeparators,
].map((spell, looseness) => (text: string) => {
  const given = text.trim();
  if (given.length <= longestCompared) return spell(given.normalize('NFC'));
  return looseness === 0 ? given : '';
});

/** What is the same in all spellings of a name: found out once, it rules out most names before their spellings are compared. */
const lettersOf = (text: string) =>
  text
    .trim()
    .slice(0, longestCompared)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+|\p{DI}/gu, '')
    .toLowerCase();

/** The strictest comparisons, in which only case and spaces may differ. */
const strictSpellings = 3;

/** What a text matched; `isStrict` if nothing but case and spaces differs. */
export interface SpellingMatch<One> {
  readonly found: readonly One[];
  readonly isStrict: boolean;
  /** How loose the comparison was: 0 for exactly the same text. */
  readonly looseness: number;
}

/**
 * Those with a name that is the text: exactly, else in another case, else with other accents, else with other separators. The strictest
 * comparison that finds any decides, so that no sign is ignored where a name is spelled with it.
 */
export function bySpelling<One>(
  text: string,
  all: readonly One[],
  namesOf: (one: One) => readonly string[],
): SpellingMatch<One> | undefined {
  const letters = lettersOf(text);
  const alike = all.filter((one) => namesOf(one).some((name) => lettersOf(name) === letters));
  for (const [looseness, spell] of spellings.entries()) {
    const wanted = spell(text);
    if (wanted === '') return undefined;
    const found = alike.filter((one) => namesOf(one).some((name) => spell(name) === wanted));
    if (found.length > 0) return { found, isStrict: looseness < strictSpellings, looseness };
  }
  return undefined;
}

/** True if both are one name, whatever their case, accents and separators. */
export const isSameName = (one: string, other: string): boolean =>
  bySpelling(one, [other], (name) => [name]) !== undefined;

/** True if nothing but case, spaces and invisible characters differs. */
export const isSameSpelling = (one: string, other: string): boolean =>
  bySpelling(one, [other], (name) => [name])?.isStrict === true;

/** A word is begun by a part only where letters follow: `C` does not begin `C++`, nor `1` `10`, nor `-1` `1`. */
const begins = (part: string, word: string): boolean =>
  word === part || (word.startsWith(part) && /\p{L}/u.test(part) && /^\p{L}/u.test(word.slice(part.length)));

/** Those of whose name each word of the text begins a word. */
export function byBeginnings<One>(text: string, all: readonly One[], nameOf: (one: One) => string): One[] {
  const wordsOf = (name: string) =>
    withoutSeparators(name.slice(0, longestCompared).normalize('NFC')).split(' ').filter(Boolean);
  const parts = wordsOf(text);
  if (!parts.some((part) => /\p{L}/u.test(part))) return [];
  return all.filter((one) => {
    const words = wordsOf(nameOf(one));
    return parts.every((part) => words.some((word) => begins(part, word)));
  });
}

/**
 * The id that a text gives in so many words, `id 1234`, `company 1234` or `Acme (company 1234)`, as answers print it. A name may be
 * spelled so; `=` in front makes it one.
 */
export function explicitId(text: string, word = 'id'): NameEntry | undefined {
  const whole = text.trim();
  if (whole.startsWith('=')) return undefined;
  const [, said = '', digits] =
    /^([a-z]+(?: [a-z]+)?)[\s:#]*(-2|\d{1,15})$/i.exec(whole) ??
    /\(([a-z]+(?: [a-z]+)?) (\d{1,15})\)$/i.exec(whole) ??
    [];
  if (digits === undefined || !['id', word].includes(said.toLowerCase())) return undefined;
  const id = Number(digits);
  return { id, key: String(id), name: `id ${id}` };
}

/** True for `id 1234` exactly, as sentences of ours write it: nobody's name, but the way to give an id where a name is spelled like one. */
export const isPlainId = (text: string): boolean => /^id (?:-2|\d{1,15})$/.test(text.trim());
