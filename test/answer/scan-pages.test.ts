import { expect, test } from 'vitest';
import { createRequestAllowance } from '../../src/answer/coverage.ts';
import { createScan } from '../../src/answer/scan.ts';
import { type PagedOptions, pagedCopper } from './paged-copper.ts';

/** Scans numbered rows; `learnt` is the size of pages once the first one has been read, unless the scan learns it. */
async function scanned(options: PagedOptions, learnt?: number) {
  const { copper, asked } = pagedCopper(options);
  const pageCap = () => copper.pageCap('searchOpportunities');
  const scan = createScan({
    request: { operation: 'searchOpportunities', body: {} },
    localFilters: [],
    noun: { name: 'opportunity', plural: 'opportunities' },
    copper: {
      ...copper,
      ...(learnt === undefined
        ? {}
        : { pageCap: () => (asked.length === 0 ? pageCap() : learnt), largestPage: () => pageCap() }),
    },
    call: { signal: new AbortController().signal, priority: 'interactive' },
    allowance: createRequestAllowance(undefined),
    softDeadline: new AbortController().signal,
    onPage() {},
    onRequest() {},
    note() {},
  });
  await scan.start();
  const ids: unknown[] = [];
  for await (const { id } of scan) ids.push(id);
  return {
    ids,
    complete: scan.complete,
    pages: asked.map(({ page, size }) => [page, size]),
    cap: pageCap(),
  };
}

test.each([
  [
    150,
    [
      [1, 25],
      [1, 200],
    ],
  ],
  [
    480,
    [
      [1, 25],
      [1, 200],
      [2, 200],
      [3, 200],
    ],
  ],
])('a first page that teaches larger ones leaves none of %i rows out', async (count, pages) => {
  const found = await scanned({ count, cap: 25 }, 200);
  expect(found.ids).toEqual(Array.from({ length: count }, (_, id) => id));
  expect(found).toMatchObject({ complete: true, pages });
});

test('a first page that teaches smaller ones goes on behind it', async () => {
  const found = await scanned({ count: 120, cap: 200, holds: 50 }, 50);
  expect(found.ids).toEqual(Array.from({ length: 120 }, (_, id) => id));
  expect(found.pages).toEqual([
    [1, 200],
    [2, 50],
    [2, 50],
    [3, 50],
  ]);
});

/** The contract's pages hold 25 rows; larger ones are asked for first. */
const asked = { cap: 25, largest: 200 };

test.each<[string, PagedOptions, readonly string[], number]>([
  ['larger pages are given', { ...asked, count: 480 }, ['1/200', '2/200', '3/200'], 200],
  ['larger pages are given, to the row', { ...asked, count: 400 }, ['1/200', '2/200'], 200],
  ['larger pages are given, all in one', { ...asked, count: 130 }, ['1/200'], 200],
  ['few rows teach nothing', { ...asked, count: 25 }, ['1/200'], 25],
  ['no rows teach nothing', { ...asked, count: 0 }, ['1/200'], 25],
  ['pages are cut', { ...asked, count: 70, holds: 25 }, ['1/200', '2/25', '2/25', '3/25'], 25],
  [
    'pages are cut at another size',
    { ...asked, count: 120, holds: 100 },
    ['1/200', '2/100', '1/200', '2/100'],
    100,
  ],
  ['larger pages are refused', { ...asked, count: 60, refuses: 25 }, ['1/200', '1/25', '2/25', '3/25'], 25],
  ['refused for a search without rows', { ...asked, count: 0, refuses: 25 }, ['1/200', '1/25'], 25],
  [
    'larger pages are given, without totals',
    { ...asked, count: 410, tells: false },
    ['1/200', '2/200', '3/200'],
    200,
  ],
  [
    'pages are cut, without totals',
    { ...asked, count: 60, holds: 25, tells: false },
    ['1/200', '2/25', '2/25', '3/25'],
    25,
  ],
  [
    'few rows, without totals: whether others follow is asked once',
    { ...asked, count: 24, holds: 25, tells: false },
    ['1/200', '2/24'],
    25,
  ],
  [
    'pages of another size, without totals',
    { ...asked, count: 30, holds: 12, tells: false },
    ['1/200', '2/12', '1/200', '2/12', '3/12'],
    12,
  ],
  [
    'a full page of the contract, without totals',
    { ...asked, count: 25, holds: 25, tells: false },
    ['1/200', '2/25'],
    25,
  ],
  [
    'refused, without totals',
    { ...asked, count: 60, refuses: 25, tells: false },
    ['1/200', '1/25', '2/25', '3/25'],
    25,
  ],
])('%s: each row once, and the size of pages is remembered', async (_, options, pages, cap) => {
  const found = await scanned(options);
  expect(found.ids).toEqual(Array.from({ length: options.count }, (_, id) => id));
  expect(found.pages.map((page) => page.join('/'))).toEqual(pages);
  expect(found).toMatchObject({ complete: true, cap });
});

test('a search that is rejected at any size is an error', async () => {
  await expect(scanned({ ...asked, count: 60, refuses: 1 })).rejects.toMatchObject({ kind: 'rejected' });
});
