import type { ToolResult } from '../tool/app.ts';
import type { ToolError } from '../tool/tool-error.ts';
import { type ToolNames, withToolNames } from '../tool/tool-names.ts';
import type { AnswerTable, WriteAnswer } from './answer-table.ts';
import { type CellValue, cleanLine, truncate } from './cell.ts';

/** ` (owner Dana Li; closes 2026-10-01..2026-12-31 (this-quarter, UTC))`: how the words in the inputs were understood; empty if there were none. */
const understoodText = ({ understood = [] }: AnswerTable): string =>
  understood.length === 0 ? '' : ` (${understood.join('; ')})`;

/** The head line: `opportunities 1-3 of 37, next: offset=3` and its variants. */
function headLine(table: AnswerTable): string {
  const { what, rows, offset, total, minTotal, next, nextHint, none = 'none match' } = table;
  const some = minTotal === undefined ? 'an unknown number (Copper gave no total)' : `at least ${minTotal}`;
  const all = total === undefined ? some : String(total);
  const understood = understoodText(table);
  if (table.counted) return `${what}: ${all} match${understood} (limit=0: counted only)`;
  if (rows.length === 0) {
    if (minTotal === 0) return `${what}: ${none} among the rows read${understood}`;
    if (total === 0 || (total === undefined && offset === 0)) return `${what}: ${none}${understood}`;
    return `${what}: none from offset=${offset} on, ${all} match${understood}`;
  }
  const range = `${what} ${offset + 1}-${offset + rows.length} of ${all}`;
  if (next === undefined) return range;
  return nextHint === ''
    ? `${range}; no tool that is offered here lists the rest`
    : `${range}, next: ${nextHint ?? `offset=${next}`}`;
}

/** Lines after the first are indented, so that record text cannot pass for a field or a note. */
const indented = (cell: CellValue | undefined) => String(cell).replace(/\r\n|[\r\n\u2028\u2029]/g, '\n  ');

const noteLines = (notes: readonly string[]) => notes.map((note) => `note: ${cleanLine(note)}`);

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
  const cells = [...rows, ...totals].map((row) => row.map((cell) => cell ?? '').join('\t'));
  return [`${headLine(table)}${read}`, ...(rows.length === 0 ? [] : [columns.join('\t'), ...cells])];
}

/** Writes an answer as text: a head line, column names and tab-separated rows; `field: value` lines for one record; further tables below. */
export const writeText: WriteAnswer = (table) => {
  const parts = (table.parts ?? []).flatMap((part) => ['', ...lines(part)]);
  return {
    text: [...lines(table), ...parts, ...noteLines([...(table.gaps ?? []), ...table.notes])].join('\n'),
  };
};

/** Characters that say how many were left out. */
const cutChars = 24;

/** Text of at most so many characters; a longer one says how many were left out. */
export const fitText = (text: string, maxChars: number): string =>
  text.length <= maxChars ? text : String(truncate(text, maxChars - cutChars));

/**
 * An error as the agent reads it, in at most `maxChars` characters: its kind, what happened and what to do next, with tools by the names
 * that the client knows.
 */
export function errorResult(
  { kind, marked, retryAfter }: ToolError,
  names: ToolNames,
  maxChars: number,
): ToolResult {
  const sentences = withToolNames(marked, names) || 'The tool that would help here is not offered.';
  return {
    text: fitText(`${kind}: ${cleanLine(sentences)}`, maxChars),
    isError: true,
    kind,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}
