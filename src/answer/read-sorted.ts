import type { JsonObject } from '../tool/json.ts';
import type { CopperRequest, PostFilter, PostSort } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { Reading, Rows, Window } from './read.ts';
import { type AllRows, noteKept, readAll } from './read-all.ts';

/** Rows that are sorted here at most: what a few requests can read. */
const mostRows = 500;

/** An order that is given here, and what an error about it tells. */
export interface Sorting {
  readonly order: PostSort;
  readonly sort: (rows: readonly JsonObject[]) => Promise<JsonObject[]>;
  /** What the rows are: `opportunities`. */
  readonly what: string;
  /** Inputs that would make them fewer. */
  readonly narrower: readonly string[];
}

const number = (value: number) => value.toLocaleString('en-US');

function tooMany({ rows, unsent, read, total, complete }: AllRows, sorting: Sorting): ToolError {
  const { order, what, narrower } = sorting;
  const by = order.by.slice(0, 60);
  const known = complete ? rows.length : unsent.length === 0 ? total : undefined;
  const match = known === undefined ? `more than ${mostRows}` : number(known);
  const names = unsent.map(({ name }) => name).join(', ');
  const why =
    unsent.length > 0 && rows.length <= mostRows
      ? `Copper can neither sort by ${by} nor search by ${names}, and only ${number(read)} of ${total === undefined ? 'many' : number(total)} ${what} could be read here`
      : `${match} ${what} match: Copper cannot sort by ${by}, and at most ${mostRows} are read and sorted here`;
  const way = `Narrow by ${narrower.join(', ')}; or sort by ${order.keys.join(', ')}`;
  return new ToolError('invalid_input', `${why}. ${way}.`);
}

/**
 * Reads all rows of a search that pass, sorts them here and takes the window out of that.
 *
 * @throws ToolError `invalid_input` where they are too many, after one request if Copper tells how many
 */
export async function readSorted(
  request: CopperRequest,
  keep: readonly PostFilter[],
  { offset, limit }: Window,
  reading: Reading,
  sorting: Sorting,
): Promise<Rows> {
  const all = await readAll(request, keep, reading, mostRows);
  const { rows, unsent, complete } = all;
  if (!complete || rows.length > mostRows) throw tooMany(all, sorting);
  if (unsent.length > 0) noteKept(all, reading);
  if (rows.length > 0) {
    const read = rows.length === 1 ? '1 matching row was read' : `${rows.length} matching rows were read`;
    reading.note(`Copper cannot sort by ${sorting.order.by}; sorted here: ${read}.`);
  }
  const sorted = await sorting.sort(rows);
  return {
    rows: sorted.slice(offset, offset + limit),
    offset,
    total: rows.length,
    next: offset + limit < rows.length ? offset + limit : undefined,
  };
}
