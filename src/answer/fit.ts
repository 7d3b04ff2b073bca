import { type Cell, cut } from './cell.ts';
import type { Table, Write } from './written.ts';

/** The table with its first `count` rows only; the head line then goes on exactly there. */
const firstRows = (table: Table, count: number): Table =>
  count === table.rows.length
    ? table
    : { ...table, rows: table.rows.slice(0, count), next: table.offset + count };

/** The largest number from `least` to `most` for which `fits` holds, given that it holds for all smaller ones. */
function largest(least: number, most: number, fits: (value: number) => boolean): number {
  let [low, high] = [least, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** One row that is too long by itself: its long texts are cut, all to the same length, until it fits. */
function shorten(table: Table, fits: (table: Table) => boolean): Table {
  const withCells = (most: number): Table => ({
    ...table,
    rows: table.rows.map((row) => row.map((cell): Cell => cut(cell, most))),
  });
  const longest = Math.max(
    0,
    ...table.rows.flat().map((cell) => (typeof cell === 'string' ? cell.length : 0)),
  );
  return withCells(largest(20, longest, (most) => fits(withCells(most))));
}

/** A page so wide that its column names alone are too much: columns are left out from the end, and that is said. */
function narrow(table: Table, fits: (table: Table) => boolean): Table {
  const withColumns = (count: number): Table => {
    const left = table.columns.length - count;
    const note = `${left} columns did not fit and were left out; name the ones you need in fields.`;
    return {
      ...table,
      columns: table.columns.slice(0, count),
      rows: table.rows.map((row) => row.slice(0, count)),
      notes: left === 0 ? table.notes : [...table.notes, note],
    };
  };
  return withColumns(largest(1, table.columns.length, (count) => fits(withColumns(count))));
}

/** Notes together may take a quarter of the budget; of more, the last are cut or left out. */
function brief(table: Table, budget: number): Table {
  let room = budget / 4;
  const notes = table.notes.flatMap((note) => {
    const some = room < 40 ? '' : String(cut(note, Math.floor(room)));
    room -= note.length;
    return some === '' ? [] : [some];
  });
  return { ...table, notes };
}

/**
 * Writes the table within `budget` characters: rows are dropped from the end, never cut inside, and the head line's `next` goes on
 * at the first row that was dropped. Only a first row that is too long by itself has its texts cut.
 */
export function fit(whole: Table, budget: number, write: Write): ReturnType<Write> {
  const fits = (one: Table) => write(one).text.length <= budget;
  if (fits(whole)) return write(whole);
  const table = brief(whole, budget);
  const count = largest(0, table.rows.length, (rows) => rows === 0 || fits(firstRows(table, rows)));
  if (count > 0) return write(firstRows(table, count));
  const one = shorten(firstRows(table, Math.min(1, table.rows.length)), fits);
  return write(fits(one) ? one : narrow(one, fits));
}
