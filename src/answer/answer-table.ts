import type { JsonObject } from '../tool/json.ts';
import type { Column } from '../tool/record.ts';
import type { ExactField } from '../tool/request.ts';
import { isPlainName } from '../tool/sentences.ts';
import { type CellValue, cleanLine } from './cell.ts';
import type { CoverageSummary } from './coverage.ts';

/** An answer as data, before it is written as text or JSON. */
export interface AnswerTable {
  readonly form: 'page' | 'one' | 'list';
  /** `opportunities`, or `opportunity` for one. */
  readonly what: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
  /** What every row has besides, since it was asked for: `status Open`. */
  readonly constants?: readonly string[];
  /** Rows that sum up the others; never left out. */
  readonly totals?: readonly (readonly CellValue[])[];
  readonly offset: number;
  readonly total: number | undefined;
  /** If the total is unknown because not all rows could be read: how many of the rows read match. */
  readonly minTotal?: number;
  readonly next: number | undefined;
  /** True if only the number of rows was requested. */
  readonly countOnly: boolean;
  readonly notes: readonly string[];
  /** Notes on what the answer does not cover: written before the others, and never left out. */
  readonly gaps?: readonly string[];
  /** What words in the inputs were understood as: `owner Dana Li`, `no owner`. */
  readonly understood?: readonly string[];
  /** How much a report read for it. */
  readonly coverage?: CoverageSummary;
  /** How to get the rows that are not shown, if not by `offset`; empty if that is not possible. */
  readonly nextHint?: string;
  /** Text for a table without rows; default `none match`. */
  readonly none?: string;
  /** Further tables of a report. */
  readonly parts?: readonly AnswerTable[];
}

/** Writes an answer: its text and, if the format is JSON, the same as data. */
export type WriteAnswer = (table: AnswerTable) => { readonly text: string; readonly structured?: JsonObject };

/** True if the column of this value is what the condition is on, and rows that meet it have the value. */
function isExactly({ of, text }: ExactField, { field, custom }: Column, value: CellValue): boolean {
  if (of !== field && of !== custom) return false;
  return text === undefined || String(value).toLowerCase() === text.trim().toLowerCase();
}

/**
 * Takes out the columns of which every row has the one value that was asked for, unless the agent named the column; `constants` are they
 * as `status Open`. A value that could pass for words of ours stays in its column.
 */
export function takeConstants(
  columns: readonly Column[],
  cells: readonly (readonly CellValue[])[],
  exactFields: readonly ExactField[],
): {
  readonly columns: readonly Column[];
  readonly cells: readonly (readonly CellValue[])[];
  readonly constants: readonly string[];
} {
  const [first, second] = cells;
  if (first === undefined || second === undefined || exactFields.length === 0)
    return { columns, cells, constants: [] };
  const isConstant = columns.map((column, at) => {
    const value = first[at] ?? null;
    if (column.requested || value === null) return false;
    if (!exactFields.some((one) => isExactly(one, column, value))) return false;
    return [column.name, String(value)].every(isPlainName) && cells.every((row) => row[at] === value);
  });
  const constants = columns.flatMap(({ name }, at) =>
    isConstant[at] ? [`${cleanLine(name)} ${first[at]}`] : [],
  );
  const left = <T>(all: readonly T[]) => all.filter((_, at) => !isConstant[at]);
  return constants.length === 0
    ? { columns, cells, constants }
    : { columns: left(columns), cells: cells.map(left), constants };
}
