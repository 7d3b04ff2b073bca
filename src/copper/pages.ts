import { ListTooLong } from '../names/name-resolver.ts';
import { isObject, type JsonObject } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, LocalFilter, RequestOptions } from '../tool/request.ts';
import { createRowFilter, type RowFilter } from './reply-rows.ts';

/** Where pages are read from. */
export interface PageSource {
  /** @throws ToolError, or the signal's reason when aborted */
  ask(request: CopperRequest, options: RequestOptions): Promise<CopperReply>;
  /** The most rows that a page of this operation can hold, as far as is known. */
  pageCap(operation: OperationId): number;
  /**
   * The most rows that are worth asking for: more than `pageCap` while it is not known whether the account gives more than the contract
   * says.
   */
  largestPage(operation: OperationId): number;
  /** Remembers that pages of this operation hold no more than `rows` rows on this account. */
  learnPageCap(operation: OperationId, rows: number): void;
  /** True if a page of this operation had more rows than this one, which is remembered: its length is then not the account's limit. */
  hadLongerPage(operation: OperationId, rows: number): boolean;
}

/** Copper gives only so many rows of a search, however many match. */
export const maxReachable = 100_000;

/** One page of a search. */
export interface SearchPage {
  /** What Copper sent, each at its place: also what `createRowFilter` leaves out. */
  readonly entries: readonly JsonObject[];
  /** Matching rows over all pages; undefined where Copper gives no total, or one that its own rows contradict. */
  readonly total: number | undefined;
  /** True if it is shorter than requested because the account's pages hold fewer rows. */
  readonly capped: boolean;
  /** Conditions that Copper did not check. */
  readonly localFilters: readonly LocalFilter[];
}

/** A page of a search that is read from its start. */
export interface PageInOrder extends SearchPage {
  /** The rows that no earlier page had. */
  readonly fresh: readonly JsonObject[];
  /** 1 for the first request. */
  readonly step: number;
  /** True if no rows follow it: by the total, else by its length; or because it brought no row that was not known. */
  readonly last: boolean;
}

/** The entries of a reply; a single record is one. */
export const entriesOf = ({ data }: CopperReply): JsonObject[] =>
  Array.isArray(data) ? data.map((entry) => (isObject(entry) ? entry : { name: entry })) : [data];

/** The rows of a reply, each once. */
export const rowsOf = (reply: CopperReply): JsonObject[] => createRowFilter().take(entriesOf(reply)).fresh;

/** Reads one page, counted from 1, without asking whether it is as long as it should be. */
async function readPage(
  source: PageSource,
  request: CopperRequest,
  page: number,
  size: number,
  options: RequestOptions,
): Promise<Omit<SearchPage, 'capped'> & { readonly missing: boolean }> {
  const body = { ...request.body, page_number: page, page_size: size };
  const reply = await source.ask({ ...request, body }, options);
  const entries = entriesOf(reply);
  const end = (page - 1) * size + entries.length;
  // A total below the rows at hand is none.
  const total =
    reply.total !== undefined && entries.length > 0 && reply.total < end ? undefined : reply.total;
  const { length } = entries;
  const hadLonger = source.hadLongerPage(request.operation, length);
  // Without a total, a page that comes short may be the end or the account's longest.
  const follow = total === undefined ? !hadLonger : end < total;
  const missing = length > 0 && length < size && follow;
  return { entries, total, missing, localFilters: reply.localFilters ?? [] };
}

/**
 * Whether a first page came short because the server's pages hold no more: the page that would follow it then has the rows that follow.
 * Else those of the page are hidden, or the total is too high.
 */
async function isCapped(
  source: PageSource,
  request: CopperRequest,
  { entries, total }: Pick<SearchPage, 'entries' | 'total'>,
  options: RequestOptions,
): Promise<boolean> {
  const { length } = entries;
  const next = await readPage(source, request, 2, length, options);
  const filter = createRowFilter();
  filter.take(entries);
  const { fresh } = filter.take(next.entries);
  return total === undefined ? fresh.length > 0 : fresh.length === Math.min(length, total - length);
}

/** Reads one page, counted from 1; where it comes short, it is found out whether the account's pages hold fewer rows, and remembered. */
export async function readSearchPage(
  source: PageSource,
  request: CopperRequest,
  page: number,
  size: number,
  options: RequestOptions,
): Promise<SearchPage> {
  const { missing, ...found } = await readPage(source, request, page, size, options);
  if (!missing) return { ...found, capped: false };
  const { length } = found.entries;
  if (page > 1) {
    const first = await readSearchPage(source, request, 1, size, options);
    return { ...found, capped: first.capped && first.entries.length === length };
  }
  const capped = await isCapped(source, request, found, options);
  if (capped) source.learnPageCap(request.operation, length);
  return { ...found, capped };
}

/**
 * Reads a search from its start, page after page for as long as pages are taken. When the page size changes on the way, the next page
 * may contain rows again but never skips any.
 *
 * @param optionsOf how the request of each step, counted from 1, is made
 * @param filter leaves out what is not a row, or was one before
 */
export async function* readPagesInOrder(
  source: PageSource,
  request: CopperRequest,
  optionsOf: (step: number) => RequestOptions,
  filter: RowFilter = createRowFilter(),
): AsyncGenerator<PageInOrder> {
  let covered = 0;
  for (let step = 1; ; step++) {
    const size = source.pageCap(request.operation);
    const page = Math.floor(covered / size) + 1;
    const read = covered === 0 ? readSearchPage : readFurtherPage;
    const found = await read(source, request, page, size, optionsOf(step));
    const { entries, total, capped } = found;
    covered = (page - 1) * size + (capped ? entries.length : size);
    const { fresh, known } = filter.take(entries);
    const last = known || (total === undefined ? entries.length < size && !capped : covered >= total);
    yield { ...found, fresh, step, last };
  }
}

/** A page after the first one, which has shown how many rows pages hold. */
const readFurtherPage: typeof readSearchPage = async (...page) => ({
  ...(await readPage(...page)),
  capped: false,
});

/** Pages and bytes of one list of names; no account has as many users. */
const maxListPages = 25;
const maxListBytes = 10_000_000;

/** All rows of a lookup, page after page, until all are there or a page has no new ones. @throws ListTooLong */
export async function readWholeList(
  source: PageSource,
  operation: OperationId,
  call: RequestOptions,
): Promise<JsonObject[]> {
  const rows: JsonObject[] = [];
  let bytes = 0;
  const measured: PageSource = {
    ...source,
    async ask(...request) {
      const reply = await source.ask(...request);
      bytes += reply.bytes ?? 0;
      return reply;
    },
  };
  for await (const { fresh, total, last, step } of readPagesInOrder(measured, { operation }, () => call)) {
    for (const row of fresh) rows.push(row);
    if (fresh.length === 0 || (total === undefined ? last : rows.length >= total)) break;
    if (step >= maxListPages || bytes > maxListBytes) throw new ListTooLong(rows.length);
  }
  return rows;
}
