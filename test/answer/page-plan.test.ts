import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planPages } from '../../src/answer/read.ts';

test.each([
  ['the first rows', 0, 20, 200, [{ page: 1, size: 20 }]],
  ['the next rows', 20, 20, 200, [{ page: 2, size: 20 }]],
  ['a page a little larger that holds them', 10, 20, 200, [{ page: 1, size: 30 }]],
  ['a page that holds them further on', 27, 20, 25, [{ page: 2, size: 24 }]],
  [
    'two pages with some rows on both where no page holds them',
    10,
    25,
    25,
    [
      { page: 1, size: 25 },
      { page: 2, size: 24 },
    ],
  ],
  [
    'two pages that meet where none overlap',
    2_967,
    10,
    10,
    [
      { page: 297, size: 10 },
      { page: 298, size: 10 },
    ],
  ],
  [
    'whole pages, one after another, for more than a page can hold',
    10,
    60,
    25,
    [
      { page: 1, size: 25 },
      { page: 2, size: 25 },
      { page: 3, size: 25 },
    ],
  ],
  ['one row', 99, 1, 25, [{ page: 100, size: 1 }]],
  ['a whole page', 200, 200, 200, [{ page: 2, size: 200 }]],
  ['none', 40, 0, 25, [{ page: 1, size: 1 }]],
])('%s', (_, offset, limit, cap, pages) => {
  expect(planPages(offset, limit, cap)).toEqual(pages);
});

const wish = fc
  .record({
    cap: fc.integer({ min: 1, max: 200 }),
    offset: fc.nat(5_000),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ cap, offset, part }) => ({ cap, offset, limit: Math.max(1, Math.ceil(part * cap)) }));

const rowsOf = ({ page, size }: { page: number; size: number }) =>
  Array.from({ length: size }, (_, at) => (page - 1) * size + at);

test('the pages hold all of the rows, in at most two requests, none larger than the cap', () => {
  fc.assert(
    fc.property(wish, ({ offset, limit, cap }) => {
      const pages = planPages(offset, limit, cap);
      const rows = new Set(pages.flatMap(rowsOf));
      for (let row = offset; row < offset + limit; row++) expect(rows.has(row)).toBe(true);
      expect(pages.length).toBeLessThanOrEqual(2);
      for (const page of pages) {
        expect(page.size).toBeLessThanOrEqual(cap);
        expect(rowsOf(page).some((row) => row >= offset && row < offset + limit)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

test('two pages are asked for only where one would not do; they overlap, if not, then nothing is between them', () => {
  fc.assert(
    fc.property(wish, ({ offset, limit, cap }) => {
      const pages = planPages(offset, limit, cap);
      const sizes = Array.from({ length: cap - limit + 1 }, (_, more) => limit + more);
      const one = sizes.some((size) => Math.floor(offset / size) === Math.floor((offset + limit - 1) / size));
      expect(pages.length).toBe(one ? 1 : 2);
      const [first, second] = pages;
      if (first === undefined || second === undefined) return;
      expect((second.page - 1) * second.size).toBeLessThanOrEqual(first.page * first.size);
    }),
  );
});
