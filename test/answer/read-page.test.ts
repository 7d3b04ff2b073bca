import { expect, test } from 'vitest';
import { readFirstPage } from '../../src/answer/read-filtered.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { type PagedOptions, pagedCopper } from './paged-copper.ts';

const search = { operation: 'searchCompanies', body: { name: 'a' } } as const;
const even: LocalFilter = { name: 'even', test: ({ id }) => Number(id) % 2 === 0 };

async function first(options: PagedOptions, keep: readonly LocalFilter[], limit: number) {
  const { copper, asked } = pagedCopper(options);
  const notes: string[] = [];
  const reading = {
    copper,
    call: { signal: new AbortController().signal, priority: 'interactive' as const },
    note: (text: string) => void notes.push(text),
    progress: () => undefined,
    assumesLastPage: true,
  };
  const { rows, ...page } = await readFirstPage('page', search, keep, limit, reading);
  return { ids: rows.map(({ id }) => id), ...page, asked: asked.length, notes };
}

test('the first rows, of how many', async () => {
  expect(await first({ count: 37 }, [], 3)).toEqual({
    ids: [0, 1, 2],
    total: 37,
    isAssumedTotal: false,
    asked: 1,
    notes: [],
  });
});

test('without a total, rows that nothing can follow are all', async () => {
  const all = await first({ count: 2, tells: false }, [], 3);
  expect(all).toMatchObject({ ids: [0, 1], total: 2 });
  expect(await first({ count: 4, tells: false }, [], 3)).toMatchObject({ ids: [0, 1, 2], total: undefined });
});

test('what is decided here is decided on one page, and a note says so', async () => {
  const found = await first({ count: 250 }, [even], 2);
  expect(found).toMatchObject({ ids: [0, 2], total: undefined, minTotal: 100, asked: 1 });
  expect(found.notes).toEqual([expect.stringMatching(/only 200 of 250 rows were read/)]);
  const whole = await first({ count: 20 }, [even], 2);
  expect(whole).toMatchObject({ ids: [0, 2], total: 10, asked: 1 });
});

test('where Copper turns out not to know a condition, the page that was asked for is what counts', async () => {
  const found = await first({ count: 250, unsent: [even] }, [], 20);
  expect(found).toMatchObject({ ids: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18], minTotal: 10, asked: 1 });
  expect(found.notes).toEqual([expect.stringMatching(/only 20 of 250 rows were read/)]);
});

test('no total and no end: many', async () => {
  const { notes } = await first({ count: 250, tells: false }, [even], 2);
  expect(notes).toEqual([expect.stringMatching(/only 200 of many rows were read/)]);
});
