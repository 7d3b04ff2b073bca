import type { RowValue } from '../../tool/rows.ts';

/** How rows are written as text. */
export interface ExportFormat {
  /** What stands before all rows; may be empty. */
  readonly head: string;
  /** The lines of some rows, each with its end. */
  lines(rows: readonly (readonly RowValue[])[]): string;
}

/** What a spreadsheet takes for the beginning of a formula: owasp.org/www-community/attacks/CSV_Injection. */
const formulaStart = /^[=+\-@\t\r]/;

/** A number with its sign is a number, wherever it stands as text. */
const plainNumber = /^[+-]?\d+(?:\.\d+)?$/;

/** A text that no spreadsheet runs: an apostrophe before it makes it text. */
const harmless = (text: string): string =>
  formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;

/** What has to stand in quotes; spaces at the ends as well, because some programs drop them. */
const needsQuotes = /[",\r\n]|^\s|\s$/;

function csvField(value: RowValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = harmless(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of one empty field would be an empty line, which programs skip. */
const csvLine = (values: readonly RowValue[]): string =>
  `${values.length === 1 && (values[0] ?? '') === '' ? '""' : values.map(csvField).join(',')}\r\n`;

/** Excel takes a file for UTF-8 if it begins with this. */
const byteOrderMark = '\ufeff';

/** CSV as RFC 4180 has it, with a line of names; for Excel with a byte order mark. Formulas in texts are made harmless. */
export const csvFormat = (columns: readonly string[], isForExcel: boolean): ExportFormat => ({
  head: `${isForExcel ? byteOrderMark : ''}${csvLine(columns)}`,
  lines: (rows) => rows.map(csvLine).join(''),
});

/** One JSON object a line, with every column; texts are as they are. */
export const jsonLinesFormat = (columns: readonly string[]): ExportFormat => ({
  head: '',
  lines: (rows) =>
    rows
      .map(
        (row) =>
          `${JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null])))}\n`,
      )
      .join(''),
});
