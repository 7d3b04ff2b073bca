import type { JsonObject } from '../tool/json.ts';
import type { ViewTable } from '../tool/view-data.ts';
import type { CellValue } from './cell.ts';
import type { CoverageSummary } from './coverage.ts';

/** The columns and cells of a table for a view, which may have more rows than the answer has room for. */
export type TableView = Pick<ViewTable, 'columns' | 'rows'> & Required<Pick<ViewTable, 'totals' | 'links'>>;

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
  /** The moment up to which it knows what happened, for lists that begin with their first row: `2026-11-27T14:02`. */
  readonly asOf?: string;
  /** How much a report read for it. */
  readonly coverage?: CoverageSummary;
  /** How to get the rows that are not shown, if not by `offset`; empty if that is not possible. */
  readonly nextHint?: string;
  /** Text for a table without rows; default `none match`. */
  readonly none?: string;
  /** The same rows as a view shows them, if the client has views. */
  readonly view?: TableView;
  /** Further tables of a report. */
  readonly parts?: readonly AnswerTable[];
}

/** Writes an answer: its text and, if the format is JSON, the same as data. */
export type WriteAnswer = (table: AnswerTable) => { readonly text: string; readonly structured?: JsonObject };
