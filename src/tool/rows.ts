import type { CallContext } from './app.ts';
import type { JsonObject } from './json.ts';

/** One value of a row: a number, a yes or no, or text; null if it is empty. */
export type RowValue = string | number | boolean | null;

/** How far a search was read: what it takes to go on from there later, and to see whether it is still the same. */
export interface RowsPosition {
  /** The last page that was read, counted from 1, and the rows that a page has. */
  readonly page: number;
  readonly size: number;
  /** How many match in Copper; undefined if it gives no total. */
  readonly total?: number;
  /** The ids of that page as Copper sent it, and of rows that were read besides because others had moved. */
  readonly ids: readonly RowValue[];
  readonly others?: readonly RowValue[];
  /** The columns of which some row had the field, so far. */
  readonly returned: readonly string[];
}

/** Some of the rows of a reading, in order. */
export interface RowsPage {
  /** Each with one value for every column. */
  readonly rows: readonly (readonly RowValue[])[];
  /** How many rows match in Copper; undefined if it gives no total. */
  readonly total: number | undefined;
  /** Undefined for what is read in one piece. */
  readonly position: RowsPosition | undefined;
}

/** All rows of a tool, with columns that stay the same from the first row to the last. */
export interface RowsReading {
  /** What the rows are: `opportunities`. */
  readonly what: string;
  readonly columns: readonly string[];
  /**
   * What is asked for, as Copper is asked, and how it is shown: equal for two readings if one can go on where the other ended. Undefined for
   * what is read in one piece.
   */
  readonly question: string | undefined;
  /**
   * Whether a search is still as it was when it was read to this position: by its total, and by the rows of the last page.
   *
   * @returns undefined if it is; else what has changed, as the beginning of a sentence
   */
  changeSince(position: RowsPosition): Promise<string | undefined>;
  /**
   * Reads on from a position, or from the start. What it returns at its end are the notes on the whole.
   *
   * @param known the ids of all rows that were read before the position
   * @throws ToolError, also if not all rows can be read
   */
  pages(
    from?: RowsPosition,
    known?: readonly RowValue[],
  ): AsyncGenerator<RowsPage, readonly string[], undefined>;
}

/** A reading that holds a place in its app. */
export interface OpenedRows extends RowsReading {
  /** To be called when nothing more is wanted: ends the requests that are under way. */
  end(): void;
}

/** What reads all rows of tools. */
export interface RowsSource {
  /**
   * Prepares to read all rows of a tool, page after page, without the limits of an answer. The time limit of a call is that of each of its
   * requests here.
   *
   * @throws ToolError, or the signal's reason when aborted
   */
  rows(name: string, input: unknown, context: CallContext): Promise<OpenedRows>;
}

/** The id of a row as it is remembered; null for a row without one. */
export const rowId = ({ id }: JsonObject): RowValue =>
  typeof id === 'number' || typeof id === 'string' ? id : null;
