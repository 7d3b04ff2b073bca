import type { CopperClient } from '../copper/copper.ts';
import { maxReachable } from '../copper/operations.ts';
import { readSearchPage, type SearchPage } from '../copper/pages.ts';
import { createRowFilter, type RowFilter } from '../copper/reply-rows.ts';
import type { CancelSignal } from '../tool/clock.ts';
import type { JsonObject } from '../tool/json.ts';
import type { RowNoun } from '../tool/report.ts';
import type { CopperRequest, LocalFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { CachedRows, Recording } from './cached-rows.ts';
import type { RequestAllowance } from './coverage.ts';
import { createFieldCheck } from './field-check.ts';
import { conditionNames, type DayFilters, noteSkipped, passes } from './read.ts';

/** What a scan reads, and what ends it. */
export interface ScanOptions {
  readonly request: CopperRequest;
  /** Only these of the matching records: each request names those of one page. */
  readonly ids?: readonly number[] | undefined;
  readonly localFilters: readonly LocalFilter[];
  /** What its rows are called. */
  readonly noun: RowNoun;
  readonly copper: CopperClient;
  readonly call: RequestOptions;
  /** Aborted when no further page may be waited for. */
  readonly softDeadline: CancelSignal;
  readonly allowance: RequestAllowance;
  /** Pages that it may read at most, so that other scans get their share of the allowance; undefined for any number. */
  readonly maxPages?: number | undefined;
  /** Called for each page before its rows are consumed. */
  readonly onPage: () => void;
  readonly dayFiltersFor?: DayFilters;
  /** Its rows if they were read before: then nothing is requested. */
  readonly cached?: CachedRows | undefined;
  /** Where its pages are kept for the next question. */
  readonly recording?: Recording | undefined;
  /** For a scan that goes on where another one ended: the rows of its pages, and what leaves out those that were read. */
  readonly start?: { readonly size: number; readonly filter: RowFilter } | undefined;
  /** Called once, before the rows after the first page are read; throwing ends the scan. */
  readonly onRequest: () => void;
  note(text: string, kind?: 'gap'): void;
}

/** One page of a scan. */
export interface ScannedPage {
  readonly rows: readonly JsonObject[];
  /** True for the last page. */
  readonly last: boolean;
  /** Why no further page can be read, if that is known with this one. */
  readonly shortPageError?: unknown;
}

const isRejected = (error: unknown): boolean => error instanceof ToolError && error.kind === 'rejected';

/** The requests for the pages of a scan. */
function createPageRequests(
  { request, copper, allowance, call, softDeadline }: ScanOptions,
  ids: readonly number[] | undefined,
) {
  /** Seconds that the last page has to wait for the rate limit; undefined once one was answered. */
  let limited: number | undefined;

  /**
   * One page of so many rows, counted from 1; of named records those of that page. Undefined if Copper refuses it and `mayRefuse` says
   * that this may be because of its size.
   */
  async function ask(page: number, size: number, mayRefuse: boolean): Promise<SearchPage | undefined> {
    allowance.used++;
    const isFirst = page === 1;
    const options = {
      ...call,
      // Without its first page nothing is known of a search.
      signal: isFirst && ids === undefined ? call.signal : softDeadline,
      shortPageSignal: softDeadline,
      priority: isFirst ? 'interactive' : 'background',
      onWait(ms: number) {
        limited = Math.ceil(ms / 1000);
        call.onWait?.(ms);
      },
    } as const;
    const some = ids?.slice((page - 1) * size, page * size);
    const pageRequest = some === undefined ? request : { ...request, body: { ...request.body, ids: some } };
    const number = some === undefined ? page : 1;
    const read = readSearchPage(copper, pageRequest, number, size, options);
    const found = await read.catch((error: unknown) => {
      if (!mayRefuse || !isRejected(error)) throw error;
    });
    limited = undefined;
    return found ?? undefined;
  }

  return { ask, limited: () => limited };
}

/** Reads the pages of a scan by number, and counts what they contain. Remembers the ids of rows, not the rows. */
export function createPageReader(options: ScanOptions, ids: readonly number[] | undefined) {
  const { copper } = options;
  const { operation } = options.request;
  const requests = createPageRequests(options, ids);
  const filter = options.start?.filter ?? createRowFilter();
  const others = () => filter.skipped.empty + filter.skipped.deleted + filter.skipped.repeated;
  const returned = createFieldCheck();
  let rowsRead = 0;
  let pagesRead = 0;
  let total: number | undefined;
  /** The largest total so far, also if the last page has none: what was removed meanwhile has moved rows to pages that had been read. */
  let most = 0;
  let noted = false;
  /** Rows per page, fixed by the first page: pages of different sizes would leave rows out between them. */
  let size = options.start?.size ?? options.cached?.size;
  /** Entries of all pages, and whether each is a row that Copper checked. */
  let entriesRead = 0;
  let isUnfiltered = true;
  const matching = () => ids?.length ?? total;

  function pages(): number | undefined {
    const rows = matching();
    if (rows === undefined || size === undefined) return undefined;
    return Math.max(1, Math.ceil(Math.min(rows, maxReachable) / size));
  }

  function noteFilters(localFilters: readonly LocalFilter[]): void {
    if (noted || localFilters.length === 0) return;
    noted = true;
    const names = conditionNames(localFilters);
    options.note(`Copper cannot search by ${names}: filtered here.`);
  }

  /** The first page again, with as many rows as the contract allows: if it is not refused, its size was what was refused. */
  async function readSmaller(cap: number): Promise<ScannedPage> {
    size = cap;
    const found = await read(1);
    copper.learnPageCap(operation, cap);
    return found;
  }

  async function read(page: number): Promise<ScannedPage> {
    const cap = copper.pageCap(operation);
    const requested = size ?? copper.largestPage(operation);
    const found = await (options.cached?.page(page) ??
      requests.ask(page, requested, size === undefined && requested > cap));
    if (found === undefined) return readSmaller(cap);
    const { entries, capped, shortPageError, ...reply } = found;
    const { length } = entries;
    total = reply.total;
    most = Math.max(most, total ?? 0);
    if (!capped && length > cap) copper.learnPageCap(operation, requested);
    size ??= capped ? copper.pageCap(operation) : Math.max(requested, copper.pageCap(operation));
    const all = matching();
    const more = all === undefined ? length === requested : all > requested;
    // The first request has shown that pages hold more rows, or fewer than the records it named: ask again.
    if ((size > requested && more) || (capped && ids !== undefined)) return read(page);
    options.recording?.add(page, found);
    entriesRead += length;
    isUnfiltered &&= reply.localFilters.length === 0;
    const { fresh, isAllKnown } = filter.take(entries);
    const isEnd =
      all === undefined ? length < requested && !capped : page * size >= Math.min(all, maxReachable);
    rowsRead += fresh.length;
    const isRepeat = isAllKnown && ids === undefined;
    const last = isEnd || isRepeat || rowsRead >= maxReachable || shortPageError !== undefined;
    const dayFilters = (await options.dayFiltersFor?.(fresh)) ?? [];
    noteFilters([...reply.localFilters, ...dayFilters]);
    const localFilters = [...options.localFilters, ...reply.localFilters, ...dayFilters];
    returned.see(fresh, options.localFilters);
    pagesRead++;
    if (options.cached === undefined) options.onPage();
    return { rows: fresh.filter((row) => passes(row, localFilters)), last, shortPageError };
  }

  return {
    read,
    pages,
    size: () => size,
    limited: requests.limited,
    coverage() {
      // Of named records, those found and those not asked for yet.
      const left = ids === undefined ? 0 : Math.max(0, ids.length - pagesRead * (size ?? 0));
      const matches = total === undefined && most === 0 ? undefined : Math.max(rowsRead, most - others());
      const all = ids === undefined ? matches : rowsRead + left;
      return { noun: options.noun, read: rowsRead, total: all, pages: pages(), pagesRead };
    },
    /** To be called at the end; `complete` if all rows were read. */
    finish(complete: boolean) {
      const isWhole = isUnfiltered && others() === 0 && (total === undefined || total === entriesRead);
      if (complete) options.recording?.finish(size ?? 0, isWhole);
      returned.check(options.localFilters, options.note);
      noteSkipped(filter.skipped, options.note);
    },
  };
}
