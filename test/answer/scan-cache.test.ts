import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReuse, createScanStore } from '../../src/answer/scan-cache.ts';
import type { JsonObject } from '../../src/tool/json.ts';
import { manualClock } from '../manual-clock.ts';

const asking = (name: number | string) => ({
  request: { operation: 'searchOpportunities' as const, body: { name: String(name) } },
});

const pageOf = (entries: readonly JsonObject[]) => ({
  entries,
  total: undefined,
  capped: false,
  localFilters: [],
});

/** A page with about so many bytes of text. */
const pageOfBytes = (bytes: number) => pageOf([{ id: 1, text: 'x'.repeat(bytes) }]);

const unknownDay = () => undefined;

function startStore(maxBytes = 100_000, maxShare?: number) {
  const clock = manualClock();
  const shares = maxShare === undefined ? {} : { maxShare };
  return { clock, store: createScanStore({ keepMs: 120_000, clock, maxBytes, ...shares }) };
}

/** Reads a scan to its end. */
function keep(
  place: ReturnType<ReturnType<typeof startStore>['store']['open']>,
  name: number,
  bytes = 10_000,
) {
  const recording = place.begin(asking(name));
  recording.add(1, pageOfBytes(bytes));
  recording.finish(200, true);
}

test('what is kept comes back as it was sent, whatever it contains', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.dictionary(fc.string(), fc.jsonValue()))), async (pages) => {
      const rows = pages.map((page): JsonObject[] => JSON.parse(JSON.stringify(page)));
      const { store } = startStore(10_000_000);
      const place = store.open();
      const recording = place.begin(asking('one'));
      // Pages arrive in any order.
      for (const [at, page] of [...rows.entries()].reverse()) recording.add(at + 1, pageOf(page));
      recording.finish(25, true);
      const found = await place.find(asking('one'), unknownDay);
      expect(found?.size).toBe(rows.length === 0 ? undefined : 25);
      for (const [at, page] of rows.entries()) expect((await found?.page(at + 1))?.entries).toEqual(page);
    }),
  );
});

const step = fc.record({
  owner: fc.nat(5),
  bytes: fc.nat(40_000),
  pages: fc.integer({ min: 1, max: 4 }),
  end: fc.constantFrom('finish', 'finish', 'abandon', 'leave', 'drop'),
  passing: fc.nat(50_000),
});

test('never more bytes than allowed, in all and of one credential; the oldest are out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { store, clock } = startStore(100_000, 40_000);
      const places = Array.from({ length: 6 }, () => store.open());
      const finished: { readonly owner: number; readonly name: number; readonly at: number }[] = [];
      const holds = async (owner: number, name: number) =>
        (await places[owner]?.find(asking(name), unknownDay)) !== undefined;
      for (const [name, { owner, bytes, pages, end, passing }] of steps.entries()) {
        const recording = places[owner]?.begin(asking(name));
        for (let page = 1; page <= pages; page++) {
          recording?.add(page, pageOfBytes(bytes / pages));
          expect(store.usage().bytes).toBeLessThanOrEqual(100_000);
        }
        if (end === 'finish') recording?.finish(200, true);
        if (end === 'abandon') recording?.abandon();
        if (end === 'drop') places[owner]?.drop();
        if (end === 'finish') finished.push({ owner, name, at: clock.steady() });
        await clock.advance(passing);
        for (const [at, one] of finished.entries()) {
          if (!(await holds(one.owner, one.name))) continue;
          expect(clock.steady() - one.at).toBeLessThan(120_000);
          // Nobody else is answered from these rows.
          for (let other = 0; other < places.length; other++)
            if (other !== one.owner) expect(await holds(other, one.name)).toBe(false);
          expect(at).toBeGreaterThanOrEqual(0);
        }
        // Of one credential, whatever is kept is younger than whatever was pushed out.
        for (let who = 0; who < places.length; who++) {
          const own = await Promise.all(
            finished.filter((one) => one.owner === who).map((one) => holds(who, one.name)),
          );
          const firstKept = own.indexOf(true);
          const isTooLarge = own.slice(firstKept).includes(false);
          if (firstKept >= 0 && isTooLarge)
            expect(
              steps.filter(({ owner: of, bytes: size }) => of === who && size > 20_000).length,
            ).toBeGreaterThan(0);
        }
      }
      for (const place of places) place.drop();
      expect(store.usage()).toEqual({ bytes: 0, scans: 0 });
      expect(clock.sleepers()).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('one credential pushes out its own, not those of others', async () => {
  const { store } = startStore(100_000, 40_000);
  const [quiet, busy] = [store.open(), store.open()];
  keep(quiet, 0);
  for (let name = 0; name < 50; name++) keep(busy, name);
  expect(await quiet.find(asking(0), unknownDay)).toBeDefined();
  const left = await Promise.all(
    Array.from({ length: 50 }, async (_, name) => (await busy.find(asking(name), unknownDay)) !== undefined),
  );
  expect(left.indexOf(true)).toBe(47);
  expect(left.slice(47)).toEqual([true, true, true]);
});

test('beyond the whole, the oldest of all are out first', async () => {
  const { store } = startStore(100_000, 40_000);
  const places = Array.from({ length: 12 }, () => store.open());
  for (const place of places) keep(place, 1);
  const left = await Promise.all(
    places.map(async (place) => (await place.find(asking(1), unknownDay)) !== undefined),
  );
  expect(left).toEqual([...Array(3).fill(false), ...Array(9).fill(true)]);
});

test('what alone is too large is not kept, and costs nothing once it is known', async () => {
  const { store } = startStore(100_000, 40_000);
  const place = store.open();
  keep(place, 1);
  const recording = place.begin(asking(2));
  for (let page = 1; page < 10; page++) recording.add(page, pageOfBytes(9_000));
  recording.finish(25, true);
  expect(await place.find(asking(2), unknownDay)).toBeUndefined();
  expect(store.usage()).toEqual({ bytes: 0, scans: 0 });
});

test('rows are gone from memory when their time is over, without anybody asking', async () => {
  const { store, clock } = startStore();
  const place = store.open();
  keep(place, 1);
  await clock.advance(60_000);
  keep(place, 2);
  await clock.advance(59_999);
  expect(store.usage().scans).toBe(2);
  await clock.advance(1);
  expect(store.usage().scans).toBe(1);
  await clock.advance(60_000);
  expect(store.usage()).toEqual({ bytes: 0, scans: 0 });
  expect(clock.sleepers()).toBe(0);
});

test('a reading that ends after it was dropped keeps nothing; one that is not finished is no answer', async () => {
  const { store } = startStore();
  const place = store.open();
  const recording = place.begin(asking(1));
  recording.add(1, pageOfBytes(100));
  expect(await place.find(asking(1), unknownDay)).toBeUndefined();
  place.drop();
  recording.add(2, pageOfBytes(100));
  recording.finish(25, true);
  expect(await place.find(asking(1), unknownDay)).toBeUndefined();
  expect(store.usage()).toEqual({ bytes: 0, scans: 0 });
});

test('the newest of several answers; a report forgets what it did not read to its end', async () => {
  const { store, clock } = startStore();
  const place = store.open();
  keep(place, 1);
  await clock.advance(5_000);
  keep(place, 1);
  expect((await place.find(asking(1), unknownDay))?.at).toBe(Math.floor(clock.now() / 1000));
  const used: number[] = [];
  const reuse = createReuse(place, unknownDay, (at) => void used.push(at));
  await reuse.take(asking(1));
  expect(used).toEqual([Math.floor(clock.now() / 1000)]);
  (await reuse.take(asking(2))).recording?.add(1, pageOfBytes(10));
  expect(store.usage().scans).toBe(3);
  reuse.end();
  expect(store.usage().scans).toBe(2);
});
