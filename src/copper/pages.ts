import type { JsonObject } from '../tool/json.ts';
import type { CopperRequest, LocalFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { PageSource } from './ask.ts';
import { createRowFilter, entriesOf, type RowFilter } from './reply-rows.ts';

/** One page of a search. */
export interface SearchPage {
  /** What Copper sent, each at its place: also what `createRowFilter` leaves out. */
  readonly entries: readonly JsonObject[];
  /** Matching rows over all pages; undefined if Copper gives no total, or one that its own rows contradict. */
  readonly total: number | undefined;
  /** True if it is shorter than requested because the account's pages hold fewer rows. */
  readonly capped: boolean;
  /** Conditions that Copper did not check. */
  readonly localFilters: readonly LocalFilter[];
  /** The size of its text; undefined if it is not known. */
  readonly bytes?: number | undefined;
  /** True if it counts as the last because it comes short, which was not checked, and no total says so. */
  readonly isAssumedLast?: boolean;
  /** The error that kept us from finding out whether a short page is capped; if it is, further pages would leave out rows. */
  readonly shortPageError?: unknown;
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

/** True for a request for so many named records or fewer: none can follow. */
const hasAllNamed = ({ body }: CopperRequest, rows: number) =>
  Array.isArray(body?.ids) && body.ids.length > 0 && body.ids.length <= rows;

/** `missing`: rows that should be on it are not. */
type FoundPage = Omit<SearchPage, 'capped'> & { readonly missing: boolean };

/** What a page holds if no size is asked for, by Copper's public documentation: no account is known whose pages hold fewer. */
const defaultPageSize = 20;

/** Reads one page, counted from 1, without asking whether it is as long as it should be. */
async function readPage(
  source: PageSource,
  request: CopperRequest,
  page: number,
  size: number,
  { assumesLastPage = false, maxAgeMs, ...options }: PageOptions & { readonly maxAgeMs?: number },
): Promise<FoundPage> {
  const body = { ...request.body, page_number: page, page_size: size };
  const reply = await source.ask({ ...request, body }, options, maxAgeMs);
  const entries = entriesOf(reply);
  const end = (page - 1) * size + entries.length;
  // A total smaller than the number of rows read so far is wrong, and ignored.
  const total =
    reply.total !== undefined && entries.length > 0 && reply.total < end ? undefined : reply.total;
  const { length } = entries;
  const hadLonger = source.notePageLength(request.operation, length);
  // Without a total, a page that comes short may be the end or the account's longest.
  const isEnd = hadLonger || hasAllNamed(request, length);
  const follow = total === undefined ? !isEnd : end < total;
  const isShort = length > 0 && length < size && follow;
  const isAssumedLast = isShort && total === undefined && assumesLastPage;
  // A last page of this length may as well be one from further in front, if the account's pages hold no more: only the first one tells.
  const isAmbiguous =
    page > 1 && size > defaultPageSize && length > 0 && length < size && end === total && !hadLonger;
  const missing = (isShort && !isAssumedLast) || isAmbiguous;
  return {
    entries,
    total,
    missing,
    isAssumedLast,
    localFilters: reply.localFilters ?? [],
    bytes: reply.bytes,
  };
}

/**
 * Whether the rows that follow a first page begin where it ends, as they do if the server's pages hold no more. Else those of the page
 * are hidden, or the total is too high. Rows that others change meanwhile look like hidden ones; but where rows are hidden, two pages of
 * this length cannot both be full.
 */
async function isContinued(
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
  if (total === undefined) return fresh.length > 0;
  const whole = Math.min(length, (next.total ?? total) - length);
  if (fresh.length === Math.min(length, total - length)) return true;
  if (next.entries.length === 0 || next.entries.length < whole) return false;
  const again = await readPage(source, request, 1, length, options);
  return again.entries.length === length;
}

/**
 * Why a first page came short. One that was only cut this once continues as well; so the same page is read again, and the account's pages
 * are known to hold no more when it has the same length. The longest reading is the page.
 *
 * @throws ToolError `unavailable` if it has another length each time
 */
async function checkCap(
  source: PageSource,
  request: CopperRequest,
  [found, size]: readonly [found: FoundPage, size: number],
  options: RequestOptions,
): Promise<SearchPage> {
  let { missing, ...page } = found;
  for (let reading = 1; reading <= 3; reading++) {
    if (!missing || !(await isContinued(source, request, page, options))) return { ...page, capped: false };
    const { length } = page.entries;
    // As long as pages are known to be, it was not cut by chance.
    const isKnown = length === source.pageCap(request.operation);
    const again = isKnown ? found : await readPage(source, request, 1, size, { ...options, maxAgeMs: 0 });
    if (isKnown || length === again.entries.length) {
      source.learnPageCap(request.operation, length);
      return { ...page, capped: true };
    }
    if (length < again.entries.length) ({ missing, ...page } = again);
  }
  throw new ToolError('unavailable', 'Copper gives another number of rows each time. Try again later.');
}

/** How a page is asked for. */
export interface PageOptions extends RequestOptions {
  /** Ends the further requests that find out why a page is short; the page itself is not lost with them. Default: `signal`. */
  readonly shortPageSignal?: RequestOptions['signal'] | undefined;
  /** True if one request must do: without a total, a short page then counts as the last. */
  readonly assumesLastPage?: boolean;
}

/** Reads one page, counted from 1. After a short page, finds out whether the account's pages hold fewer rows, and remembers it. */
export async function readSearchPage(
  source: PageSource,
  request: CopperRequest,
  page: number,
  size: number,
  { shortPageSignal, ...options }: PageOptions,
): Promise<SearchPage> {
  const first = await readPage(source, request, page, size, options);
  const { missing, ...found } = first;
  if (!missing) return { ...found, capped: false };
  const { length } = found.entries;
  const further = { ...options, signal: shortPageSignal ?? options.signal };
  try {
    if (page > 1) {
      const start = await readSearchPage(source, request, 1, size, further);
      return { ...found, capped: start.capped && start.entries.length === length };
    }
    return await checkCap(source, request, [first, size], further);
  } catch (error) {
    if (options.signal.aborted || (!further.signal.aborted && !(error instanceof ToolError))) throw error;
    return { ...found, capped: false, shortPageError: error };
  }
}

/**
 * Reads a search from its start, page after page for as long as pages are taken. When pages become smaller on the way, the next page
 * may contain rows again but never skips any.
 *
 * @param optionsOf how the request of each step, counted from 1, is made
 * @param filter leaves out what is not a row, or was one before
 */
export async function* readPagesInOrder(
  source: PageSource,
  request: CopperRequest,
  optionsOf: (step: number) => PageOptions,
  filter: RowFilter = createRowFilter(),
): AsyncGenerator<PageInOrder> {
  let covered = 0;
  let size = Number.POSITIVE_INFINITY;
  for (let step = 1; ; step++) {
    // Only the first reply may teach that pages hold more; the first of the larger size is then checked as a first page is.
    const cap = source.pageCap(request.operation);
    const isLarger = step === 2 && covered === size && cap > size;
    size = isLarger ? cap : Math.min(size, cap);
    const page = Math.floor(covered / size) + 1;
    // The first page has shown how many rows pages hold.
    const found: SearchPage =
      covered === 0 || isLarger
        ? await readSearchPage(source, request, page, size, optionsOf(step))
        : { ...(await readPage(source, request, page, size, optionsOf(step))), capped: false };
    const { entries, total, capped } = found;
    covered = (page - 1) * size + (capped ? entries.length : size);
    const { fresh, isAllKnown } = filter.take(entries);
    const last = isAllKnown || (total === undefined ? !capped && entries.length < size : covered >= total);
    yield { ...found, fresh, step, last: last && found.shortPageError === undefined };
    if (found.shortPageError !== undefined) throw found.shortPageError;
  }
}
