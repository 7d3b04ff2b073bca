import type { JsonObject } from '../tool/json.ts';
import type { CellValue } from './cell.ts';
import type { CoverageTold } from './coverage.ts';

/** An answer as data, before it is written as text or JSON. */
export interface AnswerTable {
  readonly form: 'page' | 'one' | 'list';
  /** `opportunities`, or `opportunity` for one. */
  readonly what: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
  /** Rows that sum up the others; never cut. */
  readonly totals?: readonly (readonly CellValue[])[];
  readonly offset: number;
  readonly total: number | undefined;
  /** Where the total is not known because not all rows could be read: how many of those read match. */
  readonly minTotal?: number;
  readonly next: number | undefined;
  /** True where only the number of rows was asked for. */
  readonly counted: boolean;
  readonly notes: readonly string[];
  /** How much was read for it, where that is more than the rows shown. */
  readonly coverage?: CoverageTold;
  /** How to get the rows that are not shown, where that is not by `offset`; empty where there is no way. */
  readonly nextHint?: string;
  /** What is said where there are no rows; `none match` unless told. */
  readonly none?: string;
  /** More tables that belong to it. */
  readonly parts?: readonly AnswerTable[];
}

/** A way to write an answer: the text, and the same as data where the format is JSON. */
export type WriteAnswer = (table: AnswerTable) => { readonly text: string; readonly structured?: JsonObject };
