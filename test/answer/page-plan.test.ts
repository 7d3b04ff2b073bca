import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planPages } from '../../src/answer/read.ts';

test.each([
  ['the first rows', 0, 20, 200, { size: 20, pages: [1] }],
  ['the next rows', 20, 20, 200, { size: 20, pages: [2] }],
  ['a page a little larger that holds them', 10, 20, 200, { size: 30, pages: [1] }],
  ['a page that holds them further on', 27, 20, 25, { size: 24, pages: [2] }],
  ['two pages where no page holds them', 10, 25, 25, { size: 25, pages: [1, 2] }],
  ['one row', 99, 1, 25, { size: 1, pages: [100] }],
  ['a whole page', 200, 200, 200, { size: 200, pages: [2] }],
])('%s', (_, offset, limit, cap, plan) => {
  expect(planPages(offset, limit, cap)).toEqual(plan);
});

const wish = fc
  .record({
    cap: fc.integer({ min: 1, max: 200 }),
    offset: fc.nat(5_000),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ cap, offset, part }) => ({ cap, offset, limit: Math.max(1, Math.ceil(part * cap)) }));

test('the pages hold exactly the rows, in at most two requests, none larger than the cap', () => {
  fc.assert(
    fc.property(wish, ({ offset, limit, cap }) => {
      const { size, pages } = planPages(offset, limit, cap);
      const rows = pages.flatMap((page) => Array.from({ length: size }, (_, at) => (page - 1) * size + at));
      const wanted = Array.from({ length: limit }, (_, at) => offset + at);
      expect(rows.filter((row) => wanted.includes(row))).toEqual(wanted);
      expect(pages.length).toBeLessThanOrEqual(2);
      expect(size).toBeGreaterThanOrEqual(limit);
      expect(size).toBeLessThanOrEqual(cap);
      expect(wanted[0]).toBeLessThan((rows[0] ?? 0) + size);
    }),
    { numRuns: 2000 },
  );
});

test('two pages are asked for only where one would not do', () => {
  fc.assert(
    fc.property(wish, ({ offset, limit, cap }) => {
      const { pages } = planPages(offset, limit, cap);
      const sizes = Array.from({ length: cap - limit + 1 }, (_, more) => limit + more);
      const one = sizes.some((size) => Math.floor(offset / size) === Math.floor((offset + limit - 1) / size));
      expect(pages.length).toBe(one ? 1 : 2);
    }),
  );
});
