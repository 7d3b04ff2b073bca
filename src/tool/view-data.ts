/** Where the data of a view are in the `_meta` of a result. */
export const viewKey = 'io.github.copper-mcp/view';

/** The value of one cell; null is empty. */
export type ViewCell = string | number | boolean | null;

/**
 * What the cells of a column are: `day` is `2026-11-27`, `time` `2026-11-27 14:02`, `stage` the name of a stage of a pipeline, `currency`
 * that of the amounts of another column, `id` a number that is nothing to count with. A cell of any kind may hold text where Copper has
 * something that does not fit.
 */
export type ViewKind = 'text' | 'number' | 'id' | 'day' | 'time' | 'flag' | 'stage' | 'currency';

/** One column. */
export interface ViewColumn {
  readonly name: string;
  readonly kind: ViewKind;
  /** Of an amount: the position of the column with its currency. */
  readonly unit?: number;
  /** Drawn in one picture with the others that have the same: beside each other, or as parts of a sum. */
  readonly together?: 'beside' | 'parts';
}

/** One table of an answer. */
export interface ViewTable {
  /** What its rows are: `opportunities by owner`. */
  readonly title: string;
  /** What it shows of how much, as the text of the answer says it: `opportunities 1-20 of 228`. */
  readonly head: string;
  /** `one`: a single record. */
  readonly form: 'page' | 'one' | 'list';
  readonly columns: readonly ViewColumn[];
  readonly rows: readonly (readonly ViewCell[])[];
  /** Rows that sum up the others. */
  readonly totals?: readonly (readonly ViewCell[])[];
  /** The address of each row in Copper's web app, where it is known. */
  readonly links?: readonly (string | null)[];
  /** How much was read for it. */
  readonly read?: string;
  /** Rows of the answer that are not here, because they would have been too much. */
  readonly left?: number;
}

/** All that a view shows of an answer. */
export interface ViewData {
  readonly tables: readonly ViewTable[];
  /** What the answer does not cover. */
  readonly gaps: readonly string[];
  readonly notes: readonly string[];
}
