import type { AnswerTable, WriteAnswer } from './answer-table.ts';
import { type CellValue, truncate } from './cell.ts';

/** The table with its first `count` rows only; the head line then goes on exactly there. */
const firstRows = (table: AnswerTable, count: number): AnswerTable =>
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
function shorten(table: AnswerTable, fits: (table: AnswerTable) => boolean): AnswerTable {
  const withCells = (most: number): AnswerTable => ({
    ...table,
    rows: table.rows.map((row) => row.map((cell): CellValue => truncate(cell, most))),
  });
  const longest = Math.max(
    0,
    ...table.rows.flat().map((cell) => (typeof cell === 'string' ? cell.length : 0)),
  );
  return withCells(largest(20, longest, (most) => fits(withCells(most))));
}

/** A page so wide that its column names alone are too much: columns are left out from the end, and that is said. */
function narrow(table: AnswerTable, fits: (table: AnswerTable) => boolean): AnswerTable {
  const withColumns = (count: number): AnswerTable => {
    const left = table.columns.length - count;
    const note = `${left} columns did not fit and were left out; name the ones you need in fields.`;
    return {
      ...table,
      columns: table.columns.slice(0, count),
      rows: table.rows.map((row) => row.slice(0, count)),
      ...(table.totals === undefined ? {} : { totals: table.totals.map((row) => row.slice(0, count)) }),
      notes: left === 0 ? table.notes : [...table.notes, note],
    };
  };
  return withColumns(largest(1, table.columns.length, (count) => fits(withColumns(count))));
}

/** Characters between two tables. */
const apart = 2;

/**
 * Several tables: each may take what it needs as long as that is no more than its share; what short ones leave is shared out among the
 * others. The first counts double, since it is what was asked for. Where not even all columns fit, a note says so.
 */
function fitParts(
  whole: AnswerTable,
  parts: readonly AnswerTable[],
  budget: number,
  write: WriteAnswer,
): AnswerTable {
  const fitted = shareOut(brief(whole, budget), parts, budget, write);
  const widths = [whole, ...parts].map(({ columns }) => columns.length);
  const narrowed = [fitted, ...(fitted.parts ?? [])].some(({ columns }, at) => columns.length !== widths[at]);
  if (!narrowed) return fitted;
  const told = { ...whole, notes: [...whole.notes, 'columns that did not fit were left out.'] };
  return shareOut(brief(told, budget), parts, budget, write);
}

function shareOut(
  { notes, parts: _parts, ...main }: AnswerTable,
  parts: readonly AnswerTable[],
  budget: number,
  write: WriteAnswer,
): AnswerTable {
  const length = (table: AnswerTable) => write(table).text.length + apart;
  const frame = length({ ...main, notes }) - length({ ...main, notes: [] });
  const tables = [main, ...parts].map((table, at) => ({
    table: { ...table, notes: [] },
    weight: at === 0 ? 2 : 1,
  }));
  const open = new Set(tables);
  let room = budget - frame;
  for (let settled = true; settled && open.size > 0; ) {
    settled = false;
    const weights = [...open].reduce((sum, { weight }) => sum + weight, 0);
    const share = room / weights;
    for (const one of open) {
      const needs = length(one.table);
      if (needs > share * one.weight) continue;
      open.delete(one);
      room -= needs;
      settled = true;
    }
  }
  const weights = [...open].reduce((sum, { weight }) => sum + weight, 0);
  const [first, ...others] = tables.map((one) => {
    if (!open.has(one)) return one.table;
    return fitRows(one.table, Math.max(0, Math.floor((room / weights) * one.weight) - apart), write);
  });
  return { ...main, ...first, notes, parts: others };
}

/** Notes together may take a quarter of the budget; of more, the last are cut or left out. */
function brief(table: AnswerTable, budget: number): AnswerTable {
  let room = budget / 4;
  const notes = table.notes.flatMap((note) => {
    const some = room < 40 ? '' : String(truncate(note, Math.floor(room)));
    room -= note.length;
    return some === '' ? [] : [some];
  });
  return { ...table, notes };
}

/**
 * Writes the table within `budget` characters: rows are dropped from the end, never cut inside, and the head line's `next` goes on
 * at the first row that was dropped. Only a first row that is too long by itself has its texts cut.
 */
export function fitToLength(whole: AnswerTable, budget: number, write: WriteAnswer): ReturnType<WriteAnswer> {
  const fits = (one: AnswerTable) => write(one).text.length <= budget;
  if (fits(whole)) return write(whole);
  if (whole.parts !== undefined) return write(fitParts(whole, whole.parts, budget, write));
  return write(fitRows(brief(whole, budget), budget, write));
}

/** As many rows as fit, or the first of them with its texts cut. */
function fitRows(table: AnswerTable, budget: number, write: WriteAnswer): AnswerTable {
  const fits = (one: AnswerTable) => write(one).text.length <= budget;
  const count = largest(0, table.rows.length, (rows) => rows === 0 || fits(firstRows(table, rows)));
  if (count > 0) return firstRows(table, count);
  const one = shorten(firstRows(table, Math.min(1, table.rows.length)), fits);
  return fits(one) ? one : narrow(one, fits);
}
