import { createYielder } from '../tool/clock.ts';
import type { NameEntry } from '../tool/names.ts';
import { isAscii, withoutUnseen } from '../tool/outgoing-text.ts';
import { longestCompared } from './suggestions.ts';

/** A text as answers print it: without invisible characters, line breaks and repeated spaces. */
export const asShown = (text: string) => withoutUnseen(text).replace(/\s+/gu, ' ').trim();

/** Joiners and selectors make no other name, nor do their absence. */
const lowerCase = (text: string) =>
  asShown(text)
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
const spellings = [(text: string) => text.trim(), asShown, lowerCase, withoutAccents, withoutSeparators].map(
  (spell, spellingLevel) => (text: string) => {
    const given = text.trim();
    if (given.length <= longestCompared) return spell(given.normalize('NFC'));
    return spellingLevel === 0 ? given : '';
  },
);

/** What is the same in all spellings of a name: found out once, it rules out most names before their spellings are compared. */
export function lettersOf(text: string): string {
  const given = text.trim().slice(0, longestCompared).toLowerCase();
  if (isAscii(given)) return given.replace(/[^a-z0-9]+/g, '');
  const plain = given.normalize('NFKD').replace(/[^\p{L}\p{N}]+|\p{DI}/gu, '');
  // A sigma is written in another way at the end of a word.
  return plain.toLowerCase().replaceAll('ς', 'σ');
}

/** The strictest comparisons, in which only case and spaces may differ. */
const strictSpellings = 3;

/** What a text matched; `isStrict` if nothing but case and spaces differs. */
export interface SpellingMatch<One> {
  readonly found: readonly One[];
  readonly isStrict: boolean;
  /** How loose the comparison was: 0 for exactly the same text. */
  readonly spellingLevel: number;
}

/** Those whose names have the same letters; by spelling, from the strictest to the loosest, once they are asked for. */
interface SameLetters<One> {
  readonly named: (readonly [name: string, one: One])[];
  readonly spelled: ReadonlyMap<string, readonly One[]>[];
}

/** One of a list, with the letters of its names; the words of the first one, once they are asked for. */
interface IndexedNames<One> {
  readonly one: One;
  readonly letters: readonly string[];
  words?: readonly string[];
}

/** The names of a list by their letters, so that a look-up does not look at each of them. */
export interface NameIndex<One> {
  /** In the order of the list. */
  readonly all: IndexedNames<One>[];
  readonly byLetters: Map<string, SameLetters<One>>;
}

/** The names of one of a list; the same function for the same list, so that its index is made once. */
type NamesOf<One> = (one: One) => readonly string[];

function* makeIndex<One>(list: readonly One[], namesOf: NamesOf<One>): Generator<number, NameIndex<One>> {
  const index: NameIndex<One> = { all: [], byLetters: new Map() };
  for (const one of list) {
    const names = namesOf(one);
    const letters = names.map(lettersOf);
    index.all.push({ one, letters });
    for (const [at, name] of names.entries()) {
      const key = letters[at] ?? '';
      const same = index.byLetters.get(key) ?? { named: [], spelled: [] };
      if (same.named.length === 0) index.byLetters.set(key, same);
      same.named.push([name, one]);
    }
    yield names.reduce((sum, { length }) => sum + Math.min(length, longestCompared), 1);
  }
  return index;
}

const indexes = new WeakMap<readonly unknown[], WeakMap<NamesOf<never>, NameIndex<unknown>>>();

/** What was made of this list for these names, or is made and kept for as long as somebody has both. */
function keptIndex<One>(list: readonly One[], namesOf: NamesOf<One>): NameIndex<One> | undefined {
  // Made of the same list by the same function.
  return indexes.get(list)?.get(namesOf) as NameIndex<One> | undefined;
}

function keepIndex<One>(list: readonly One[], namesOf: NamesOf<One>, index: NameIndex<One>): void {
  const byNames = indexes.get(list) ?? new WeakMap();
  indexes.set(list, byNames.set(namesOf, index));
}

/** The index of a list, made at once if it has not been made yet. */
export function indexOf<One>(list: readonly One[], namesOf: NamesOf<One>): NameIndex<One> {
  const kept = keptIndex(list, namesOf);
  if (kept !== undefined) return kept;
  const making = makeIndex(list, namesOf);
  for (;;) {
    const { done, value } = making.next();
    if (done !== true) continue;
    keepIndex(list, namesOf, value);
    return value;
  }
}

/** Makes the index of a long list, so that others have their turn meanwhile. */
export async function prepareIndex<One>(list: readonly One[], namesOf: NamesOf<One>): Promise<void> {
  if (keptIndex(list, namesOf) !== undefined) return;
  const making = makeIndex(list, namesOf);
  const yieldAfter = createYielder();
  for (;;) {
    const { done, value } = making.next();
    if (done === true) return keepIndex(list, namesOf, value);
    await yieldAfter(value);
  }
}

/** The names with these letters in one of the spellings. */
function indexAtLevel<One>(
  { named, spelled }: SameLetters<One>,
  spellingLevel: number,
): ReadonlyMap<string, readonly One[]> {
  const index = spelled[spellingLevel];
  if (index !== undefined) return index;
  const spell = spellings[spellingLevel] ?? ((text: string) => text);
  const made = new Map<string, One[]>();
  for (const [name, one] of named) {
    const key = spell(name);
    const same = made.get(key);
    if (same === undefined) made.set(key, [one]);
    else if (same.at(-1) !== one) same.push(one);
  }
  spelled[spellingLevel] = made;
  return made;
}

/**
 * Those with a name that is the text: exactly, else in another case, else with other accents, else with other separators. The strictest
 * comparison that finds any decides, so that no sign is ignored if a name is spelled with it.
 */
export function bySpelling<One>(
  text: string,
  all: readonly One[],
  namesOf: NamesOf<One>,
): SpellingMatch<One> | undefined {
  const alike = indexOf(all, namesOf).byLetters.get(lettersOf(text));
  for (const [spellingLevel, spell] of spellings.entries()) {
    const wanted = spell(text);
    if (wanted === '') return undefined;
    const found = alike && indexAtLevel(alike, spellingLevel).get(wanted);
    if (found !== undefined) return { found, isStrict: spellingLevel < strictSpellings, spellingLevel };
  }
  return undefined;
}

/** True if both are one name, whatever their case, accents and separators. */
export const isSameName = (one: string, other: string): boolean =>
  bySpelling(one, [other], (name) => [name]) !== undefined;

/** True if nothing but case, spaces and invisible characters differs. */
export const isSameSpelling = (one: string, other: string): boolean =>
  bySpelling(one, [other], (name) => [name])?.isStrict === true;

/** A word is begun by a part only if letters follow: `C` does not begin `C++`, nor `1` `10`, nor `-1` `1`. */
const begins = (part: string, word: string): boolean =>
  word === part || (word.startsWith(part) && /\p{L}/u.test(part) && /^\p{L}/u.test(word.slice(part.length)));

/** How much of a name is taken apart into words: more than any real one has. */
const longestBegun = 120;

const beginningOf = (name: string) =>
  // A single sign can be taken apart into many.
  name
    .slice(0, longestBegun)
    .normalize('NFKD')
    .slice(0, 2 * longestBegun);

const wordsOf = (name: string) => withoutSeparators(name.normalize('NFC')).split(' ').filter(Boolean);

/** Those of whose first name each word of the text begins a word. */
export function byBeginnings<One>(text: string, all: readonly One[], namesOf: NamesOf<One>): One[] {
  if (text.length > longestCompared) return [];
  const parts = wordsOf(text);
  if (!parts.some((part) => /\p{L}/u.test(part))) return [];
  const letters = parts.map(lettersOf);
  return indexOf(all, namesOf).all.flatMap((named) => {
    const [own = ''] = named.letters;
    if (!letters.every((part) => own.includes(part))) return [];
    const words = named.words ?? wordsOf(beginningOf(namesOf(named.one)[0] ?? ''));
    named.words = words;
    return parts.every((part) => words.some((word) => begins(part, word))) ? [named.one] : [];
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
  if (digits === undefined || !['id', word, `${word} id`].includes(said.toLowerCase())) return undefined;
  const id = Number(digits);
  return { id, key: String(id), name: `id ${id}` };
}

/** How an id is given if one is called `text`: `id 12`, or with the noun if that is the name. */
export const idForm = (text: string, noun: string, digits: string): string =>
  isSameSpelling(text, `id ${digits}`) ? `${noun} ${digits}` : `id ${digits}`;
