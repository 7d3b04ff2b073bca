import { expect, test } from 'vitest';
import { readPagesInOrder, readSearchPage } from '../../src/copper/pages.ts';
import { pagedCopper } from '../answer/paged-copper.ts';

const request = { operation: 'searchCompanies', body: { name: 'a' } } as const;
const options = { signal: new AbortController().signal, priority: 'interactive' as const };

test.each([
  ['a round number of rows although more match', 100, 250, true],
  ['an odd number of rows', 99, 250, true],
  ['few rows', 7, 250, true],
  ['one row', 1, 250, true],
  ['all that match', 100, 100, false],
])('%s: pages of %i of %i rows', async (_, holds, count, capped) => {
  const { copper } = pagedCopper({ count, cap: 200, holds });
  const page = await readSearchPage(copper, request, 1, 200, options);
  expect(page).toMatchObject({ capped, total: count });
  expect(copper.pageCap('searchCompanies')).toBe(capped ? holds : 200);
});

test.each([
  ['is all there is', 100, 200, false],
  ['is followed by one row', 101, 100, true],
  ['is followed by more', 250, 100, true],
])('without totals, a page as long as the contract allows %s', async (_, count, holds, capped) => {
  const { copper } = pagedCopper({ count, cap: 100, holds, tells: false });
  const page = await readSearchPage(copper, request, 1, 200, options);
  expect(page).toMatchObject({ capped, total: undefined });
  expect(page.entries).toHaveLength(100);
});

test('pages in order meet every row once, also when the first one shows that they hold less', async () => {
  const { copper, asked } = pagedCopper({ count: 250, cap: 200, holds: 100 });
  const ids: unknown[] = [];
  for await (const { fresh, last } of readPagesInOrder(copper, request, () => options)) {
    ids.push(...fresh.map(({ id }) => id));
    if (last) break;
  }
  expect(ids).toEqual(Array.from({ length: 250 }, (_, id) => id));
  expect(asked.map(({ page, size }) => [page, size])).toEqual([
    [1, 200],
    [2, 100],
    [1, 200],
    [2, 100],
    [3, 100],
  ]);
});
