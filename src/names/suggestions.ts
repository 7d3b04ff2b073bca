import { listedNames, quoted } from '../tool/sentences.ts';
import { ToolError } from '../tool/tool-error.ts';

/** How many characters of a name are compared: no real one is as long, and comparing takes as long as both are. */
export const longestCompared = 400;

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

/** `Nearest: a, b.` with up to `most` of `candidates` that `text` may have meant; empty where none is near. */
export function suggestionText(text: string, candidates: readonly string[], most?: number): string {
  const near = suggestNames(text, candidates, most);
  return near.length === 0 ? '' : `Nearest: ${listedNames(near)}.`;
}

/** What a text may mean, for the error that asks which of them. */
interface Candidates {
  /** `several users`, `240 people`. */
  readonly what: string;
  /** Each as it can be told from the others, as a part of a text for agents. */
  readonly listed: readonly string[];
  /** True where there are others than those listed. */
  readonly hasMore?: boolean;
  /** What to do next; default `Specify one.` */
  readonly advice?: string;
}

/** The error for a text that may mean several, of which none is chosen here. */
export function ambiguousNameError(
  text: string,
  { what, listed, hasMore = false, advice = 'Specify one.' }: Candidates,
): ToolError {
  const hidden = Math.max(0, listed.length - 6);
  const others = hasMore ? ' …' : hidden > 0 ? ` and ${hidden} more` : '';
  return new ToolError(
    'unknown_name',
    `${quoted(text)} matches ${what}: ${listed.slice(0, 6).join('; ')}${others}. ${advice}`,
  );
}
