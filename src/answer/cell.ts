import { stripVTControlCharacters } from 'node:util';
import { isObject, type JsonValue } from '../tool/json.ts';
import { withoutUnseen } from '../tool/outgoing-text.ts';
import type { Column } from '../tool/record.ts';
import type { FixedField } from '../tool/request.ts';
import { isPlainName, listItem } from '../tool/sentences.ts';

/** The value of one cell of an answer; null is empty. */
export type CellValue = string | number | boolean | null;

/** The parts of an address in the order people write them. */
const addressParts = ['street', 'city', 'state', 'postal_code', 'country'];

/** The texts in a value: each of a list, an address or another object as one; nothing for null and empty text. */
export function textsIn(value: JsonValue | undefined): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [String(value)];
  const keys = Object.keys(value);
  const parts = keys.some((key) => addressParts.includes(key)) ? addressParts : keys;
  const texts = parts.flatMap((key) => textsIn(value[key]));
  return texts.length === 0 ? [] : [texts.join(', ')];
}

/** How much of a text is cleaned and shown, in characters: ten times what an answer holds, and a moment's work. */
const longestCleaned = 200_000;

/** A text that is longer than any answer, cut before it is cleaned: `… (+431 chars)` says so. */
const cutLong = (text: string): string => String(truncate(text, longestCleaned));

/** What stands between the values of a list: a comma, as in sentences, or what tables for other programs have. */
type ListSign = ',' | ';';

/** The values of a list, one after the other; members of objects as they are, with commas between them as in an address. */
const listText = (value: JsonValue, sign: ListSign): string =>
  Array.isArray(value)
    ? value
        .flatMap((one) => (typeof one === 'string' && one !== '' ? [listItem(one, sign)] : textsIn(one)))
        .join(`${sign} `)
    : textsIn(value).join(', ');

/** Text, also of numbers and lists; `lines` keeps line breaks, for the long text of a single record. */
export function textCell(value: JsonValue, lines: boolean, sign: ListSign = ','): string | null {
  const cleaned = lines ? clean : cleanLine;
  const text = typeof value === 'string' ? value : listText(value, sign);
  return cleaned(text).trim() || null;
}

/** `1200000 USD, 30000 EUR`: amounts, each with its currency if it has one. */
export function amountsCell(amounts: readonly JsonValue[]): CellValue {
  const texts = amounts
    .filter(isObject)
    .map(({ value, unit }) => `${value ?? '(too large to add up)'} ${unit}`);
  return textCell(texts.map((text) => text.trim()).join(', '), false);
}

/** The first of several values, and the number of others. */
export function firstCell(value: JsonValue): CellValue {
  const [first, ...others] = textsIn(value);
  if (first === undefined) return null;
  return others.length === 0 ? cleanLine(first) : `${cleanLine(first)} (+${others.length})`;
}

/** Text of at most `max` characters; `… (+431 chars)` replaces what is cut. */
export function truncate(cell: CellValue, max: number): CellValue {
  if (typeof cell !== 'string' || cell.length <= max) return cell;
  const kept = cell
    .slice(0, max)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trimEnd();
  return `${kept}… (+${cell.length - kept.length} chars)`;
}

/**
 * Text without invisible characters and terminal escapes. Lone surrogates become � first, so that two of them with something invisible
 * between them cannot combine into an invisible character.
 */
export function clean(text: string): string {
  const shown = cutLong(text);
  return notPlain.test(shown)
    ? withoutUnseen(stripVTControlCharacters(withoutEndlessLinks(shown.toWellFormed())))
    : shown;
}

/** What begins a link of a terminal (an OSC sequence), and what ends one. */
const linkStart = '\u001b]';
const linkEnds = ['\u0007', '\u001b\\', '\u009c'];

/**
 * Writes the beginnings of links that nothing ends as those of other escapes, as which they are removed anyway: from Node 24 on, each would
 * make Node search the rest of the text for its end, seconds for a field of a hundred kilobytes.
 */
function withoutEndlessLinks(text: string): string {
  if (!text.includes(linkStart)) return text;
  const end = Math.max(...linkEnds.map((each) => text.lastIndexOf(each)));
  return text.slice(0, Math.max(end, 0)) + text.slice(Math.max(end, 0)).replaceAll(linkStart, '\u009b]');
}

/** Letters and signs of Latin scripts with single spaces between them, as most texts are: nothing in it has to be cleaned. */
const plainLine = /^[!-~\u00a1-\u00ac\u00ae-\u024f]+(?: [!-~\u00a1-\u00ac\u00ae-\u024f]+)*$/;

/** What is not of these, nor a tab, a line end or a space. */
const notPlain = /[^\t\n\r -~\u00a1-\u00ac\u00ae-\u024f]/;

/** Clean text on one line: tabs, line breaks and runs of spaces become one space. */
export function cleanLine(text: string): string {
  // What is longer is cut; the expression would also run out of memory on ten million characters.
  const isPlain = text.length <= longestCleaned && plainLine.test(text);
  return isPlain ? text : clean(text).replace(/\s+/gu, ' ').trim();
}

/** True if the column of this value is what the condition is on, and rows that meet it have the value. */
function isFixedColumn(
  { of, text }: FixedField,
  { field, customFieldId }: Column,
  value: CellValue,
): boolean {
  if (of !== field && of !== customFieldId) return false;
  return text === undefined || String(value).toLowerCase() === text.trim().toLowerCase();
}

/**
 * Takes out the columns in which every row has the one value that was asked for, unless the agent named the column; `constants` has each
 * with its value, `status Open`, `Renewal date = 2026-12-01`. A value that could pass for words of ours stays in its column.
 */
export function takeConstants(
  columns: readonly Column[],
  cells: readonly (readonly CellValue[])[],
  fixedFields: readonly FixedField[],
): {
  readonly columns: readonly Column[];
  readonly cells: readonly (readonly CellValue[])[];
  readonly constants: readonly string[];
} {
  const [first, second] = cells;
  if (first === undefined || second === undefined || fixedFields.length === 0)
    return { columns, cells, constants: [] };
  const isConstant = columns.map((column, at) => {
    const value = first[at] ?? null;
    if (column.requested || value === null) return false;
    if (!fixedFields.some((one) => isFixedColumn(one, column, value))) return false;
    return [column.name, String(value)].every(isPlainName) && cells.every((row) => row[at] === value);
  });
  const constants = columns.flatMap(({ name }, at) => {
    const label = cleanLine(name);
    // `Legal approved = true`: in a label of several words its end would not be seen.
    return isConstant[at] ? [`${label}${label.includes(' ') ? ' =' : ''} ${first[at]}`] : [];
  });
  const left = <T>(all: readonly T[]) => all.filter((_, at) => !isConstant[at]);
  return constants.length === 0
    ? { columns, cells, constants }
    : { columns: left(columns), cells: cells.map(left), constants };
}
