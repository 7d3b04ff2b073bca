import { escapeUntrusted, withoutEscapes } from './outgoing-text.ts';

/** The text as messages show it: cut to 60 characters with `…`, never in the middle of a surrogate pair. */
export function shortened(text: string): string {
  if (text.length <= 60) return text;
  return `${text
    .slice(0, 60)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`;
}

const marked = (_: string, slashes: string, quote: string) => slashes + slashes + quote.replace('"', '\\"');

/**
 * Between double quotes, on one line; quotes in the text, and backslashes before a quote, are marked by a backslash, so that the text
 * does not end before its end.
 */
const betweenQuotes = (text: string) =>
  `"${withoutEscapes(text)
    .replace(/\s/g, ' ')
    .replace(/(?<!\\)(\\*)("|$)/g, marked)}"`;

/** The shortened text in quotes, for texts that agents do not read. */
export const inQuotes = (text: string): string => betweenQuotes(shortened(text));

/** The same as a part of a text for agents. */
export const quoted = (text: string): string => escapeUntrusted(inQuotes(text));

/** A whole message of others, in quotes, as a part of a text for agents. */
export const quotedMessage = (message: string): string => escapeUntrusted(betweenQuotes(message));

/** A word with the signs that names have inside, none of which ends a clause or surrounds one in any script; a dot as in `example.com`. */
const plainName =
  /^(?:[\p{L}\p{M}\p{N}\-‐‑&+#@_/'’()]|(?<=[\p{L}\p{N}])\.(?=[\p{Ll}\p{N}])|(?<=[^ ]) (?=[^ ]))*$/u;

/** More words are a sentence, and so are more letters of a script that has no spaces. */
const maxPlainWords = 5;
const isLongWithoutSpaces =
  /(?:[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]\p{M}?){11}/u;

/** True for a name that can pass neither for words of ours nor for a sentence or several names. */
export const isPlainName = (name: string): boolean =>
  name.length <= 60 &&
  plainName.test(name) &&
  name.split(' ').length <= maxPlainWords &&
  !isLongWithoutSpaces.test(name) &&
  !/\p{DI}|^(?:and|or) /iu.test(name);

/**
 * A name as sentences and lists for agents show it: as it is if it is a few plain words, otherwise quoted, so that it cannot pass for
 * words of ours, for a sentence, or for several names.
 */
export const quoteIfAmbiguous = (name: string): string =>
  isPlainName(name) ? escapeUntrusted(name) : quoted(name);

/** One of several values in a list that commas, or other signs, separate; in quotes where it has one, or would pass for one in quotes. */
export const listItem = (text: string, sign = ','): string =>
  text.includes(sign) || /^".*"$/s.test(text) ? betweenQuotes(text) : text;

/** Names as a part of a text for agents, one after the other. */
export const listedNames = (names: readonly string[]): string => names.map(quoteIfAmbiguous).join(', ');

/** `a, b and c`, or with another word before the last. */
export const joined = (words: readonly string[], word: 'and' | 'or' = 'and'): string =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(` ${word} `);

/** A number with thousands separators, `1,234`. */
export const formatNumber = (value: number) => value.toLocaleString('en-US');

/** `1,204 rows were`, `1 row was`: a number with its noun, and with the verb of its sentence if that follows. */
export const numbered = (count: number, one: string, several: string): string =>
  `${formatNumber(count)} ${count === 1 ? one : several}`;

/** `1 of 5 deals has`, `2 of 5 deals have`: some of several, with the verb that follows. */
export const numberedOf = (
  count: number,
  all: number,
  [one, several]: readonly [one: string, several: string],
  [has, have]: readonly [has: string, have: string],
): string => `${formatNumber(count)} of ${numbered(all, one, several)} ${count === 1 ? has : have}`;

/** Sentences as one text; empty ones are left out. */
export const sentences = (...texts: readonly string[]) => texts.filter((text) => text !== '').join(' ');
