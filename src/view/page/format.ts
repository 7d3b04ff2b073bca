import type { ViewCell, ViewTable } from '../../tool/view-data.ts';

/** What people read: numbers in the way of their language. */
export function createFormat(locale: string | undefined) {
  let numbers: Intl.NumberFormat;
  try {
    numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  } catch {
    numbers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
  }
  const number = (value: number, unit = '') => `${numbers.format(value)}${unit && ` ${unit}`}`;
  return {
    number,
    /** One cell; empty for none. */
    cell({ columns }: ViewTable, row: readonly ViewCell[], at: number): string {
      const value = row[at] ?? '';
      const { kind, unit } = columns[at] ?? {};
      if (kind === 'flag') return value === true ? 'yes' : value === false ? 'no' : String(value);
      if (kind !== 'number' || typeof value !== 'number')
        return String(value).replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ');
      return number(value, unit === undefined ? '' : String(row[unit] ?? ''));
    },
  };
}

/** @see createFormat */
export type Format = ReturnType<typeof createFormat>;

/** The columns that people see: a currency stands beside its amount. */
export const shownColumns = ({ columns }: ViewTable): number[] =>
  columns.flatMap(({ kind }, at) => (kind === 'currency' ? [] : [at]));

/** Cells that a spreadsheet would take for a formula get an apostrophe; numbers stay numbers. */
function csvCell(value: ViewCell | undefined): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows as CSV (RFC 4180), with every column. */
export const csvOf = ({ columns }: ViewTable, rows: readonly (readonly ViewCell[])[]): string =>
  [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
