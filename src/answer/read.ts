import type { CopperClient } from '../copper/copper.ts';
import { isObject, type JsonObject } from '../tool/json.ts';
import type { CopperReply, CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type PagePlan, planPages } from './page-plan.ts';

/** Which rows are wanted. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
}

/** Raw rows and where they stand among all that match. */
export interface Rows {
  readonly rows: readonly JsonObject[];
  readonly offset: number;
  /** All that match; undefined where Copper does not tell. */
  readonly total: number | undefined;
  /** How many of the rows that were read match, where not all could be read. */
  readonly minTotal?: number;
  /** Where the next rows begin; undefined at the end. */
  readonly next: number | undefined;
}

/** How rows are read: one request at a time, with what is said beside the answer and shown as progress. */
export interface Reading {
  readonly copper: CopperClient;
  readonly call: RequestOptions;
  note(text: string): void;
  progress(done: number, total: number | undefined, message: string): void;
}

/** The rows of a reply; what is one record is one row. */
export const asRows = ({ data }: CopperReply): JsonObject[] =>
  Array.isArray(data) ? data.map((row) => (isObject(row) ? row : { name: row })) : [data];

/** The request for one page, counted from 1. */
export const withPage = (request: CopperRequest, page: number, size: number): CopperRequest => ({
  ...request,
  body: { ...request.body, page_number: page, page_size: size },
});

/** The request for the records of one page of these ids. */
export const withIds = (request: CopperRequest, ids: readonly number[], page: number, size: number) =>
  withPage(
    { ...request, body: { ...request.body, ids: ids.slice((page - 1) * size, page * size) } },
    1,
    size,
  );

/** True when a page came back short, by a round number, although more rows match: the server holds fewer a page than was asked. */
export const isCapped = (rows: number, total: number | undefined, page: number, size: number) =>
  rows > 0 &&
  rows < size &&
  rows % 5 === 0 &&
  total !== undefined &&
  (page - 1) * size + rows < total &&
  rows >= 20;

/** Reads the rows of one window of a search, page by page as Copper numbers them. */
export async function readWindow(
  request: CopperRequest,
  { offset, limit }: Window,
  reading: Reading,
): Promise<Rows | { readonly postFilters: readonly PostFilter[] }> {
  const { copper, call } = reading;
  const cap = copper.pageCap(request.operation);
  const wanted = Math.min(limit, cap);
  const plan: PagePlan = wanted === 0 ? { size: 1, pages: [1] } : planPages(offset, wanted, cap);
  const rows: JsonObject[] = [];
  let total: number | undefined;
  let end = offset + wanted;
  for (const page of plan.pages) {
    const reply = await copper.ask(withPage(request, page, plan.size), call);
    if (reply.postFilters !== undefined && reply.postFilters.length > 0)
      return { postFilters: reply.postFilters };
    const found = asRows(reply);
    total = reply.total;
    const start = (page - 1) * plan.size;
    const capped = isCapped(found.length, total, page, plan.size);
    if (capped) {
      copper.learnPageCap(request.operation, found.length);
      if (page > 1 || found.length <= offset) return readWindow(request, { offset, limit }, reading);
      end = Math.min(end, found.length);
    }
    rows.push(...found.filter((_, at) => start + at >= offset && start + at < end));
    const last = total === undefined ? found.length < plan.size : start + plan.size >= total;
    if (capped || last) break;
  }
  const more = rows.length > 0 && (total === undefined ? rows.length === wanted : end < total);
  return { rows, offset, total, next: more ? end : undefined };
}

/** Reads a list that Copper gives whole, and takes what is wanted of it. */
export async function readList(
  request: CopperRequest,
  keep: readonly PostFilter[],
  { offset, limit }: Window,
  { copper, call }: Reading,
): Promise<Rows> {
  const all = asRows(await copper.ask(request, call)).filter((row) => keep.every(({ test }) => test(row)));
  const next = offset + limit < all.length ? offset + limit : undefined;
  return { rows: all.slice(offset, offset + limit), offset, total: all.length, next };
}

/** Reads one record. */
export async function readOne(request: CopperRequest, { copper, call }: Reading): Promise<Rows> {
  const [row] = asRows(await copper.ask(request, call));
  if (row === undefined) throw new ToolError('not_found', 'Copper answered with nothing; check the id.');
  return { rows: [row], offset: 0, total: 1, next: undefined };
}
