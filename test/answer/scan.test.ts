import { expect, test } from 'vitest';
import { createRequestAllowance } from '../../src/answer/coverage.ts';
import { createScan } from '../../src/answer/scan.ts';
import type { CopperClient } from '../../src/copper/copper.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { type PagedOptions, pagedCopper } from './paged-copper.ts';

interface Turned {
  readonly keep?: readonly LocalFilter[];
  readonly ids?: readonly number[];
  readonly most?: number;
  readonly late?: AbortSignal;
  /** Put around the upstream's `ask`. */
  readonly around?: (ask: CopperClient['ask']) => CopperClient['ask'];
}

const never = new AbortController().signal;

function scanning(
  options: PagedOptions,
  { keep = [], ids, most, late: softDeadline = never, around }: Turned = {},
) {
  const { copper, asked } = pagedCopper({ cap: 25, holds: 25, ...options });
  const notes: string[] = [];
  const stop = new AbortController();
  const scan = createScan({
    request: { operation: 'searchCompanies', body: {} },
    localFilters: keep,
    ids,
    noun: { name: 'company', plural: 'companies' },
    copper: around === undefined ? copper : { ...copper, ask: around(copper.ask) },
    call: { signal: stop.signal, priority: 'interactive' },
    allowance: createRequestAllowance(most),
    softDeadline,
    onPage: () => undefined,
    onRequest: () => undefined,
    note: (text) => void notes.push(text),
  });
  return { scan, asked, notes, stop };
}

async function taken(rows: AsyncIterable<JsonObject>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of rows) ids.push(Number(id));
  return ids;
}
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

test.each<[string, PagedOptions, number]>([
  ['nothing', { count: 0 }, 1],
  ['less than a page', { count: 7 }, 1],
  ['exactly one page', { count: 25 }, 1],
  ['many pages', { count: 260 }, 11],
  ['pages that hold less than was asked', { count: 260, cap: 200, holds: 25 }, 11],
  ['no totals', { count: 60, tells: false }, 3],
  ['no totals and a full last page', { count: 50, tells: false }, 3],
])('%s: every row once, in as many requests as there are pages', async (_, options, pages) => {
  const { scan, asked } = scanning(options);
  expect(await taken(scan)).toEqual(upTo(options.count));
  expect(scan.complete).toBe(true);
  expect([...new Set(asked.map(({ page }) => page))]).toEqual(upTo(pages).map((page) => page + 1));
  expect(scan.coverage()).toMatchObject({ read: options.count, stopped: undefined });
});

test('a first request that teaches of larger pages is made again, and no row is left out between pages', async () => {
  const { scan, asked } = scanning({ count: 260, cap: 25, holds: 200, teaches: 200 });
  expect(await taken(scan)).toEqual(upTo(260));
  expect(asked.map(({ page, size }) => [page, size])).toEqual([
    [1, 25],
    [1, 200],
    [2, 200],
  ]);
  const small = scanning({ count: 25, cap: 25, holds: 200, teaches: 200 });
  expect(await taken(small.scan)).toEqual(upTo(25));
  expect(small.asked).toHaveLength(1);
});

const odd = upTo(140).filter((id) => id % 2 === 1);

test.each<[string, PagedOptions, number[]]>([
  ['as many as a page holds', { count: 140, cap: 25, holds: 25 }, [25, 25, 20]],
  ['a server without totals', { count: 140, cap: 25, holds: 25, tells: false }, [25, 25, 20]],
  ['pages that hold less than was asked', { count: 140, cap: 50, holds: 25 }, [50, 50, 50, 25, 25, 20]],
  ['pages that hold more than was asked', { count: 140, cap: 25, holds: 200, teaches: 200 }, [25, 70]],
])('records by ids, %s: each request names those of one page', async (_, options, pages) => {
  const { scan, asked } = scanning(options, { ids: odd });
  expect(await taken(scan)).toEqual(odd);
  expect(scan.complete).toBe(true);
  const named = asked.map(({ request }) => request.body?.ids);
  expect(named.map((ids) => (Array.isArray(ids) ? ids.length : 'all'))).toEqual(pages);
  expect(scan.coverage()).toMatchObject({ read: 70, total: 70, stopped: undefined });
});

test('records by ids that are gone are missing, also where a whole page of them is; no ids, no request', async () => {
  const { scan } = scanning({ count: 60 }, { ids: [...upTo(5), ...odd.map((id) => id + 100), 59] });
  expect(await taken(scan)).toEqual([...upTo(5), 59]);
  expect(scan.coverage()).toMatchObject({ read: 6, total: 6 });
  const none = scanning({ count: 60 }, { ids: [] });
  expect(await taken(none.scan)).toEqual([]);
  expect(none.asked).toEqual([]);
  expect(none.scan.complete).toBe(true);
});

test('records by ids: what was not asked for counts as not read', async () => {
  const { scan } = scanning({ count: 140 }, { ids: odd, most: 2 });
  expect(await taken(scan)).toEqual(odd.slice(0, 50));
  expect(scan.coverage()).toMatchObject({ read: 50, total: 70, pages: 3, stopped: 'requests' });
});

test('the first page goes as a call, the others as a scan', async () => {
  const { scan, asked } = scanning({ count: 60 });
  await taken(scan);
  expect(asked.map(({ priority }) => priority)).toEqual(['interactive', 'background', 'background']);
});

test('a row that moves to a later page meanwhile is counted once, and one that is missed is told', async () => {
  const { scan } = scanning(
    { count: 75 },
    {
      around: (ask) => async (request, call) => {
        const reply = await ask(request, call);
        const rows = Array.isArray(reply.data) ? reply.data : [];
        // Row 24 stands on page 1 and, having moved, on page 2 again in the place of row 25.
        const data = rows.map((row) => (typeof row === 'object' && row.id === 25 ? { id: 24 } : row));
        return { ...reply, data: data as JsonObject[] };
      },
    },
  );
  const ids = await taken(scan);
  expect(ids).toEqual(upTo(75).filter((id) => id !== 25));
  expect(scan.coverage()).toMatchObject({ read: 74, total: 75 });
});

test('the budget ends the reading, and the coverage says so', async () => {
  const { scan, asked } = scanning({ count: 260 }, { most: 4 });
  expect(await taken(scan)).toEqual(upTo(100));
  expect(asked).toHaveLength(4);
  expect(scan.complete).toBe(false);
  expect(scan.coverage()).toEqual({
    noun: { name: 'company', plural: 'companies' },
    read: 100,
    total: 260,
    pages: 11,
    pagesRead: 4,
    stopped: 'requests',
    retryAfter: undefined,
  });
});

test('when time is up no further page is started', async () => {
  const late = new AbortController();
  let pages = 0;
  const { scan, asked } = scanning(
    { count: 260 },
    {
      late: late.signal,
      around: (ask) => async (request, call) => {
        if (++pages === 2) late.abort();
        return ask(request, call);
      },
    },
  );
  expect(await taken(scan)).toEqual(upTo(50));
  expect(asked).toHaveLength(2);
  expect(scan.coverage()).toMatchObject({ stopped: 'time' });
});

const failing =
  (page: number, kind: 'unavailable' | 'rejected') =>
  (ask: CopperClient['ask']): CopperClient['ask'] =>
  async (request, call) => {
    if (request.body?.page_number === page) throw new ToolError(kind, 'no');
    return ask(request, call);
  };

test('a Copper that breaks down on the way leaves what was read', async () => {
  const { scan } = scanning({ count: 260 }, { around: failing(3, 'unavailable') });
  const ids = await taken(scan);
  expect(ids.slice(0, 50)).toEqual(upTo(50));
  expect(scan.complete).toBe(false);
  expect(scan.coverage()).toMatchObject({ stopped: 'copper' });
});

test('any other failure, and a failure of the first page, is an error', async () => {
  await expect(taken(scanning({ count: 260 }, { around: failing(3, 'rejected') }).scan)).rejects.toThrow(
    'no',
  );
  await expect(taken(scanning({ count: 9 }, { around: failing(1, 'unavailable') }).scan)).rejects.toThrow(
    'no',
  );
});

test('a cancelled reading starts no further request', async () => {
  const { scan, asked, stop } = scanning({ count: 500 });
  const reading = (async () => {
    for await (const { id } of scan) {
      if (id === 30) stop.abort(new Error('enough'));
      stop.signal.throwIfAborted();
    }
  })();
  await expect(reading).rejects.toThrow('enough');
  expect(asked.length).toBeLessThanOrEqual(9);
});

test('conditions that Copper does not know are applied here and named once', async () => {
  const even: LocalFilter = { name: 'even', test: ({ id }) => Number(id) % 2 === 0 };
  const { scan, notes } = scanning({ count: 60, unsent: [even] });
  expect(await taken(scan)).toEqual(upTo(60).filter((id) => id % 2 === 0));
  expect(notes).toEqual(['Copper cannot search by even: filtered here.']);
});
