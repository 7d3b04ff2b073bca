import type { Column } from '../tool/record.ts';
import type { CellValue } from './cell.ts';
import { cleanLine } from './clean.ts';

/** What is left to show of a page, and the note that names what is not. */
export interface Shown {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
  readonly notes: readonly string[];
}

/** Drops the columns that are empty on the whole page; with `named`, a note says once which those are. */
export function dropEmpty(
  columns: readonly Column[],
  cells: readonly (readonly CellValue[])[],
  named: boolean,
): Shown {
  const full = columns.map((_, at) => cells.length === 0 || cells.some((row) => row[at] !== null));
  const empty = columns.filter((_, at) => full[at] === false).map(({ name }) => name);
  return {
    columns: columns.filter((_, at) => full[at]).map(({ name }) => cleanLine(name)),
    rows: cells.map((row) => row.filter((_, at) => full[at])),
    notes: empty.length > 0 && named ? [`empty: ${empty.join(', ')}.`] : [],
  };
}
