import { isAscii, withToolNames } from '../tool/outgoing-text.ts';
import { listedNames, quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';

/** How many characters of a name are compared: no real one is as long, and comparing takes as long as both are. */
export const longestCompared = 400;

/**
 * How many letters have to be put in, left out or changed to make one text of the other.
 *
 * @param swaps true if two neighbours that changed places count as one
 */
export function editDistance(a: string, b: string, swaps = false): number {
  let beforePrevious = new Uint16Array(b.length + 1);
  let previous = Uint16Array.from({ length: b.length + 1 }, (_, column) => column);
  let current = new Uint16Array(b.length + 1);
  for (let row = 1; row <= a.length; row++) {
    current[0] = row;
    for (let column = 1; column <= b.length; column++) {
      const replace = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = swaps && row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = isSwap ? (beforePrevious[column - 2] ?? 0) + 1 : replace;
      current[column] = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replace, swap);
    }
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return previous[b.length] ?? 0;
}

/** Letters that Unicode does not take apart into a plain letter and an accent. */
const plainLetters = new Map(
  Object.entries({ ø: 'o', ł: 'l', ı: 'i', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe' }),
);

/** The beginning of a name as it is compared: lower case, accents and punctuation dropped, one space between words. */
export function normalizeName(text: string): string {
  const start = text.slice(0, longestCompared);
  if (isAscii(start))
    return start
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return (
    start
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

/** Letters and pairs of letters that one suggestion looks at: those of ten thousand usual names, and a moment's work. */
const maxLetters = 600_000;
const maxPairs = 5_000_000;

/**
 * How far a name is from the text at least, from 0 (one contains the other) to 1, as far as that is known without comparing letter by
 * letter.
 */
function leastScore(wanted: string, name: string): number {
  if (wanted === '' || name === '') return 1;
  if (name.includes(wanted) || wanted.includes(name)) return 0;
  // Of a far longer name most letters would have to change: working out how many takes as long as it is.
  if (name.length > 3 * wanted.length) return 1;
  const longer = Math.max(name.length, wanted.length);
  return Math.max(1, Math.abs(name.length - wanted.length)) / longer;
}

/** Up to `most` of `candidates` that `text` may have meant, the likeliest first; all of them when there are few. */
export function suggestNames(text: string, candidates: readonly string[], most = 5): string[] {
  const wanted = normalizeName(text.slice(0, 80));
  const distinct = [...new Set(candidates)];
  const isFew = distinct.length <= most;
  const near: { readonly candidate: string; readonly name: string; readonly least: number }[] = [];
  let letters = 0;
  for (const candidate of distinct) {
    const name = normalizeName(candidate);
    letters += name.length + Math.min(candidate.length, longestCompared);
    if (letters > maxLetters) break;
    const least = leastScore(wanted, name);
    if (isFew || least <= 0.6) near.push({ candidate, name, least });
  }
  let pairs = 0;
  const scores = new Map<string, number>();
  for (const { candidate, name, least } of near.toSorted((a, b) => a.least - b.least)) {
    const isCompared = least > 0 && least < 1;
    if (isCompared) pairs += wanted.length * name.length;
    if (pairs > maxPairs) break;
    const distance = isCompared ? editDistance(wanted, name) / Math.max(wanted.length, name.length) : least;
    if (isFew || distance <= 0.6) scores.set(candidate, distance);
  }
  const scoreOf = (name: string) => scores.get(name) ?? 1;
  return near
    .map(({ candidate }) => candidate)
    .filter((name) => scores.has(name))
    .sort((a, b) => scoreOf(a) - scoreOf(b))
    .slice(0, most);
}

/** `Nearest: a, b.` with up to `most` of `candidates` that `text` may have meant; empty if none is near. */
export function suggestionText(text: string, candidates: readonly string[], most?: number): string {
  const near = suggestNames(text, candidates, most);
  return near.length === 0 ? '' : `Nearest: ${listedNames(near)}.`;
}

/** What a text may mean, for the error that asks which of them. */
interface Candidates {
  /** `several users`, `240 people`. */
  readonly what: string;
  /** Each as it can be told from the others, as a part of a text for agents; six are shown. */
  readonly listed: readonly string[];
  /** How many there are; default those listed. */
  readonly total?: number;
  /** True if there are others than those listed. */
  readonly hasMore?: boolean;
  /** What to do next; default `Specify one.` */
  readonly advice?: string;
  /** The argument that a person may choose a value for, and the value of each of those listed. */
  readonly choice?: { readonly input: string; readonly values: readonly string[] };
}

/** The error for a text that may mean several, of which none is chosen here. */
export function ambiguousNameError(
  text: string,
  { what, listed, total = listed.length, hasMore = false, advice = 'Specify one.', choice }: Candidates,
): ToolError {
  const hidden = Math.max(0, total - 6);
  const isPart = hasMore || hidden > 0;
  const others = hasMore ? ' …' : hidden > 0 ? ` and ${hidden} more` : '';
  const shown = listed.slice(0, 6);
  const question = `${quoted(text)} matches ${what}. Which one is meant?${isPart ? ' These are not all: decline, and give a longer name for the others.' : ''}`;
  const options = shown.map((label, at) => ({
    value: choice?.values[at] ?? '',
    label: withToolNames(label),
  }));
  return new ToolError(
    'unknown_name',
    `${quoted(text)} matches ${what}: ${shown.join('; ')}${others}. ${advice}`,
    choice === undefined
      ? {}
      : { choice: { input: choice.input, question: withToolNames(question), options } },
  );
}
