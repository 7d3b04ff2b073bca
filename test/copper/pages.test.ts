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

test.each([1, 7, 50, 99].flatMap((added) => [null, 0, 30].map((hidden) => [added, hidden] as const)))(
  'rows that come in front meanwhile, %i after each request, do not hide how many pages hold; hidden: %j',
  async (added, hidden) => {
    let first = 0;
    const { copper } = pagedCopper({ count: 600, cap: 200, holds: hidden === null ? 100 : 200 });
    const source: typeof copper = {
      ...copper,
      async ask({ body }) {
        const [page, asked] = [Number(body?.page_number), Number(body?.page_size)];
        const size = Math.min(asked, hidden === null ? 100 : 200);
        const start = (page - 1) * size + first;
        first -= added;
        const total = 600 - start + (page - 1) * size;
        const ids = Array.from({ length: Math.min(size, 600 - start) }, (_, at) => start + at);
        const isHidden = (id: number) => hidden !== null && id >= hidden && id < hidden + 20;
        return { data: ids.filter((id) => !isHidden(id)).map((id) => ({ id })), total };
      },
    };
    const page = await readSearchPage(source, request, 1, 200, options);
    expect(page).toMatchObject({ capped: hidden === null });
    expect(copper.pageCap('searchCompanies')).toBe(hidden === null ? 100 : 200);
  },
);
