import type { CopperClient } from '../copper/copper.ts';
import { maxReachable, readSearchPage } from '../copper/pages.ts';
import { createRowFilter } from '../copper/reply-rows.ts';
import { listedNames } from '../names/suggestions.ts';
import type { JsonObject } from '../tool/json.ts';
import type { CountedRows } from '../tool/report.ts';
import type { CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { RequestAllowance } from './coverage.ts';
import { type CheckDays, createReturnedCheck, noteLeftOut, passes } from './read.ts';

/** What a scan reads, and what ends it. */
export interface ScanOptions {
  readonly request: CopperRequest;
  /** Only these of the matching records: each request names those of one page. */
  readonly ids?: readonly number[] | undefined;
  readonly postFilters: readonly PostFilter[];
  /** What its rows are called. */
  readonly counted: CountedRows;
  readonly copper: CopperClient;
  readonly call: RequestOptions;
  /** Aborted when no further page may be waited for. */
  readonly late: AbortSignal;
  readonly allowance: RequestAllowance;
  /** Called for each page before its rows are consumed. */
  readonly onPage: () => void;
  readonly checkDays?: CheckDays;
  /** Called once, before the rows after the first page are read; throwing ends the scan. */
  readonly onTake: () => void;
  note(text: string, kind?: 'gap'): void;
}

/** One page of a scan. */
export interface ScannedPage {
  readonly rows: readonly JsonObject[];
  /** True for the last page. */
  readonly last: boolean;
}

const isRejected = (error: unknown): boolean => error instanceof ToolError && error.kind === 'rejected';

/** Reads the pages of a scan by number, and counts what they contain. Remembers the ids of rows, not the rows. */
export function createPageReader(options: ScanOptions, ids: readonly number[] | undefined) {
  const { request, copper, allowance } = options;
  const filter = createRowFilter();
  const { leftOut } = filter;
  const returned = createReturnedCheck();
  let rowsRead = 0;
  let pagesRead = 0;
  let total: number | undefined;
  let noted = false;
  /** Rows per page, fixed by the first page: pages of different sizes would leave rows out between them. */
  let size: number | undefined;
  /** Seconds that the last page has to wait for the rate limit; undefined once one was answered. */
  let limited: number | undefined;
  const matching = () => ids?.length ?? total;

  function pages(): number | undefined {
    const rows = matching();
    if (rows === undefined || size === undefined) return undefined;
    return Math.max(1, Math.ceil(Math.min(rows, maxReachable) / size));
  }

  function noteFilters(postFilters: readonly PostFilter[]): void {
    if (noted || postFilters.length === 0) return;
    noted = true;
    const names = listedNames(postFilters.map(({ name }) => name));
    options.note(`Copper cannot search by ${names}: filtered here.`);
  }

  /** One page, counted from 1; of named records those of that page. */
  function ask(page: number, asked: number) {
    allowance.used++;
    const isFirst = page === 1;
    // Without its first page nothing is known of a search.
    const signal = isFirst && ids === undefined ? options.call.signal : options.late;
    const onWait = (ms: number) => {
      limited = Math.ceil(ms / 1000);
      options.call.onWait?.(ms);
    };
    const call = {
      ...options.call,
      signal,
      onWait,
      priority: isFirst ? 'interactive' : 'background',
    } as const;
    if (ids === undefined) return readSearchPage(copper, request, page, asked, call);
    const some = ids.slice((page - 1) * asked, page * asked);
    return readSearchPage(copper, { ...request, body: { ...request.body, ids: some } }, 1, asked, call);
  }

  /** Reads a page again after a refusal; it was its size if this goes well. */
  async function readSmaller(page: number, cap: number): Promise<ScannedPage> {
    size = cap;
    const found = await read(page);
    copper.learnPageCap(request.operation, cap);
    return found;
  }

  async function read(page: number): Promise<ScannedPage> {
    const cap = copper.pageCap(request.operation);
    const asked = size ?? copper.largestPage(request.operation);
    const found = await ask(page, asked).catch((error: unknown) => {
      if (asked <= cap || !isRejected(error)) throw error;
    });
    limited = undefined;
    if (found === undefined) return readSmaller(page, cap);
    const { entries, capped, ...reply } = found;
    const { length } = entries;
    total = reply.total;
    if (!capped && length > cap) copper.learnPageCap(request.operation, asked);
    size ??= capped ? copper.pageCap(request.operation) : Math.max(asked, copper.pageCap(request.operation));
    const all = matching();
    const more = all === undefined ? length === asked : all > asked;
    // The first request has shown that pages hold more rows, or fewer than the records it named: ask again.
    if ((size > asked && more) || (capped && ids !== undefined)) return read(page);
    const isShort = length < asked && !capped;
    const { fresh, known } = filter.take(entries);
    const isEnd = all === undefined ? isShort : page * size >= Math.min(all, maxReachable);
    const last = isEnd || (known && ids === undefined);
    const unmet = (await options.checkDays?.(fresh)) ?? [];
    noteFilters([...reply.postFilters, ...unmet]);
    const postFilters = [...options.postFilters, ...reply.postFilters, ...unmet];
    rowsRead += fresh.length;
    returned.see(fresh, options.postFilters);
    pagesRead++;
    options.onPage();
    return { rows: fresh.filter((row) => passes(row, postFilters)), last };
  }

  return {
    read,
    pages,
    limited: () => limited,
    counts() {
      // Of named records, those found and those not asked for yet.
      const left = ids === undefined ? 0 : Math.max(0, ids.length - pagesRead * (size ?? 0));
      const others = leftOut.empty + leftOut.deleted + leftOut.repeated;
      const matches = total === undefined ? undefined : Math.max(rowsRead, total - others);
      const known = ids === undefined ? matches : rowsRead + left;
      return { counted: options.counted, read: rowsRead, total: known, pages: pages(), pagesRead };
    },
    /** To be called at the end. */
    finish() {
      returned.check(options.postFilters, options.note);
      noteLeftOut(leftOut, options.note);
    },
  };
}
