import { bySpelling } from '../names/spelling.ts';

/** The word of an enum that a text is in another spelling; the text itself if there is none. */
export function wordOf(words: readonly string[], text: string): string {
  const [word, second] = bySpelling(text, words, (one) => [one])?.found ?? [];
  return word === undefined || second !== undefined ? text : word;
}

/** Several words of an enum; `!x` and `not x` leave x out, of all words if only such are given. */
export function wordsOf(words: readonly string[], given: readonly unknown[]): unknown[] {
  const excluded = given.map((item) =>
    typeof item === 'string' ? /^(?:!=?|<>|≠|-|not(?=\s))\s*(\S.*)$/isu.exec(item.trim())?.[1] : undefined,
  );
  const not = excluded.flatMap((text) => (text === undefined ? [] : wordOf(words, text)));
  if (not.length === 0 || !not.every((word) => words.includes(word)))
    return given.map((item) => (typeof item === 'string' ? wordOf(words, item) : item));
  const some = given.filter((_, at) => excluded[at] === undefined);
  const wanted = some.length === 0 ? words : some.map((item) => wordOf(words, String(item)));
  return wanted.filter((word) => !not.includes(word));
}

/** What `true`, `yes`, `1` and their opposites stand for; any other value as it is. */
export function toBoolean(value: unknown): unknown {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === 'true' || word === 'yes' || word === 1 || word === '1') return true;
  return word === 'false' || word === 'no' || word === 0 || word === '0' ? false : value;
}
