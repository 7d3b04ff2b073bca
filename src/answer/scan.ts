import type { CopperClient } from '../copper/copper.ts';
import { maxReachable, readSearchPage } from '../copper/pages.ts';
import { createRowFilter } from '../copper/reply-rows.ts';
import { listedNames } from '../names/suggestions.ts';
import type { JsonObject } from '../tool/json.ts';
import type { CountedRows, Scan } from '../tool/report.ts';
import type { CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { type Coverage, type RequestAllowance, stopOf } from './coverage.ts';
import { type CheckDays, createReturnedCheck, idsInBoth, noteLeftOut, passes } from './read.ts';

/** Pages that may be in flight at once: more would not be faster, since scans start at most three requests per second. */
const maxInFlight = 3;

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

/** A scan as the runner of reports sees it. */
export interface PagedScan extends Scan {
  /** Reads the first page, once. */
  start(): Promise<void>;
  /** False while no row has been consumed: the scan has then only counted. */
  readonly taken: boolean;
  coverage(): Coverage;
}

interface ScannedPage {
  readonly rows: readonly JsonObject[];
  /** True for the last page. */
  readonly last: boolean;
}

/** Reads the pages of a scan by number, and counts what they contain. Remembers the ids of rows, not the rows. */
function createPageReader(options: ScanOptions, ids: readonly number[] | undefined) {
  const { request, copper, allowance } = options;
  const filter = createRowFilter();
  const { leftOut } = filter;
  const returned = createReturnedCheck();
  let read = 0;
  let pagesRead = 0;
  let total: number | undefined;
  /** The largest total so far: what was removed meanwhile has moved rows to pages that had been read. */
  let most = 0;
  let noted = false;
  /** Rows per page, fixed by the first page: pages of different sizes would leave rows out between them. */
  let size: number | undefined;
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
    const call = { ...options.call, signal, priority: isFirst ? 'interactive' : 'background' } as const;
    if (ids === undefined) return readSearchPage(copper, request, page, asked, call);
    const some = ids.slice((page - 1) * asked, page * asked);
    return readSearchPage(copper, { ...request, body: { ...request.body, ids: some } }, 1, asked, call);
  }

  return {
    async read(page: number): Promise<ScannedPage> {
      const asked = size ?? copper.pageCap(request.operation);
      const { entries, capped, ...reply } = await ask(page, asked);
      const { length } = entries;
      total = reply.total;
      most = Math.max(most, total ?? 0);
      size ??= copper.pageCap(request.operation);
      const all = matching();
      const hasMore = all === undefined ? length === asked : all > asked;
      // The first request has shown that pages hold more rows, or fewer than the records it named: ask again.
      if ((size > asked && hasMore) || (capped && ids !== undefined)) return this.read(page);
      const isShort = length < asked && !capped;
      const { fresh, known } = filter.take(entries);
      const isEnd = all === undefined ? isShort : page * size >= Math.min(all, maxReachable);
      const last = isEnd || (known && ids === undefined);
      const unmet = (await options.checkDays?.(fresh)) ?? [];
      noteFilters([...reply.postFilters, ...unmet]);
      const postFilters = [...options.postFilters, ...reply.postFilters, ...unmet];
      read += fresh.length;
      returned.see(fresh, options.postFilters);
      pagesRead++;
      options.onPage();
      return { rows: fresh.filter((row) => passes(row, postFilters)), last };
    },
    pages,
    counts() {
      // Of named records, those found and those not asked for yet.
      const left = ids === undefined ? 0 : Math.max(0, ids.length - pagesRead * (size ?? 0));
      const others = leftOut.empty + leftOut.deleted + leftOut.repeated;
      const matches = total === undefined ? undefined : Math.max(read, most - others);
      const known = ids === undefined ? matches : read + left;
      return { counted: options.counted, read, total: known, pages: pages(), pagesRead };
    },
    /** To be called at the end. */
    finish() {
      returned.check(options.postFilters, options.note);
      noteLeftOut(leftOut, options.note);
    },
  };
}

/** Reads a search page by page, a few pages ahead of whoever consumes the rows. */
export function createScan(options: ScanOptions): PagedScan {
  const { call, late, allowance, onTake } = options;
  const ids = idsInBoth(options.ids, options.request);
  const reader = createPageReader(options, ids);
  let first: Promise<ScannedPage> | undefined;
  let stopped: Coverage['stopped'];
  let retryAfter: number | undefined;
  let complete = false;
  let taken = false;

  /** No rows, and the reason; an error that is none of Copper's is thrown on. */
  function stop(error: unknown): ScannedPage {
    const found = call.signal.aborted ? undefined : stopOf(error, late);
    if (found === undefined) throw error;
    ({ stopped, retryAfter } = found);
    return { rows: [], last: true };
  }

  function firstPage(): Promise<ScannedPage> {
    // To Copper, an empty list of ids would be no condition at all.
    if (ids?.length === 0) first ??= Promise.resolve({ rows: [], last: true });
    // Named records complete what was read before, which is not thrown away for them.
    first ??= ids === undefined ? reader.read(1) : reader.read(1).catch(stop);
    return first;
  }

  /** Why no further page may be started. */
  function stopReason(): Coverage['stopped'] {
    if (late.aborted) return 'time';
    return allowance.used >= allowance.max ? 'requests' : undefined;
  }

  async function* walk(): AsyncGenerator<JsonObject> {
    taken = true;
    let { rows, last } = await firstPage();
    onTake();
    const inFlight: Promise<ScannedPage>[] = [];
    for (let page = 2; ; ) {
      yield* rows;
      while (!last && stopped === undefined && inFlight.length < maxInFlight) {
        if (page > (reader.pages() ?? page)) break;
        stopped = stopReason();
        if (stopped !== undefined) break;
        const next = reader.read(page++);
        // Its failure is handled when its turn comes, if it ever does.
        next.catch(() => undefined);
        inFlight.push(next);
        if (reader.pages() === undefined) break;
      }
      const next = inFlight.shift();
      if (next === undefined) break;
      try {
        ({ rows, last } = await next);
      } catch (error) {
        ({ rows, last } = stop(error));
      }
    }
    const { read, total } = reader.counts();
    if (stopped === undefined && total !== undefined && total > maxReachable) stopped = 'ceiling';
    complete = stopped === undefined && (total === undefined || read >= total);
    reader.finish();
  }

  return {
    get total() {
      return reader.counts().total;
    },
    get complete() {
      return complete;
    },
    get pages() {
      return reader.pages();
    },
    get taken() {
      return taken;
    },
    start: async () => void (await firstPage()),
    coverage: () => ({ ...reader.counts(), stopped, retryAfter }),
    [Symbol.asyncIterator]: walk,
  };
}
