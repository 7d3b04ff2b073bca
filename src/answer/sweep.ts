import type { CopperClient } from '../copper/copper.ts';
import { maxReachable, readSearchPage } from '../copper/pages.ts';
import { createRowFilter } from '../copper/row-filter.ts';
import { named } from '../names/nearest-names.ts';
import type { JsonObject } from '../tool/json.ts';
import type { Sweep } from '../tool/report.ts';
import type { CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import type { Coverage, RequestAllowance } from './coverage.ts';
import { type CheckDays, noteLeftOut, passes } from './read.ts';

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
  /** Aborted when no further page may be waited for. */
  readonly late: AbortSignal;
  readonly allowance: RequestAllowance;
  /** Called for each page before its rows are consumed. */
  readonly onPage: () => void;
  readonly checkDays?: CheckDays;
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

/** Copper failed, not this server: what has been read is still useful. */
const isTransient = (error: unknown): error is ToolError =>
  error instanceof ToolError && ['rate_limited', 'timeout', 'unavailable'].includes(error.kind);

/** The ids that a search names itself, and those that a report asks for: both are conditions. */
function idsInBoth(wanted: readonly number[] | undefined, { body }: CopperRequest) {
  const named = body?.ids;
  if (wanted === undefined || !Array.isArray(named) || named.length === 0) return wanted;
  return wanted.filter((id) => named.some((one) => Number(one) === id));
}

/** Reads the pages of a sweep by number, and counts what they contain. Remembers the ids of rows, not the rows. */
function createPageReader(options: SweepOptions, ids: readonly number[] | undefined) {
  const { request, copper, allowance } = options;
  const filter = createRowFilter();
  const { leftOut } = filter;
  let read = 0;
  let pagesRead = 0;
  let total: number | undefined;
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
    const names = postFilters.map(({ name }) => named(name)).join(', ');
    options.note(`Copper cannot search by ${names}: filtered here.`);
  }

  /** One page, counted from 1; of named records those of that page. */
  function ask(page: number, asked: number) {
    allowance.used++;
    const isFirst = page === 1;
    // Without its first page nothing is known of a search.
    const signal = isFirst && ids === undefined ? options.call.signal : options.late;
    const call = { ...options.call, signal, lane: isFirst ? 'call' : 'sweep' } as const;
    if (ids === undefined) return readSearchPage(copper, request, page, asked, call);
    const some = ids.slice((page - 1) * asked, page * asked);
    return readSearchPage(copper, { ...request, body: { ...request.body, ids: some } }, 1, asked, call);
  }

  return {
    async read(page: number): Promise<SweptPage> {
      const asked = size ?? copper.pageCap(request.operation);
      const { entries, capped, ...reply } = await ask(page, asked);
      const { length } = entries;
      total = reply.total;
      size ??= copper.pageCap(request.operation);
      const all = matching();
      const more = all === undefined ? length === asked : all > asked;
      // The first request has shown that pages hold more rows, or fewer than the records it named: ask again.
      if ((size > asked && more) || (capped && ids !== undefined)) return this.read(page);
      const isShort = length < asked && !capped;
      const { fresh, known } = filter.take(entries);
      const isEnd = all === undefined ? isShort : page * size >= Math.min(all, maxReachable);
      const last = isEnd || (known && ids === undefined);
      const unmet = (await options.checkDays?.(fresh)) ?? [];
      noteFilters([...reply.postFilters, ...unmet]);
      const postFilters = [...options.postFilters, ...reply.postFilters, ...unmet];
      read += fresh.length;
      pagesRead++;
      options.onPage();
      return { rows: fresh.filter((row) => passes(row, postFilters)), last };
    },
    pages,
    counts() {
      // Of named records, those found and those not asked for yet.
      const left = ids === undefined ? 0 : Math.max(0, ids.length - pagesRead * (size ?? 0));
      const others = leftOut.empty + leftOut.deleted + leftOut.repeated;
      const matches = total === undefined ? undefined : Math.max(read, total - others);
      const known = ids === undefined ? matches : read + left;
      return { what: options.what, read, total: known, pages: pages(), pagesRead };
    },
    noteLeftOut: () => noteLeftOut(leftOut, options.note),
  };
}

/** Reads a search page by page, a few pages ahead of whoever consumes the rows. */
export function createSweep(options: SweepOptions): PagedSweep {
  const { call, late, allowance, onTake } = options;
  const ids = idsInBoth(options.ids, options.request);
  const reader = createPageReader(options, ids);
  let first: Promise<SweptPage> | undefined;
  let stopped: Coverage['stopped'];
  let retryAfter: number | undefined;
  let complete = false;
  let taken = false;

  /** No rows, and the reason; an error that is none of Copper's is thrown on. */
  function stop(error: unknown): SweptPage {
    if (call.signal.aborted || !isTransient(error)) throw error;
    stopped = late.aborted ? 'time' : error.kind === 'rate_limited' ? 'rate' : 'copper';
    ({ retryAfter } = error);
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
    if (late.aborted) return 'time';
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
    const { read, total } = reader.counts();
    if (stopped === undefined && total !== undefined && total > maxReachable) stopped = 'ceiling';
    complete = stopped === undefined && (total === undefined || read >= total);
    reader.noteLeftOut();
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
