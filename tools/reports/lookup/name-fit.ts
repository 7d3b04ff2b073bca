import { editDistance, normalizeName } from '../../../src/names/nearest-names.ts';

/** How well a text fits a name: `exact`, all its words, beginnings of words, or a part; undefined where it does not. */
export type NameFit = 'exact' | 'words' | 'start' | 'part';

/** The fits from the best to the weakest. */
export const nameFits: readonly NameFit[] = ['exact', 'words', 'start', 'part'];

const wordsOf = (text: string) => normalizeName(text).split(' ').filter(Boolean);

/** Case, accents, punctuation and the order of words do not matter; all words of the text have to be there. */
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

/** Letters that may differ in a word of this length before it is another word. */
const slips = (length: number) => (length <= 3 ? 0 : length <= 5 ? 1 : 2);

/** Longer texts are compared as they are only. */
const longest = 80;

/**
 * How many letters a text is away from a name, where each of its words is a word of the name but for a slip or two, in any order;
 * undefined where it is another name.
 */
export function slipsFrom(text: string, name: string): number | undefined {
  const [parts, words] = [wordsOf(text), wordsOf(name)];
  const [together, known] = [parts.join(''), words.join('').slice(0, longest + 1)];
  if (together === '' || together.length > longest) return undefined;
  const whole = editDistance(together, known);
  if (whole <= slips(together.length)) return whole;
  const left = words.slice(0, 20).map((word) => word.slice(0, longest));
  let sum = 0;
  for (const part of parts) {
    const away = left.map((word) => editDistance(part, word));
    const least = Math.min(...away);
    if (!(least <= slips(part.length))) return undefined;
    left.splice(away.indexOf(least), 1);
    sum += least;
  }
  return sum;
}
