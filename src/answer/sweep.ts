import type { CopperClient } from '../copper/copper.ts';
import { readSearchPage, unseenRows } from '../copper/pages.ts';
import type { JsonObject, JsonValue } from '../tool/json.ts';
import type { Sweep } from '../tool/report.ts';
import type { CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { type Coverage, isShort, type RequestAllowance } from './coverage.ts';
import { passes } from './read.ts';

/** Pages that may be in flight at once: more would not be faster, since sweeps start at most three requests per second. */
const maxInFlight = 3;

/** What a sweep reads, and what ends it. */
export interface SweepOptions {
  readonly request: CopperRequest;
  /** Only these of the matching records: each request names those of one page. */
  readonly ids?: readonly number[] | undefined;
  readonly postFilters: readonly PostFilter[];
  /** `opportunities`. */
  readonly what: string;
  readonly copper: CopperClient;
  readonly call: RequestOptions;
  /** Aborted when the time for reading is up: a page that is on its way is then not waited for, since what was read is the answer. */
  readonly readingSignal: AbortSignal;
  readonly allowance: RequestAllowance;
  /** True once no further page may be started. */
  readonly isLate: () => boolean;
  /** Called for each page before its rows are consumed. */
  readonly onPage: (rows: readonly JsonObject[]) => void;
  /** Called once, before the rows after the first page are read; throwing ends the sweep. */
  readonly onTake: () => void;
  note(text: string): void;
}

/** A sweep as the runner of reports sees it. */
export interface PagedSweep extends Sweep {
  /** Reads the first page, once. */
  start(): Promise<void>;
  /** False while no row has been consumed: the sweep has then only counted. */
  readonly taken: boolean;
  coverage(): Coverage;
}

interface SweptPage {
  readonly rows: readonly JsonObject[];
  /** True for the last page. */
  readonly last: boolean;
}

/** Why a failed request ends a sweep whose rows are still useful; undefined for an error that is none of Copper's. */
function stopReasonOf(error: unknown, isLate: boolean): Coverage['stopped'] {
  if (!(error instanceof ToolError)) return undefined;
  if (error.kind === 'rate_limited') return 'rate';
  if (error.kind !== 'timeout' && error.kind !== 'unavailable') return undefined;
  return isLate ? 'time' : 'copper';
}

/** The ids that a search names itself, and those that a report asks for: both are conditions. */
function idsInBoth(wanted: readonly number[] | undefined, { body }: CopperRequest) {
  const named = body?.ids;
  if (wanted === undefined || !Array.isArray(named) || named.length === 0) return wanted;
  return wanted.filter((id) => named.some((one) => Number(one) === id));
}

/** Reads the pages of a sweep by number, and counts what they contain. Remembers the ids of rows, not the rows. */
function createPageReader(options: SweepOptions, ids: readonly number[] | undefined) {
  const { request, copper, allowance } = options;
  const seen = new Set<JsonValue>();
  let read = 0;
  let pagesRead = 0;
  let total: number | undefined;
  let noted = false;
  /** Rows per page, fixed by the first page: pages of different sizes would leave rows out between them. */
  let size: number | undefined;
  const matching = () => ids?.length ?? total;

  function pages(): number | undefined {
    const rows = matching();
    return rows === undefined || size === undefined ? undefined : Math.max(1, Math.ceil(rows / size));
  }

  function noteFilters(postFilters: readonly PostFilter[]): void {
    if (noted || postFilters.length === 0) return;
    noted = true;
    const names = postFilters.map(({ name }) => name).join(', ');
    options.note(`Copper cannot search by ${names}: filtered here.`);
  }

  /** One page, counted from 1; of named records those of that page. */
  function ask(page: number, asked: number) {
    allowance.used++;
    const isFirst = page === 1;
    // Without its first page nothing is known of a search.
    const signal = isFirst && ids === undefined ? options.call.signal : options.readingSignal;
    const call = { ...options.call, signal, lane: isFirst ? 'call' : 'sweep' } as const;
    if (ids === undefined) return readSearchPage(copper, request, page, asked, call);
    const some = ids.slice((page - 1) * asked, page * asked);
    return readSearchPage(copper, { ...request, body: { ...request.body, ids: some } }, 1, asked, call);
  }

  return {
    async read(page: number): Promise<SweptPage> {
      const asked = size ?? copper.pageCap(request.operation);
      const { rows, capped, ...reply } = await ask(page, asked);
      total = reply.total;
      size ??= copper.pageCap(request.operation);
      const all = matching();
      const more = all === undefined ? rows.length === asked : all > asked;
      // The first request has shown that pages hold more rows, or fewer than the records it named: ask again.
      if ((size > asked && more) || (capped && ids !== undefined)) return this.read(page);
      const isEmpty = rows.length === 0 && ids === undefined;
      const isShort = rows.length < asked && !capped;
      const last = isEmpty || (all === undefined ? isShort : page * size >= all);
      noteFilters(reply.postFilters);
      const postFilters = [...options.postFilters, ...reply.postFilters];
      const fresh = unseenRows(rows, seen);
      read += fresh.length;
      pagesRead++;
      options.onPage(rows);
      return { rows: fresh.filter((row) => passes(row, postFilters)), last };
    },
    pages,
    counts() {
      // Of named records, those found and those not asked for yet.
      const left = ids === undefined ? 0 : Math.max(0, ids.length - pagesRead * (size ?? 0));
      const known = ids === undefined ? total : read + left;
      return { what: options.what, read, total: known, pages: pages(), pagesRead };
    },
  };
}

/** Reads a search page by page, a few pages ahead of whoever consumes the rows. */
export function createSweep(options: SweepOptions): PagedSweep {
  const { allowance, isLate, onTake } = options;
  const ids = idsInBoth(options.ids, options.request);
  const reader = createPageReader(options, ids);
  let first: Promise<SweptPage> | undefined;
  let stopped: Coverage['stopped'];
  let complete = false;
  let taken = false;

  /** No rows, and the reason; an error that is none of Copper's is thrown on. */
  function stop(error: unknown): SweptPage {
    const reason = stopReasonOf(error, isLate());
    if (reason === undefined) throw error;
    stopped = reason;
    return { rows: [], last: true };
  }

  function firstPage(): Promise<SweptPage> {
    // To Copper, an empty list of ids would be no condition at all.
    if (ids?.length === 0) first ??= Promise.resolve({ rows: [], last: true });
    // Named records complete what was read before, which is not thrown away for them.
    first ??= ids === undefined ? reader.read(1) : reader.read(1).catch(stop);
    return first;
  }

  /** Why no further page may be started. */
  function stopReason(): Coverage['stopped'] {
    if (isLate()) return 'time';
    return allowance.used >= allowance.max ? 'requests' : undefined;
  }

  async function* walk(): AsyncGenerator<JsonObject> {
    taken = true;
    let { rows, last } = await firstPage();
    onTake();
    const inFlight: Promise<SweptPage>[] = [];
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
    complete = stopped === undefined && !isShort(reader.counts());
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
    coverage: () => ({ ...reader.counts(), stopped }),
    [Symbol.asyncIterator]: walk,
  };
}
