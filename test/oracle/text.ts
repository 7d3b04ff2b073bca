/** How texts are compared and written, by what answers promise: nothing here is the product's. */

/** Without case: how Copper compares names, places and titles. */
export const lower = (text: string): string => text.toLowerCase();

/** Without case, accents and punctuation: as forgiving as names of lists may be given. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Escapes of terminals: colours, and titles of windows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const escapes = /\u001b\[[0-9;]*m|\u001b\][^\u0007]*\u0007/g;

/** Text as one may see it on one line: nothing invisible, nothing that turns or breaks it. */
export const seen = (text: string): string =>
  text
    .replaceAll(escapes, '')
    .replaceAll(/[^\S\n\r\t]|[\n\r\t]+/gu, ' ')
    .replaceAll(/\p{Cc}|\p{Cf}/gu, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim();

/** Characters of a long text that a table shows unless its field was asked for by name. */
export const longest = 200;

/** True where `given` is the text, or its beginning with the number of characters that are missing. */
export function isCutOf(given: string, whole: string, most: number): boolean {
  if (given === whole) return true;
  const [, kept, missing] = /^(.*)… \(\+(\d+) chars\)$/s.exec(given) ?? [];
  if (kept === undefined || whole.length <= most) return false;
  return whole.startsWith(kept) && Number(missing) === whole.length - kept.length && kept.length > 0;
}
