import { expect, test } from 'vitest';
import { createRequestAllowance } from '../../src/answer/coverage.ts';
import { createScan } from '../../src/answer/scan.ts';
import { type PagedOptions, pagedCopper } from './paged-copper.ts';

/** Scans numbered rows; `learnt` is the size of pages once the first one has been read. */
async function scanned(options: PagedOptions, learnt: number) {
  const { copper, asked } = pagedCopper(options);
  const scan = createScan({
    request: { operation: 'searchOpportunities', body: {} },
    postFilters: [],
    counted: { name: 'opportunity', plural: 'opportunities' },
    copper: {
      ...copper,
      pageCap: () => (asked.length === 0 ? copper.pageCap('searchOpportunities') : learnt),
    },
    call: { signal: new AbortController().signal, priority: 'interactive' },
    allowance: createRequestAllowance(undefined),
    late: new AbortController().signal,
    onPage() {},
    onTake() {},
    note() {},
  });
  await scan.start();
  const ids: unknown[] = [];
  for await (const { id } of scan) ids.push(id);
  return { ids, complete: scan.complete, pages: asked.map(({ page, size }) => [page, size]) };
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
