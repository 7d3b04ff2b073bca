import type { CopperClient } from '../copper/copper.ts';
import { readSearchPage, rowsOf } from '../copper/pages.ts';
import type { JsonObject } from '../tool/json.ts';
import type { CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';

/** Which rows are wanted. */
export interface RowRange {
  readonly offset: number;
  readonly limit: number;
}

/** Raw rows and their position among all that match. */
export interface Rows {
  readonly rows: readonly JsonObject[];
  readonly offset: number;
  /** How many match; undefined where Copper gives no total. */
  readonly total: number | undefined;
  /** Where not all rows could be read: how many of the rows read match. */
  readonly minTotal?: number;
  /** Offset of the next rows; undefined at the end. */
  readonly next: number | undefined;
}

/** Holds the rows of a page against the days that were asked for. */
export type CheckDays = (rows: readonly JsonObject[]) => Promise<readonly PostFilter[]>;

/** What reading needs: the client, how requests are made, and where notes and progress go. */
export interface Reading {
  readonly copper: CopperClient;
  readonly call: RequestOptions;
  note(text: string): void;
  /** Learns from rows how their days are written; returns the conditions on days that these rows do not meet. */
  readonly checkDays?: CheckDays;
  progress(done: number, total: number | undefined, message: string): void;
}

/** One range of the rows that are there. */
export const takeRange = (rows: readonly JsonObject[], { offset, limit }: RowRange) => ({
  rows: rows.slice(offset, offset + limit),
  offset,
  next: offset + limit < rows.length ? offset + limit : undefined,
});

/**
 * The pages that contain the rows from `offset` to `offset + limit`, counted from 1: as few pages as possible, and those as small as
 * possible.
 *
 * @param cap the most rows one page can hold; `limit` is at most that
 */
export function planPages(
  offset: number,
  limit: number,
  cap: number,
): { readonly size: number; readonly pages: readonly number[] } {
  if (limit === 0) return { size: 1, pages: [1] };
  const last = offset + limit - 1;
  for (let size = limit; size <= cap; size++) {
    const page = Math.floor(offset / size);
    if (page === Math.floor(last / size)) return { size, pages: [page + 1] };
  }
  const page = Math.floor(offset / limit);
  return { size: limit, pages: [page + 1, page + 2] };
}

/** Reads one range of the rows of a search; the conditions instead where Copper turns out not to check some. */
export async function readRange(
  request: CopperRequest,
  { offset, limit }: RowRange,
  reading: Reading,
): Promise<Rows | { readonly postFilters: readonly PostFilter[] }> {
  const { copper, call } = reading;
  const cap = copper.pageCap(request.operation);
  const wanted = Math.min(limit, cap);
  const plan = planPages(offset, wanted, cap);
  const rows: JsonObject[] = [];
  let total: number | undefined;
  let end = offset + wanted;
  for (const page of plan.pages) {
    const found = await readSearchPage(copper, request, page, plan.size, call);
    const unmet = [...found.postFilters, ...((await reading.checkDays?.(found.rows)) ?? [])];
    if (unmet.length > 0) return { postFilters: unmet };
    total = found.total;
    if (found.capped) {
      if (page > 1 || found.rows.length <= offset) return readRange(request, { offset, limit }, reading);
      end = Math.min(end, found.rows.length);
    }
    const start = (page - 1) * plan.size;
    rows.push(...found.rows.filter((_, at) => start + at >= offset && start + at < end));
    const last = total === undefined ? found.rows.length < plan.size : start + plan.size >= total;
    if (found.capped || last) break;
  }
  const more = rows.length > 0 && (total === undefined ? rows.length === wanted : end < total);
  return { rows, offset, total, next: more ? end : undefined };
}

/** True for a row that meets all conditions. */
export const passes = (row: JsonObject, postFilters: readonly PostFilter[]) =>
  postFilters.every(({ test }) => test(row));

/** Reads a list that Copper returns whole, and takes one range of the rows that match. */
export async function readList(
  request: CopperRequest,
  postFilters: readonly PostFilter[],
  range: RowRange,
  { copper, call }: Reading,
): Promise<Rows> {
  const rows = rowsOf(await copper.ask(request, call)).filter((row) => passes(row, postFilters));
  return { ...takeRange(rows, range), total: rows.length };
}

/** Reads one record. */
export async function readOne(request: CopperRequest, { copper, call }: Reading): Promise<Rows> {
  const [row] = rowsOf(await copper.ask(request, call));
  if (row === undefined) throw new ToolError('not_found', 'Copper returned nothing; check the id.');
  return { rows: [row], offset: 0, total: 1, next: undefined };
}
