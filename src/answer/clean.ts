import { stripVTControlCharacters } from 'node:util';

/**
 * What never reaches an agent from a record: controls, and the format characters of Unicode (no width, turning the direction of
 * text, the "tag" letters that can hide a message), and the variation selectors that can do the same. Tabs and line ends stay.
 */
const invisible = /(?![\t\n\r])\p{Cc}|\p{Cf}|[\u{e0100}-\u{e01ef}]/gu;

/**
 * Text without anything that cannot be seen, terminal escapes included. Half characters become � first of all, so that two halves
 * with something invisible between them do not meet to be what was just taken out.
 */
export function clean(text: string): string {
  return stripVTControlCharacters(text.toWellFormed()).replace(invisible, '');
}

/** Clean text on one line: tabs, line ends and runs of spaces become one space. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim();
}
