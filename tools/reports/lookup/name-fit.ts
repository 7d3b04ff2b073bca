import { editDistance, normalizeName } from '../../../src/names/nearest-names.ts';

/** How a text matches a name: exactly, by all its words, by beginnings of words, or by a part. */
export type NameFit = 'exact' | 'words' | 'start' | 'part';

const wordsOf = (text: string) => normalizeName(text).split(' ').filter(Boolean);

/** How well a text matches a name; case, accents, punctuation and the order of words make no difference. Undefined for no match. */
export function nameFit(text: string, name: string): NameFit | undefined {
  const [wanted, known] = [normalizeName(text), normalizeName(name)];
  if (wanted === '') return name.includes(text.trim()) ? 'part' : undefined;
  if (wanted === known) return 'exact';
  const [parts, words] = [wordsOf(text), wordsOf(name)];
  if (parts.every((part) => words.includes(part))) return 'words';
  if (known.startsWith(wanted)) return 'start';
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 'start';
  return known.includes(wanted) ? 'part' : undefined;
}

/** How many letters of a word of this length may differ. */
const maxTypos = (length: number) => (length <= 3 ? 0 : length <= 5 ? 1 : 2);

/** Longer texts are not compared for typos. */
const longest = 80;

/**
 * How many letters differ between a text and a name, where each word of the text is a word of the name except for a typo or two, in any
 * order; undefined where it is another name.
 */
export function typosBetween(text: string, name: string): number | undefined {
  const [parts, words] = [wordsOf(text), wordsOf(name)];
  const [together, known] = [parts.join(''), words.join('').slice(0, longest + 1)];
  if (together === '' || together.length > longest) return undefined;
  const whole = editDistance(together, known);
  if (whole <= maxTypos(together.length)) return whole;
  const left = words.slice(0, 20).map((word) => word.slice(0, longest));
  let sum = 0;
  for (const part of parts) {
    const away = left.map((word) => editDistance(part, word));
    const fewest = Math.min(...away);
    if (!(fewest <= maxTypos(part.length))) return undefined;
    left.splice(away.indexOf(fewest), 1);
    sum += fewest;
  }
  return sum;
}
