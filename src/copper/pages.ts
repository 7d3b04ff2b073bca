import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';

/** Where pages are read from. */
export interface PageSource {
  /** @throws ToolError, or the signal's reason when aborted */
  ask(request: CopperRequest, options: RequestOptions): Promise<CopperReply>;
  /** The most rows that a page of this operation can hold, as far as is known. */
  pageCap(operation: OperationId): number;
  /** Remembers that pages of this operation hold no more than `rows` rows on this account. */
  learnPageCap(operation: OperationId, rows: number): void;
}

/** One page of a search. */
export interface SearchPage {
  readonly rows: readonly JsonObject[];
  /** Matching rows over all pages; undefined where Copper gives no total. */
  readonly total: number | undefined;
  /** True if it is shorter than requested because the account's pages hold fewer rows. */
  readonly capped: boolean;
  /** Conditions that Copper did not check. */
  readonly postFilters: readonly PostFilter[];
}

/** A page of a search that is read from its start. */
export interface PageInOrder extends SearchPage {
  /** The rows that no earlier page had. */
  readonly fresh: readonly JsonObject[];
  /** 1 for the first request. */
  readonly step: number;
  /** Rows up to the end of this page. */
  readonly covered: number;
  /** True if no rows follow it, judged by the total, else by its length. */
  readonly last: boolean;
}

/** The rows of a reply; a single record is one row. */
export const rowsOf = ({ data }: CopperReply): JsonObject[] =>
  Array.isArray(data) ? data.map((row) => (isObject(row) ? row : { name: row })) : [data];

/** The rows whose ids are not in `seen`, to which they are added. */
export function unseenRows(rows: readonly JsonObject[], seen: Set<JsonValue>): JsonObject[] {
  const fresh = rows.filter(({ id }) => id === undefined || !seen.has(id));
  for (const { id } of fresh) if (id !== undefined) seen.add(id);
  return fresh;
}

/** True when a page came back with a smaller, round number of rows although more match: the server's pages hold fewer rows. */
const isCapped = (rows: number, total: number | undefined, page: number, size: number) =>
  rows >= 20 && rows < size && rows % 5 === 0 && total !== undefined && (page - 1) * size + rows < total;

/** Reads one page, counted from 1, and remembers the page cap that it shows. */
export async function readSearchPage(
  source: PageSource,
  request: CopperRequest,
  page: number,
  size: number,
  options: RequestOptions,
): Promise<SearchPage> {
  const body = { ...request.body, page_number: page, page_size: size };
  const reply = await source.ask({ ...request, body }, options);
  const rows = rowsOf(reply);
  const capped = isCapped(rows.length, reply.total, page, size);
  if (capped) source.learnPageCap(request.operation, rows.length);
  return { rows, total: reply.total, capped, postFilters: reply.postFilters ?? [] };
}

/**
 * Reads a search from its start, page after page for as long as pages are taken. When the page size changes on the way, the next page
 * may contain rows again but never skips any.
 *
 * @param optionsOf how the request of each step, counted from 1, is made
 */
export async function* readPagesInOrder(
  source: PageSource,
  request: CopperRequest,
  optionsOf: (step: number) => RequestOptions,
): AsyncGenerator<PageInOrder> {
  const seen = new Set<JsonValue>();
  let covered = 0;
  for (let step = 1; ; step++) {
    const size = source.pageCap(request.operation);
    const page = Math.floor(covered / size) + 1;
    const found = await readSearchPage(source, request, page, size, optionsOf(step));
    const { rows, total, capped } = found;
    covered = (page - 1) * size + (capped ? rows.length : size);
    const last = rows.length === 0 || (total === undefined ? rows.length < size : covered >= total);
    yield { ...found, fresh: unseenRows(rows, seen), step, covered, last };
  }
}
