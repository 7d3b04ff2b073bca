import type { NameEntry } from '../tool/names.ts';
import { escapeToolMarks, withoutUnseen } from '../tool/outgoing-text.ts';

/** How many characters of a name are compared: no real one is as long, and comparing takes as long as both are. */
export const longestCompared = 400;

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
  withoutAccents(text)
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

/** What a text matched, and how: `same` where nothing but case and spaces differs. */
export interface SpellingMatch<One> {
  readonly found: readonly One[];
  readonly same: boolean;
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
    if (found.length > 0) return { found, same: looseness < strictSpellings, looseness };
  }
  return undefined;
}

/** True where both are one name, whatever their case, accents and separators. */
export const isSameName = (one: string, other: string): boolean =>
  bySpelling(one, [other], (name) => [name]) !== undefined;

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
 * How many letters have to be put in, left out or changed to make one text of the other.
 *
 * @param swaps true where two neighbours that changed places count as one
 */
export function editDistance(a: string, b: string, swaps = false): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replace = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = swaps && row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = isSwap ? (beforePrevious[column - 2] ?? 0) + 1 : replace;
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replace, swap));
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** Letters that Unicode does not take apart into a plain letter and an accent. */
const plainLetters = new Map(
  Object.entries({ ø: 'o', ł: 'l', ı: 'i', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe' }),
);

/** The beginning of a name as it is compared: lower case, accents and punctuation dropped, one space between words. */
export function normalizeName(text: string): string {
  return (
    text
      .slice(0, longestCompared)
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      // A single sign can be taken apart into many.
      .slice(0, longestCompared)
      .toLowerCase()
      .replace(/[øłıđðþßæœ]/g, (letter) => plainLetters.get(letter) ?? letter)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

/** Up to `most` of `candidates` that `text` may have meant, the likeliest first; all of them when there are few. */
export function suggestNames(text: string, candidates: readonly string[], most = 5): string[] {
  const wanted = normalizeName(text.slice(0, 80));
  const scored = [...new Set(candidates)].map((candidate) => {
    // Of a far longer name most letters would have to change: working out how many takes as long as it is.
    const known = normalizeName(candidate);
    if (wanted === '' || known === '') return { candidate, score: 1 };
    const contains = known.includes(wanted) || wanted.includes(known);
    return {
      candidate,
      score: contains
        ? 0
        : known.length > 3 * wanted.length
          ? 1
          : editDistance(wanted, known) / Math.max(wanted.length, known.length),
    };
  });
  const few = scored.length <= most;
  return scored
    .filter(({ score }) => few || score <= 0.6)
    .sort((a, b) => a.score - b.score)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** The text as messages show it: cut to 60 characters with `…`, never in the middle of a surrogate pair. */
export function shortened(text: string): string {
  if (text.length <= 60) return text;
  return `${text
    .slice(0, 60)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}

/** The shortened text between double quotes, on one line; quotes in it are marked, so that it does not end before its end. For texts that agents do not read. */
export const inQuotes = (text: string): string =>
  `"${shortened(text).replace(/\s/g, ' ').replaceAll('"', '\\"')}"`;

/** The same as a part of a text for agents. */
export const quoted = (text: string): string => escapeToolMarks(inQuotes(text));

/**
 * A name as sentences and lists for agents show it: quoted where it could otherwise pass for words of ours, for a sentence, or for several
 * names.
 */
export const quoteIfAmbiguous = (name: string): string =>
  name.length > 60 || /[.!?:;,]\s|[\r\n\u2028\u2029"{}]|^(?:note|error)\s*:/i.test(name)
    ? quoted(name)
    : escapeToolMarks(name);

/** Names as a part of a text for agents, one after the other. */
export const listedNames = (names: readonly string[]): string => names.map(quoteIfAmbiguous).join(', ');

/** `Nearest: a, b.` with up to `most` of `candidates` that `text` may have meant; empty where none is near. */
export function suggestionText(text: string, candidates: readonly string[], most?: number): string {
  const near = suggestNames(text, candidates, most);
  return near.length === 0 ? '' : `Nearest: ${listedNames(near)}.`;
}

/** `1,204 rows were`, `1 row was`: a number with its noun, and with the verb of its sentence where that follows. */
export const numbered = (count: number, one: string, several: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;

/** `1 of 5 deals has`, `2 of 5 deals have`: some of several, with the verb that follows. */
export const numberedOf = (
  count: number,
  all: number,
  [one, several]: readonly [one: string, several: string],
  [has, have]: readonly [has: string, have: string],
): string => `${count.toLocaleString('en-US')} of ${numbered(all, one, several)} ${count === 1 ? has : have}`;

/** Sentences as one text; empty ones are left out. */
export const sentences = (...texts: readonly string[]) => texts.filter((text) => text !== '').join(' ');

/** The id that a text gives in so many words, `id 1234`, `company 1234` or `Acme (company 1234)`, as answers print it. */
export function explicitId(text: string, word = 'id'): NameEntry | undefined {
  const whole = text.trim();
  const [, said = '', digits] =
    /^([a-z]+(?: [a-z]+)?)[\s:#]*(-2|\d{1,15})$/i.exec(whole) ??
    /\(([a-z]+(?: [a-z]+)?) (\d{1,15})\)$/i.exec(whole) ??
    [];
  if (digits === undefined || !['id', word].includes(said.toLowerCase())) return undefined;
  const id = Number(digits);
  return { id, key: String(id), name: String(id) };
}
