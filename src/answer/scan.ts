import { maxReachable } from '../copper/operations.ts';
import { createYielder } from '../tool/clock.ts';
import type { JsonObject } from '../tool/json.ts';
import type { Scan } from '../tool/report.ts';
import { type Coverage, stopOf } from './coverage.ts';
import { idsInBoth } from './read.ts';
import { createPageReader, type ScannedPage, type ScanOptions } from './scan-pages.ts';

/** Pages that may be in flight at once. */
const maxInFlight = 8;

/** A scan as the runner of reports sees it. */
export interface PagedScan extends Scan {
  /** Reads the first page, once. */
  start(): Promise<void>;
  /** False while no row has been read from it: the scan has then only counted. */
  readonly hasReadRows: boolean;
  coverage(): Coverage;
}

/** Reads a search page by page, a few pages ahead of whoever consumes the rows. */
export function createScan(options: ScanOptions): PagedScan {
  const { call, softDeadline, allowance, maxPages = Number.POSITIVE_INFINITY, onRequest, cached } = options;
  const ids = idsInBoth(options.ids, options.request);
  const reader = createPageReader(options, ids);
  let first: Promise<ScannedPage> | undefined;
  let stopped: Coverage['stopped'];
  let wait: string | undefined;
  let complete = false;
  let hasReadRows = false;

  /** What the time went on. */
  function stoppedLate(): Coverage['stopped'] {
    const seconds = reader.limited();
    wait = seconds === undefined ? undefined : `${seconds} s`;
    return wait === undefined ? 'time' : 'rate';
  }

  /** No rows, and the reason; an error that is none of Copper's is thrown on. */
  function stop(error: unknown): ScannedPage {
    const found = call.signal.aborted ? undefined : stopOf(error, softDeadline);
    if (found === undefined) throw error;
    ({ stopped, wait } = found);
    if (stopped === 'time') stopped = stoppedLate();
    return { rows: [], last: true };
  }

  function firstPage(): Promise<ScannedPage> {
    // To Copper, an empty list of ids would be no condition at all.
    if (ids?.length === 0) first ??= Promise.resolve({ rows: [], last: true });
    // Named records complete what was read before, which is not thrown away for them.
    first ??= ids === undefined ? reader.read(1) : reader.read(1).catch(stop);
    return first;
  }

  /** Why this page may not be started. */
  function stopReason(page: number): Coverage['stopped'] {
    if (cached !== undefined) return undefined;
    if (softDeadline.aborted) return stoppedLate();
    return allowance.used >= allowance.max || page > maxPages ? 'requests' : undefined;
  }

  async function* walk(): AsyncGenerator<JsonObject> {
    hasReadRows = true;
    let { rows, last, shortPageError } = await firstPage();
    if (shortPageError !== undefined) stop(shortPageError);
    onRequest();
    const inFlight: Promise<ScannedPage>[] = [];
    // Cached pages come without waiting for anything: others have their turn between them.
    const yieldAfter = createYielder(5);
    for (let page = 2; ; ) {
      if (cached !== undefined) await yieldAfter(1);
      yield* rows;
      while (!last && stopped === undefined && inFlight.length < maxInFlight) {
        if (page > (reader.pages() ?? page)) break;
        stopped = stopReason(page);
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
        ({ rows, last, shortPageError } = await next);
        if (shortPageError !== undefined) stop(shortPageError);
      } catch (error) {
        ({ rows, last } = stop(error));
      }
    }
    const { read, total } = reader.coverage();
    if (stopped === undefined && (total === undefined ? read >= maxReachable : total > maxReachable))
      stopped = 'ceiling';
    complete = stopped === undefined && (total === undefined || read >= total);
    reader.finish(complete);
  }

  return {
    get total() {
      return reader.coverage().total;
    },
    get complete() {
      return complete;
    },
    get endedEarly() {
      return stopped !== undefined;
    },
    get pages() {
      return cached === undefined ? reader.pages() : 0;
    },
    get hasReadRows() {
      return hasReadRows;
    },
    start: async () => void (await firstPage()),
    coverage() {
      const coverage = { ...reader.coverage(), stopped, wait };
      return cached === undefined ? coverage : { ...coverage, pages: 0, pagesRead: 0, cached };
    },
    [Symbol.asyncIterator]: walk,
  };
}
