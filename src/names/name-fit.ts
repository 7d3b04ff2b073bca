import { doubleMetaphone } from 'double-metaphone';
import { editDistance, longestCompared, normalizeName } from './suggestions.ts';

/** How a text matches a name: exactly, by all its words, by words and initials, by beginnings of words, or by a part. */
export type NameFit = 'exact' | 'words' | 'initials' | 'start' | 'part';

type Words = readonly string[];

const wordsOf = (text: string): Words => normalizeName(text).split(' ').filter(Boolean);

/** The words of a name: `O'Neill` and `Anne-Marie` are two words in one reading, and one in the other. */
function readingsOf(name: string): Words[] {
  const apart = wordsOf(name);
  const together = wordsOf(name.replace(/(?<=\p{L})['’‘ʼ`´\p{Pd}]+(?=\p{L})/gu, ''));
  return together.length === apart.length ? [apart] : [apart, together];
}

const salutation = /^\s*(?:mr|mrs|ms|mx|dr|prof)\b\.?\s+(?=\S)/i;

/** A name with the last name at its end: `Moore, Omar` is Omar Moore. */
export const nameInOrder = (name: string): string => name.replace(/^([^,]+),([^,]+)$/, '$2 $1').trim();

/** Each reading of the text with each reading of the name; what somebody is addressed by need not be part of the name. */
function readingPairs(text: string, name: string): (readonly [text: Words, name: Words])[] {
  const compared = text.slice(0, longestCompared);
  const written = [compared, nameInOrder(compared), compared.replace(salutation, '')];
  const texts = [...new Set(written)].flatMap(readingsOf);
  const names = readingsOf(name.slice(0, longestCompared));
  return texts.flatMap((one) => names.map((other) => [one, other] as const));
}

/** Takes the first item that fits out of a list; undefined if none does. */
function takeFirst(list: string[], fits: (item: string) => boolean): string | undefined {
  const at = list.findIndex(fits);
  return at < 0 ? undefined : list.splice(at, 1)[0];
}

/** The words that only one side has. */
function leftOver(text: Words, name: Words): readonly [text: string[], name: string[]] {
  const left = [...name];
  return [text.filter((word) => takeFirst(left, (one) => one === word) === undefined), left];
}

const isInitial = (word: string) => word.length === 1;

/** What only one side has are initials of words of the other, or initials that the name lacks: `Omar R. Moore` is Omar Moore. */
function matchesByInitials(text: Words, name: Words): boolean {
  const [more, left] = leftOver(text, name);
  const common = text.length - more.length;
  if (common === 0 || more.length === 0) return false;
  return more.every((word) => {
    const fits = (one: string) => (isInitial(word) || isInitial(one)) && one[0] === word[0];
    return takeFirst(left, fits) !== undefined || (isInitial(word) && left.length === 0 && common > 1);
  });
}

/** Each word of the text is the beginning of another word of the name. */
function startsWords(text: Words, name: Words): boolean {
  const left = [...name];
  return text.every((part) => takeFirst(left, (word) => word.startsWith(part)) !== undefined);
}

/** How well a text matches a name; case, accents, punctuation and the order of words make no difference. Undefined for no match. */
export function nameFit(text: string, name: string): NameFit | undefined {
  const [wanted, present] = [normalizeName(text), normalizeName(name)];
  if (wanted === '') return name.includes(text.trim()) ? 'part' : undefined;
  const pairs = readingPairs(text, name);
  const isWhole = Math.max(text.length, name.length) <= longestCompared || text.trim() === name.trim();
  if (isWhole && pairs.some(([one, other]) => one.join(' ') === other.join(' '))) return 'exact';
  if (pairs.some(([one, other]) => leftOver(one, other)[0].length === 0)) return 'words';
  if (pairs.some(([one, other]) => matchesByInitials(one, other))) return 'initials';
  if (present.startsWith(wanted)) return 'start';
  if (pairs.some(([one, other]) => startsWords(one, other))) return 'start';
  return present.includes(wanted) ? 'part' : undefined;
}

/** True if every word of the text is somewhere in the name, whatever stands between them, or the name is the text but for initials. */
export function hasWordsOf(text: string, name: string): boolean {
  const present = normalizeName(name);
  return wordsOf(text).every((word) => present.includes(word)) || nameFit(text, name) !== undefined;
}

/** How many letters of a word of this length may differ. */
const maxTypos = (length: number) => (length <= 3 ? 0 : length <= 5 ? 1 : 2);

/** Longer texts are not compared for typos. */
const longest = 80;

/** How words sound, as far as it was asked lately: the words of one text are compared with those of many names. */
const sounds = new Map<string, readonly string[]>();

function soundsOf(word: string): readonly string[] {
  const codes = sounds.get(word) ?? doubleMetaphone(word).filter((code) => code.length > 1);
  if (sounds.size > 5_000) sounds.clear();
  sounds.set(word, codes);
  return codes;
}

/** True for words that are spoken alike and not written very differently; one sound alone says too little. */
function soundAlike(one: string, other: string, typos: number): boolean {
  if (typos > Math.max(one.length, other.length) / 2) return false;
  const codes = soundsOf(one);
  return soundsOf(other).some((code) => codes.includes(code));
}

/** How far a word of a text is from a word of a name: its typos, 1 if they sound alike; undefined for another word. */
function wordDistance(part: string, word: string): number | undefined {
  if (isInitial(part) || isInitial(word)) return part[0] === word[0] ? Number(part !== word) : undefined;
  if (part === word) return 0;
  const longer = Math.max(part.length, word.length);
  // What is so much longer is neither a slip nor spoken alike.
  if (Math.abs(part.length - word.length) > Math.max(2, longer / 2)) return undefined;
  const typos = editDistance(part, word, true);
  if (soundAlike(part, word, typos)) return Math.min(typos, 1);
  return typos <= maxTypos(part.length) ? typos : undefined;
}

/** How many words of a name, or of what somebody calls it, are compared for typos. */
const mostWords = 20;

const firstWords = (name: Words): string[] => name.slice(0, mostWords).map((word) => word.slice(0, longest));

function wordsDistance(text: Words, name: Words): number | undefined {
  const [together, inName] = [text.join(''), name.join('').slice(0, longest + 1)];
  if (together === '' || together.length > longest || text.length > mostWords) return undefined;
  const whole = editDistance(together, inName, true);
  if (whole <= maxTypos(together.length)) return whole;
  const left = firstWords(name);
  let [sum, missing] = [0, 0];
  for (const part of text) {
    const away = left.map((word) => wordDistance(part, word) ?? Number.POSITIVE_INFINITY);
    const fewest = Math.min(...away);
    if (fewest === Number.POSITIVE_INFINITY) missing++;
    else left.splice(away.indexOf(fewest), 1);
    sum += fewest === Number.POSITIVE_INFINITY ? 2 : fewest;
  }
  // One of three words may be missing: a middle name, or "Inc".
  return missing === 0 || (missing === 1 && text.length > 2) ? sum : undefined;
}

/**
 * How far a text is from a name when each word of the text is a word of the name except for a typo or two, or sounds like it, in any
 * order; undefined if it is another name.
 */
export function nameDistance(text: string, name: string): number | undefined {
  const found = readingPairs(text, name).flatMap(([one, other]) => wordsDistance(one, other) ?? []);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** True if a word of the text of three letters or more is, or sounds like, a word of the name. */
export const sharesWord = (text: string, name: string): boolean =>
  readingPairs(text, name).some(([one, other]) =>
    firstWords(one).some(
      (part) => part.length > 2 && firstWords(other).some((word) => wordDistance(part, word) !== undefined),
    ),
  );

/** What may have been meant, the nearest first: names that are like the text, or else those that share a word with it. */
export function suggestByName<Row>(text: string, rows: readonly Row[], nameOf: (row: Row) => string) {
  const near = rows.flatMap((row) => {
    const distance = nameDistance(text, nameOf(row));
    return distance === undefined ? [] : [{ row, distance }];
  });
  near.sort((a, b) => a.distance - b.distance);
  return {
    near: near.map(({ row }) => row),
    related: near.length > 0 ? [] : rows.filter((row) => sharesWord(text, nameOf(row))),
  };
}

/** The longest part of a word that is written the same with and without accents. */
function plainPart(word: string): string {
  const longestOf = (parts: readonly string[]) => parts.toSorted((a, b) => b.length - a.length)[0] ?? '';
  const plain = longestOf(word.match(/[a-z0-9]+/gi) ?? []);
  return plain.length > 2 ? plain : longestOf(word.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** The words to search a name by, as Copper finds names by one part of them: the last name, then the first. */
export function searchWords(name: string): string[] {
  const words = (
    nameInOrder(name)
      .replace(salutation, '')
      .match(/[\p{L}\p{M}\p{N}'’-]+/gu) ?? []
  )
    .map(plainPart)
    .filter((word) => word.length > 1);
  return [...new Set([words.at(-1) ?? '', words[0] ?? ''])].filter(Boolean);
}

/** The first and the last half of a word, three letters at least: a typo or an accent is seldom in both. */
export function halvesOf(word: string): string[] {
  const size = Math.max(3, Math.floor(word.length / 2));
  return word.length < 3 ? [] : [...new Set([word.slice(0, size), word.slice(-size)])];
}
