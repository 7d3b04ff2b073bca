import type { CopperClient } from '../copper/copper.ts';
import type { JsonObject, JsonValue } from '../tool/json.ts';
import type { Sweep } from '../tool/report.ts';
import type { CopperRequest, PostFilter, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { asRows, isCapped, withIds, withPage } from './read.ts';
import type { RequestBudget } from './request-budget.ts';

/** Pages that may be under way at once: more would not come sooner, since sweeps start at most three requests a second. */
const ahead = 3;

/** How much of what matches was read. */
export interface Coverage {
  /** `opportunities`. */
  readonly what: string;
  readonly read: number;
  readonly total: number | undefined;
  /** Requests that reading all takes, as far as is known. */
  readonly pages: number | undefined;
  /** Requests it has made. */
  readonly pagesRead: number;
  /** Why the reading ended early; undefined where it did not. */
  readonly stopped: 'requests' | 'time' | 'copper' | undefined;
}

/** What a sweep reads, and what ends it. */
export interface SweepOptions {
  readonly request: CopperRequest;
  /** Only these records of what matches: each request names those of one page. */
  readonly ids?: readonly number[] | undefined;
  readonly keep: readonly PostFilter[];
  readonly what: string;
  readonly copper: CopperClient;
  readonly call: RequestOptions;
  readonly budget: RequestBudget;
  /** True when no further page may be started. */
  readonly late: () => boolean;
  /** Told of each page before its rows are taken. */
  readonly onPage: (rows: readonly JsonObject[]) => void;
  /** Told once, when the rows after the first page are about to be read; what it throws ends the sweep. */
  readonly onTake: () => void;
  note(text: string): void;
}

/** A sweep as its runner sees it. */
export interface PagedSweep extends Sweep {
  /** Reads the first page, once. */
  start(): Promise<void>;
  /** False while nobody has taken a row: then it has only told how many there are. */
  readonly taken: boolean;
  coverage(): Coverage;
}

interface PageRead {
  readonly rows: readonly JsonObject[];
  /** True for the last page. */
  readonly last: boolean;
}

/** The end of patience with Copper, not with us: what has been read still counts. */
const isWeather = (error: unknown) =>
  error instanceof ToolError && ['rate_limited', 'timeout', 'unavailable'].includes(error.kind);

/** Reads a search page by page, a few pages ahead of whoever takes the rows, and keeps no row but its id. */
export function createSweep(options: SweepOptions): PagedSweep {
  const { request, ids, keep, copper, call, budget, late } = options;
  const { operation } = request;
  const seen = new Set<JsonValue>();
  let read = 0;
  let pagesRead = 0;
  let total: number | undefined;
  let stopped: Coverage['stopped'];
  let complete = false;
  let first: Promise<PageRead> | undefined;
  let told = false;
  let taken = false;

  /** Rows a page, as the first page has shown: pages of different sizes would leave rows out between them. */
  let size: number | undefined;
  const matching = () => ids?.length ?? total;

  function pages(): number | undefined {
    const rows = matching();
    return rows === undefined || size === undefined ? undefined : Math.max(1, Math.ceil(rows / size));
  }

  /** Rows that match: of records that are named, those found and those not asked for yet. */
  function known(): number | undefined {
    return ids === undefined ? total : read + Math.max(0, ids.length - pagesRead * (size ?? 0));
  }

  async function readPage(page: number): Promise<PageRead> {
    const lane = page === 1 ? 'call' : 'sweep';
    const asked = size ?? copper.pageCap(operation);
    const one = ids === undefined ? withPage(request, page, asked) : withIds(request, ids, page, asked);
    const reply = await copper.ask(one, { ...budget.spend(call), lane });
    const found = asRows(reply);
    total = reply.total;
    const capped = isCapped(found.length, total, ids === undefined ? page : 1, asked);
    if (capped) copper.learnPageCap(operation, found.length);
    size ??= copper.pageCap(operation);
    const all = matching();
    const more = all === undefined ? found.length === asked : all > asked;
    // The first request has taught that this account's pages hold more, or fewer than the records it named: the same again.
    if ((size > asked && more) || (capped && ids !== undefined)) return readPage(page);
    const short = found.length < asked && !capped;
    const end = found.length === 0 && ids === undefined;
    const last = end || (all === undefined ? short : page * size >= all);
    const unsent = [...keep, ...(reply.postFilters ?? [])];
    tell(reply.postFilters ?? []);
    const fresh = found.filter(({ id }) => id === undefined || !seen.has(id));
    for (const { id } of fresh) if (id !== undefined) seen.add(id);
    read += fresh.length;
    pagesRead++;
    options.onPage(found);
    return { rows: fresh.filter((row) => unsent.every(({ test }) => test(row))), last };
  }

  function tell(unsent: readonly PostFilter[]): void {
    if (told || unsent.length === 0) return;
    told = true;
    const names = unsent.map(({ name }) => name).join(', ');
    options.note(`Copper cannot search by ${names}: filtered here.`);
  }

  function begin(): Promise<PageRead> {
    // No ids at all would be no condition to Copper.
    first ??= ids?.length === 0 ? Promise.resolve({ rows: [], last: true }) : readPage(1);
    return first;
  }

  /** Why no page may be started now. */
  function barrier(): Coverage['stopped'] {
    if (late()) return 'time';
    return budget.spent() >= budget.most ? 'requests' : undefined;
  }

  async function* walk(): AsyncGenerator<JsonObject> {
    taken = true;
    let { rows, last } = await begin();
    options.onTake();
    const under: Promise<PageRead>[] = [];
    for (let page = 2; ; ) {
      yield* rows;
      while (!last && stopped === undefined && under.length < ahead && page <= (pages() ?? page)) {
        stopped = barrier();
        if (stopped !== undefined) break;
        const next = readPage(page++);
        // Whoever takes it hears of its failure; who no longer does need not.
        next.catch(() => undefined);
        under.push(next);
        if (pages() === undefined) break;
      }
      const next = under.shift();
      if (next === undefined) break;
      try {
        ({ rows, last } = await next);
      } catch (error) {
        if (call.signal.aborted || !isWeather(error)) throw error;
        stopped = 'copper';
        rows = [];
      }
    }
    complete = stopped === undefined;
  }

  return {
    get total() {
      return known();
    },
    get complete() {
      return complete;
    },
    get pages() {
      return pages();
    },
    get taken() {
      return taken;
    },
    start: async () => void (await begin()),
    coverage: () => ({ what: options.what, read, total: known(), pages: pages(), pagesRead, stopped }),
    [Symbol.asyncIterator]: walk,
  };
}
