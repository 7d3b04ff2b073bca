import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readList, readRange } from '../../src/answer/read.ts';
import { readFiltered } from '../../src/answer/read-filtered.ts';
import type { LocalFilter } from '../../src/tool/request.ts';
import { type PagedOptions, pagedCopper } from './paged-copper.ts';

type Read = typeof readFiltered;

/** Goes on by `next` from the start, and gives the ids of all rows that it met. */
async function walk(options: PagedOptions, limit: number, read: Read, keep: readonly LocalFilter[] = []) {
  const { copper, asked } = pagedCopper(options);
  const call = { signal: new AbortController().signal, priority: 'interactive' as const };
  const reading = { copper, call, note: () => {}, progress: () => {} };
  const met: unknown[] = [];
  let steps = 0;
  for (let offset: number | undefined = 0; offset !== undefined; steps++) {
    if (steps > 2_000) throw new Error(`The walk does not end: offset ${offset}`);
    const found = await read({ operation: 'searchCompanies', body: {} }, keep, { offset, limit }, reading);
    expect(found.rows.length).toBeLessThanOrEqual(limit);
    expect(found.offset).toBe(offset);
    met.push(...found.rows.map(({ id }) => id));
    if (found.next !== undefined) expect(found.next).toBeGreaterThan(offset);
    offset = found.next;
  }
  return { met, asked };
}

const window: Read = async (request, _, one, reading) => {
  const found = await readRange(request, one, reading);
  if ('localFilters' in found) throw new Error('everything was sent');
  return found;
};
const upTo = (count: number) => Array.from({ length: count }, (_, id) => id);

test('walking a search yields every row once, in order', async () => {
  const options = fc.record({
    count: fc.nat(400),
    cap: fc.integer({ min: 1, max: 200 }),
    tells: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(options, fc.integer({ min: 1, max: 300 }), async (upstream, limit) => {
      const { met, asked } = await walk(upstream, limit, window);
      const { count, cap, tells } = upstream;
      expect(met).toEqual(upTo(count));
      expect(asked.every(({ size }) => size <= cap)).toBe(true);
      // Two for as many rows as one page can hold; without a total, the last of them may be empty.
      const pieces = Math.max(1, Math.ceil((count + (tells ? 0 : 1)) / Math.min(limit, cap)));
      expect(asked.length).toBeLessThanOrEqual(pieces * 2);
    }),
    { numRuns: 120 },
  );
});

test('also where the server holds fewer rows a page than it was asked for', async () => {
  const options = fc.record({
    count: fc.nat(400),
    cap: fc.constantFrom(25, 100, 200),
    holds: fc.constantFrom(20, 25, 50, 100),
  });
  await fc.assert(
    fc.asyncProperty(options, fc.integer({ min: 1, max: 200 }), async (upstream, limit) => {
      expect((await walk(upstream, limit, window)).met).toEqual(upTo(upstream.count));
    }),
    { numRuns: 120 },
  );
});

test('from any offset on, a window is those very rows', async () => {
  const wish = fc.record({
    count: fc.nat(400),
    offset: fc.nat(450),
    limit: fc.integer({ min: 1, max: 200 }),
  });
  await fc.assert(
    fc.asyncProperty(wish, fc.constantFrom(25, 200), async ({ count, offset, limit }, cap) => {
      const { copper } = pagedCopper({ count, cap });
      const call = { signal: new AbortController().signal, priority: 'interactive' as const };
      const reading = { copper, call, note: () => {}, progress: () => {} };
      const found = await window({ operation: 'searchCompanies', body: {} }, [], { offset, limit }, reading);
      const ids = found.rows.map(({ id }) => id);
      expect(ids).toEqual(upTo(count).slice(offset, offset + ids.length));
      expect(ids.length > 0 || offset >= count).toBe(true);
      expect(found.next).toBe(
        offset + ids.length < count && ids.length > 0 ? offset + ids.length : undefined,
      );
    }),
    { numRuns: 120 },
  );
});

test('rows that the key may not see are passed over, and no other is lost or told twice', async () => {
  const options = fc.record({ count: fc.nat(300), cap: fc.constantFrom(25, 200) });
  const gaps = fc.integer({ min: 7, max: 40 });
  await fc.assert(
    fc.asyncProperty(options, gaps, fc.integer({ min: 2, max: 19 }), async (upstream, gap, limit) => {
      const hidden = (id: number) => id % gap === 3;
      const { met } = await walk({ ...upstream, hidden }, limit, window);
      expect(met).toEqual(upTo(upstream.count).filter((id) => !hidden(id)));
    }),
    { numRuns: 120 },
  );
});

test('walking what is filtered here yields every row that passes, once', async () => {
  const options = fc.record({
    count: fc.nat(600),
    holds: fc.constantFrom(25, 50, 200),
    tells: fc.constant(true),
  });
  await fc.assert(
    fc.asyncProperty(
      options,
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 1, max: 50 }),
      async (upstream, nth, limit) => {
        fc.pre(upstream.count <= upstream.holds * 40);
        const keep = [{ name: 'nth', test: (row: { id?: unknown }) => Number(row.id) % nth === 0 }];
        const { met } = await walk(upstream, limit, readFiltered, keep);
        expect(met).toEqual(upTo(upstream.count).filter((id) => id % nth === 0));
      },
    ),
    { numRuns: 100 },
  );
});

test('walking a whole list yields every row once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(100), fc.integer({ min: 1, max: 40 }), async (count, limit) => {
      const list: Read = (_, keep, one, reading) => readList({ operation: 'listTags' }, keep, one, reading);
      expect((await walk({ count }, limit, list)).met).toEqual(upTo(count));
    }),
    { numRuns: 100 },
  );
});
