import { expect, test } from 'vitest';
import { createRequestAllowance } from '../../src/answer/coverage.ts';
import { createSweep } from '../../src/answer/sweep.ts';
import { type PagedOptions, pagedCopper } from './paged-copper.ts';

/** Sweeps numbered rows; `learnt` is the size of pages once the first one has been read. */
async function swept(options: PagedOptions, learnt: number) {
  const { copper, asked } = pagedCopper(options);
  const sweep = createSweep({
    request: { operation: 'searchOpportunities', body: {} },
    postFilters: [],
    counted: { name: 'opportunity', plural: 'opportunities' },
    copper: {
      ...copper,
      pageCap: () => (asked.length === 0 ? copper.pageCap('searchOpportunities') : learnt),
    },
    call: { signal: new AbortController().signal, lane: 'call' },
    allowance: createRequestAllowance(undefined),
    late: new AbortController().signal,
    onPage() {},
    onTake() {},
    note() {},
  });
  await sweep.start();
  const ids: unknown[] = [];
  for await (const { id } of sweep) ids.push(id);
  return { ids, complete: sweep.complete, pages: asked.map(({ page, size }) => [page, size]) };
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
  const found = await swept({ count, cap: 25 }, 200);
  expect(found.ids).toEqual(Array.from({ length: count }, (_, id) => id));
  expect(found).toMatchObject({ complete: true, pages });
});

test('a first page that teaches smaller ones goes on behind it', async () => {
  const found = await swept({ count: 120, cap: 200, holds: 50 }, 50);
  expect(found.ids).toEqual(Array.from({ length: 120 }, (_, id) => id));
  expect(found.pages).toEqual([
    [1, 200],
    [2, 50],
    [2, 50],
    [3, 50],
  ]);
});
