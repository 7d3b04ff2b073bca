import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacer } from '../../src/copper/rate-limit/pacer.ts';
import { sharedQuota } from '../../src/redis/shared-quota.ts';
import { manualClock } from '../manual-clock.ts';
import { fakeLink, fakeRedis } from './fake-redis.ts';

interface Asker {
  readonly at: number;
  readonly process: number;
  readonly priority: 'interactive' | 'background';
  readonly latency: number;
  /** Where between start and reply the server counts: 0 to 1. */
  readonly counted: number;
  readonly cancelAfter: number | undefined;
}

const asker = fc.record<Asker>({
  at: fc.nat(3000),
  process: fc.nat(2),
  priority: fc.constantFrom('interactive', 'background'),
  latency: fc.nat(200),
  counted: fc.double({ min: 0, max: 1, noNaN: true }),
  cancelAfter: fc.option(fc.nat(300), { nil: undefined, freq: 5 }),
});

const world = fc.record({
  limit: fc.integer({ min: 1, max: 9 }),
  windowMs: fc.integer({ min: 100, max: 1000 }),
  redisMs: fc.nat(20),
  askers: fc.array(asker, { maxLength: 40 }),
  /** Redis dies, forgets everything, and is back after a while; or never dies. */
  outage: fc.option(fc.record({ at: fc.nat(3000), ms: fc.integer({ min: 50, max: 4000 }) })),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const replicas = 3;

async function live({ limit, windowMs, redisMs, askers, outage }: World) {
  const clock = manualClock(0);
  const redis = fakeRedis(clock).known('account');
  redis.latency = redisMs;
  const pacers = Array.from({ length: replicas }, (_, at) => {
    const { link } = fakeLink(redis, clock);
    const createQuota = sharedQuota({ link, key: 'account', who: `p${at}`, replicas, clock });
    return createPacer({ limit, windowMs, maxWaitMs: 100_000, clock, createQuota });
  });
  const counts: number[] = [];
  const errors: unknown[] = [];

  async function ask({ at, process, priority, latency, counted, cancelAfter }: Asker): Promise<void> {
    await clock.sleep(at);
    const stop = new AbortController();
    if (cancelAfter !== undefined) clock.sleep(cancelAfter).then(() => stop.abort('cancelled'));
    const send = pacers[process]?.pace(
      async () => {
        const before = Math.floor(latency * counted);
        await clock.sleep(before);
        counts.push(clock.now());
        await clock.sleep(latency - before);
        return new Response('');
      },
      { priority, signal: stop.signal },
    );
    await send?.(new Request('https://copper.test/')).catch((error: unknown) => errors.push(error));
  }

  async function breakRedis(): Promise<void> {
    if (outage === null) return;
    await clock.sleep(outage.at);
    redis.error = 'gone';
    redis.die();
    await clock.sleep(outage.ms);
    redis.error = undefined;
  }

  const all = Promise.all([breakRedis(), ...askers.map(ask)]);
  await clock.advance(300_000);
  await all;
  const most = Math.max(
    0,
    ...counts.map((end) => counts.filter((count) => count > end - windowMs && count <= end).length),
  );
  return { most, errors, sleepers: clock.sleepers() };
}

test('while Redis is there, processes together never count more than the limit in any window', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { most } = await live({ ...given, outage: null });
      expect(most).toBeLessThanOrEqual(given.limit);
    }),
    { numRuns: 150 },
  );
});

test('with or without Redis, no call fails and nobody is left waiting', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { errors, sleepers } = await live(given);
      expect(errors.filter((error) => error !== 'cancelled')).toEqual([]);
      expect(sleepers).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('around an outage no window sees more than the share of each other process beyond the limit', async () => {
  const severe = world.map((given) => ({
    ...given,
    limit: replicas * Math.ceil(given.limit / replicas),
    outage: given.outage ?? { at: 1000, ms: 500 },
  }));
  await fc.assert(
    fc.asyncProperty(severe, async (given) => {
      const { most } = await live(given);
      expect(most).toBeLessThanOrEqual(given.limit + (given.limit / replicas) * (replicas - 1));
    }),
    { numRuns: 150 },
  );
});
