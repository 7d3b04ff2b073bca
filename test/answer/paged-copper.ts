import type { CopperClient } from '../../src/copper/copper.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { CopperRequest, LocalFilter } from '../../src/tool/request.ts';
import { ToolError } from '../../src/tool/tool-error.ts';

/** What a paged upstream is like. */
export interface PagedOptions {
  /** Rows `{id: 0}`, `{id: 1}` … that match. */
  readonly count: number;
  /** The most rows a page is believed to hold. */
  readonly cap?: number;
  /** The most rows a page really holds. */
  readonly holds?: number;
  /** What a page is believed to hold once the first request was answered. */
  readonly teaches?: number;
  /** What is asked for while it is not known what pages hold; default `cap`. */
  readonly largest?: number;
  /** Larger pages are refused. */
  readonly refuses?: number;
  /** False for a server that never tells how many match. */
  readonly tells?: boolean;
  /** Conditions that it does not know. */
  readonly unsent?: readonly LocalFilter[];
  /** Rows that the key may not see: counted, but missing on their page. */
  readonly hidden?: (id: number) => boolean;
}

/** As much of a `Copper` as reading rows needs, over numbered rows, and the questions it was asked. */
export function pagedCopper(options: PagedOptions) {
  const { count, cap = 200, holds = 200, teaches, tells = true, unsent, hidden, refuses = 200 } = options;
  const asked: { page: number; size: number; priority: string; request: CopperRequest }[] = [];
  let known = cap;
  let learnt: number | undefined;
  let longest = 0;
  const every = Array.from({ length: count }, (_, at) => at);
  const copper: CopperClient = {
    pageCap: () => known,
    largestPage: () => learnt ?? options.largest ?? known,
    learnPageCap(_, rows) {
      known = rows;
      learnt = rows;
    },
    notePageLength(_, rows) {
      const isLonger = longest > rows;
      longest = Math.max(longest, rows);
      return isLonger;
    },
    async ask(request, { priority }) {
      const page = Number(request.body?.page_number ?? 1);
      const size = Number(request.body?.page_size ?? count);
      asked.push({ page, size, priority, request });
      if (size > refuses) throw new ToolError('rejected', 'Page Size: must be smaller');
      if (asked.length === 1 && teaches !== undefined) known = teaches;
      const given = request.body === undefined ? count : Math.min(size, holds);
      const start = (page - 1) * given;
      const { ids } = request.body ?? {};
      const all = Array.isArray(ids) ? ids.map(Number).filter((id) => id < count) : every;
      const shown = all.slice(start, start + given).filter((id) => hidden?.(id) !== true);
      const data = shown.map((id): JsonObject => ({ id }));
      return {
        data,
        ...(tells ? { total: all.length } : {}),
        ...(unsent === undefined ? {} : { localFilters: unsent }),
      };
    },
    names() {
      throw new Error('reading rows needs no names');
    },
    pacer: {
      pace: (send) => send,
      block() {},
      usage: () => ({ used: 0, limit: 1, freeInMs: 0 }),
      close() {},
    },
  };
  return { copper, asked };
}
