import type { Copper } from '../copper/copper.ts';
import type { JsonObject, JsonValue } from '../tool/json.ts';
import type { Sweep } from '../tool/report.ts';
import type { Call, CopperRequest, Keep } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { pageAfter } from './page-plan.ts';
import { asRows, isCapped, withPage } from './read.ts';
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
  readonly keep: readonly Keep[];
  readonly what: string;
  readonly copper: Copper;
  readonly call: Call;
  readonly budget: RequestBudget;
  /** True when no further page may be started. */
  readonly late: () => boolean;
  readonly onPage: () => void;
  note(text: string): void;
}

/** A sweep as its runner sees it. */
export interface PagedSweep extends Sweep {
  /** Reads the first page, once. */
  start(): Promise<void>;
  coverage(): Coverage;
}

interface PageRead {
  readonly rows: readonly JsonObject[];
  /** Rows that lie before the next page. */
  readonly covered: number;
  /** True for the last page. */
  readonly last: boolean;
}

/** The end of patience with Copper, not with us: what has been read still counts. */
const isWeather = (error: unknown) =>
  error instanceof ToolError && ['rate_limited', 'timeout', 'unavailable'].includes(error.kind);

/** Reads a search page by page, a few pages ahead of whoever takes the rows, and keeps no row but its id. */
export function createSweep(options: SweepOptions): PagedSweep {
  const { request, keep, copper, call, budget, late } = options;
  const { operation } = request;
  const seen = new Set<JsonValue>();
  let read = 0;
  let pagesRead = 0;
  let total: number | undefined;
  let stopped: Coverage['stopped'];
  let complete = false;
  let first: Promise<PageRead> | undefined;
  let told = false;

  let size = copper.pageCap(operation);
  const pages = () => (total === undefined ? undefined : Math.max(1, Math.ceil(total / size)));

  async function readPage(page: number): Promise<PageRead> {
    const lane = page === 1 ? 'call' : 'sweep';
    const asked = size;
    const reply = await copper.ask(withPage(request, page, asked), { ...budget.spend(call), lane });
    const found = asRows(reply);
    total = reply.total;
    const capped = isCapped(found.length, total, page, asked);
    if (capped) copper.learnPageCap(operation, found.length);
    const short = found.length < asked && !capped;
    const covered = (page - 1) * asked + (capped ? found.length : asked);
    const last = found.length === 0 || (total === undefined ? short : covered >= total);
    const unsent = [...keep, ...(reply.unsent ?? [])];
    tell(reply.unsent ?? []);
    const fresh = found.filter(({ id }) => id === undefined || !seen.has(id));
    for (const { id } of fresh) if (id !== undefined) seen.add(id);
    read += fresh.length;
    pagesRead++;
    options.onPage();
    return { rows: fresh.filter((row) => unsent.every(({ test }) => test(row))), covered, last };
  }

  function tell(unsent: readonly Keep[]): void {
    if (told || unsent.length === 0) return;
    told = true;
    const names = unsent.map(({ name }) => name).join(', ');
    options.note(`Copper cannot search by ${names}: filtered here.`);
  }

  function begin(): Promise<PageRead> {
    first ??= readPage(1);
    return first;
  }

  /** Why no page may be started now. */
  function barrier(): Coverage['stopped'] {
    if (late()) return 'time';
    return budget.spent() >= budget.most ? 'requests' : undefined;
  }

  async function* walk(): AsyncGenerator<JsonObject> {
    const opening = await begin();
    let { rows, last } = opening;
    // The first reply may have taught the size that pages have here.
    size = copper.pageCap(operation);
    const under: Promise<PageRead>[] = [];
    for (let page = pageAfter(opening.covered, size); ; ) {
      yield* rows;
      while (!last && stopped === undefined && under.length < ahead && page <= (pages() ?? page)) {
        stopped = barrier();
        if (stopped !== undefined) break;
        const next = readPage(page++);
        // Whoever takes it hears of its failure; who no longer does need not.
        next.catch(() => undefined);
        under.push(next);
        if (total === undefined) break;
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
      return total;
    },
    get complete() {
      return complete;
    },
    start: async () => void (await begin()),
    coverage: () => ({ what: options.what, read, total, pages: pages(), pagesRead, stopped }),
    [Symbol.asyncIterator]: walk,
  };
}
