import type { ShownRecords, ToolResult } from '../tool/app.ts';
import type { AnswerTable, WriteAnswer } from './answer-table.ts';
import { type CellValue, cleanLine, truncate } from './cell.ts';
import { writtenView } from './written-view.ts';

/** True for a table that can be written in the characters allowed. */
type Fits = (table: AnswerTable) => boolean;

const fitsIn =
  (maxChars: number, write: WriteAnswer): Fits =>
  (table) =>
    write(table).text.length <= maxChars;

/** The table with only its first `count` rows; its `next` is the first row left out. */
const firstRows = (table: AnswerTable, count: number): AnswerTable =>
  count === table.rows.length
    ? table
    : { ...table, rows: table.rows.slice(0, count), next: table.offset + count };

/** The largest number from `min` to `max` for which `fits` holds, given that it holds for all smaller ones. */
function largest(min: number, max: number, fits: (value: number) => boolean): number {
  let [low, high] = [min, max];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A single row that is too long: its long texts are truncated, all to the same length, until it fits. */
function shorten(table: AnswerTable, fits: Fits): AnswerTable {
  const withCells = (max: number): AnswerTable => ({
    ...table,
    rows: table.rows.map((row) => row.map((cell): CellValue => truncate(cell, max))),
  });
  const lengths = table.rows.flat().map((cell) => (typeof cell === 'string' ? cell.length : 0));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  return withCells(largest(20, longest, (max) => fits(withCells(max))));
}

/** A table whose column names alone are too long: the last columns are left out, with a note. */
function narrow(table: AnswerTable, fits: Fits): AnswerTable {
  const withColumns = (count: number): AnswerTable => {
    const left = table.columns.length - count;
    const columns = left === 1 ? '1 column' : `${left} columns`;
    const were = left === 1 ? 'was' : 'were';
    const note = `${columns} did not fit and ${were} left out; name the ones you need in fields.`;
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

/** As many rows as fit, or the first row with its texts truncated. */
function fitRows(table: AnswerTable, maxChars: number, write: WriteAnswer): AnswerTable {
  const fits = fitsIn(maxChars, write);
  const count = largest(0, table.rows.length, (rows) => rows === 0 || fits(firstRows(table, rows)));
  if (count > 0) return firstRows(table, count);
  const one = shorten(firstRows(table, Math.min(1, table.rows.length)), fits);
  return fits(one) ? one : narrow(one, fits);
}

/**
 * Limits notes to a quarter of the characters; beyond that the last ones are truncated or left out, and how many is said. Those on gaps
 * come first and all stay: truncated if they would take more than half.
 */
function fitNotes(table: AnswerTable, maxChars: number): AnswerTable {
  const { gaps = [], notes: all } = table;
  const share = Math.floor(maxChars / 2 / Math.max(1, gaps.length));
  const shownGaps = gaps.map((gap) => String(truncate(gap, share)));
  let left = maxChars / 4 - shownGaps.reduce((sum, gap) => sum + gap.length, 0);
  const notes = all.flatMap((note) => {
    const shown = left < 40 ? '' : String(truncate(note, Math.floor(left)));
    left -= note.length;
    return shown === '' ? [] : [shown];
  });
  const missing = all.length - notes.length;
  if (missing > 0)
    notes.push(missing === 1 ? '1 more note did not fit.' : `${missing} more notes did not fit.`);
  return { ...table, gaps: shownGaps, notes };
}

/** Characters between two tables. */
const separator = 2;

/**
 * Fits several tables: each gets what it needs if that is no more than its share; what short ones leave is shared among the others. The
 * first one, which was asked for, gets a double share.
 */
function shareOut(
  { notes, gaps = [], parts: _parts, ...main }: AnswerTable,
  parts: readonly AnswerTable[],
  maxChars: number,
  write: WriteAnswer,
): AnswerTable {
  const length = (table: AnswerTable) => write(table).text.length + separator;
  const noteChars = length({ ...main, gaps, notes }) - length({ ...main, notes: [] });
  const tables = [main, ...parts].map((table, at) => ({
    table: { ...table, notes: [] },
    weight: at === 0 ? 2 : 1,
  }));
  const open = new Set(tables);
  const openWeight = () => [...open].reduce((sum, { weight }) => sum + weight, 0);
  let left = maxChars - noteChars;
  for (let settled = true; settled && open.size > 0; ) {
    settled = false;
    const share = left / openWeight();
    for (const one of open) {
      const needs = length(one.table);
      if (needs > share * one.weight) continue;
      open.delete(one);
      left -= needs;
      settled = true;
    }
  }
  const share = left / openWeight();
  const [first, ...others] = tables.map((one) => {
    if (!open.has(one)) return one.table;
    return fitRows(one.table, Math.max(0, Math.floor(share * one.weight) - separator), write);
  });
  return { ...main, ...first, gaps, notes, parts: others };
}

/** Several tables, with a note if columns had to be left out. */
function fitParts(
  whole: AnswerTable,
  parts: readonly AnswerTable[],
  maxChars: number,
  write: WriteAnswer,
): AnswerTable {
  const fitted = shareOut(fitNotes(whole, maxChars), parts, maxChars, write);
  const widths = [whole, ...parts].map(({ columns }) => columns.length);
  const narrowed = [fitted, ...(fitted.parts ?? [])].some(({ columns }, at) => columns.length !== widths[at]);
  if (!narrowed) return fitted;
  const noted = { ...whole, notes: [...whole.notes, 'columns that did not fit were left out.'] };
  return shareOut(fitNotes(noted, maxChars), parts, maxChars, write);
}

/**
 * Writes the table in at most `maxChars` characters: the last rows are left out, never cut, and `next` in the head line is the first row
 * left out. Only a first row that is too long by itself has its texts truncated.
 */
export function fitToLength(whole: AnswerTable, maxChars: number, write: WriteAnswer): FittedAnswer {
  const written = write(whole);
  if (written.text.length <= maxChars) return { ...written, ...besideText(whole) };
  const fitted =
    whole.parts === undefined
      ? fitRows(fitNotes(whole, maxChars), maxChars, write)
      : fitParts(whole, whole.parts, maxChars, write);
  return { ...write(fitted), ...besideText(fitted) };
}

/** An answer that is not too long: its text, what it shows, and the data of its view, if it has one. */
type FittedAnswer = ReturnType<WriteAnswer> & Required<Pick<ToolResult, 'shown'>> & Pick<ToolResult, 'view'>;

const besideText = (table: AnswerTable): Required<Pick<ToolResult, 'shown'>> & Pick<ToolResult, 'view'> => ({
  shown: shownIn(table),
  ...(table.view === undefined ? {} : { view: writtenView(table, headLine) }),
});

/** The records that the rows of an answer stand for, by their ids; where each row has a kind of its own, one entry for each kind. */
const shownIn = (table: AnswerTable): readonly ShownRecords[] =>
  [table, ...(table.parts ?? [])].flatMap(({ what, columns, rows }) => {
    const [id, kind] = [columns.indexOf('id'), columns.indexOf('kind')];
    const byKind = new Map<string, (readonly CellValue[])[]>();
    for (const row of rows) {
      const name = kind < 0 ? what : String(row[kind]);
      byKind.set(name, [...(byKind.get(name) ?? []), row]);
    }
    return [...byKind].map(([name, some]) => ({
      kind: name,
      ids: id < 0 ? undefined : some.flatMap((row) => row[id] ?? []),
      rows: some.length,
    }));
  });

/**
 * ` (owner Dana Li; closes 2026-10-01..2026-12-31 (this-quarter, UTC))`: how the words in the inputs were understood; empty if there were
 * none.
 */
const understoodText = ({ understood = [] }: AnswerTable): string =>
  understood.length === 0 ? '' : ` (${understood.join('; ')})`;

/** The head line: `opportunities 1-3 of 37, next: offset=3` and its variants. */
export function headLine(table: AnswerTable): string {
  const { what, rows, offset, total, minTotal, next, nextHint, none = 'none match', constants = [] } = table;
  const some = minTotal === undefined ? 'an unknown number (Copper gave no total)' : `at least ${minTotal}`;
  const all = total === undefined ? some : String(total);
  const understood = understoodText(table);
  if (table.countOnly) return `${what}: ${all} match${understood} (limit=0: counted only)`;
  if (rows.length === 0) {
    if (minTotal === 0) return `${what}: ${none} among the rows read${understood}`;
    if (total === 0 || (total === undefined && offset === 0)) return `${what}: ${none}${understood}`;
    return `${what}: none from offset=${offset} on, ${all} match${understood}`;
  }
  const each = constants.length === 0 ? '' : ` (each row: ${constants.join('; ')})`;
  const range = `${what} ${offset + 1}-${offset + rows.length} of ${all}${each}`;
  if (next === undefined) return range;
  return nextHint === ''
    ? `${range}; no tool that is offered here lists the rest`
    : `${range}, next: ${nextHint ?? `offset=${next}`}`;
}

/** Lines after the first are indented, so that record text cannot pass for a field or a note. */
const indented = (cell: CellValue | undefined) => String(cell).replace(/\r\n|[\r\n\u2028\u2029]/g, '\n  ');

const noteLines = (notes: readonly string[]) => notes.map((note) => `note: ${cleanLine(note)}`);

/** Cells with tabs between them; an empty one is nothing. Added up, which is twice as fast as `join`. */
function rowLine(cells: readonly CellValue[]): string {
  let line = '';
  let tab = '';
  for (const cell of cells) {
    line += cell === null ? tab : tab + cell;
    tab = '\t';
  }
  return line;
}

/** The lines of one table, without its notes. */
function lines(table: AnswerTable): string[] {
  const { form, what, columns, rows, totals = [], coverage } = table;
  const read = coverage === undefined ? '' : `; ${coverage.text}`;
  if (form === 'one') {
    const [cells = []] = rows;
    const fields = columns.flatMap((name, at) =>
      cells[at] === null ? [] : `${name}: ${indented(cells[at])}`,
    );
    return [`${what}${read}`, ...fields];
  }
  const cells = [...rows, ...totals].map(rowLine);
  return [`${headLine(table)}${read}`, ...(rows.length === 0 ? [] : [columns.join('\t'), ...cells])];
}

/** Writes an answer as text: a head line, column names and tab-separated rows; `field: value` lines for one record; further tables below. */
export const writeText: WriteAnswer = (table) => {
  const { gaps = [], notes, asOf } = table;
  const parts = (table.parts ?? []).flatMap((part) => ['', ...lines(part)]);
  const end = asOf === undefined ? [] : [`as of ${asOf}`];
  return { text: [...lines(table), ...parts, ...noteLines([...gaps, ...notes]), ...end].join('\n') };
};
