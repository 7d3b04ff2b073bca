import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacer } from '../../src/copper/rate-limit/pacer.ts';
import { sharedQuota } from '../../src/redis/shared-quota.ts';
import { manualClock } from '../manual-clock.ts';
import { fakeLink, fakeRedis } from './fake-redis.ts';

/** Redis forgets everything, its clock jumps by `ms`, or it has a start that nobody made, which ends in `ms`. */
interface Lie {
  readonly at: number;
  readonly kind: 'forget' | 'jump' | 'plant';
  readonly ms: number;
}

const hour = 3_600_000;
const lie = fc.record<Lie>({
  at: fc.nat(4000),
  kind: fc.constantFrom('forget', 'jump', 'plant'),
  ms: fc.oneof(
    fc.constantFrom(-hour, hour, -24 * hour, 24 * hour),
    fc.integer({ min: -2000, max: 2000 }),
    fc.integer({ min: -2 * hour, max: 2 * hour }),
  ),
});

const maxLatency = 50;
const world = fc.record({
  limit: fc.integer({ min: 9, max: 18 }),
  windowMs: fc.integer({ min: 300, max: 1000 }),
  redisMs: fc.nat(3),
  /** Requests of each process, all of them there from some moment on, and how long an answer takes. */
  demand: fc.array(fc.record({ at: fc.nat(2000), latency: fc.nat(maxLatency) }), {
    minLength: 3,
    maxLength: 3,
  }),
  lies: fc.array(lie, { maxLength: 6 }),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const replicas = 3;
const requests = 40;

async function live({ limit, windowMs, redisMs, demand, lies }: World) {
  const clock = manualClock();
  const began = clock.now();
  const redis = fakeRedis(clock).known('account');
  redis.latency = redisMs;
  const starts: { readonly at: number; readonly process: number }[] = [];
  const errors: unknown[] = [];

  async function ask(at: number): Promise<void> {
    const { link } = fakeLink(redis, clock);
    const createQuota = sharedQuota({ link, key: 'account', who: `p${at}`, replicas, clock });
    const pacer = createPacer({ limit, windowMs, maxWaitMs: 10 * hour, clock, createQuota });
    await clock.sleep(demand[at]?.at ?? 0);
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const send = pacer.pace(
      async () => {
        starts.push({ at: clock.now() - began, process: at });
        await clock.sleep(demand[at]?.latency ?? 0);
        return new Response('');
      },
      { priority: 'interactive', signal },
    );
    const all = Array.from({ length: requests }, () => send(new Request('https://copper.test/')));
    await Promise.all(all.map((each) => each.catch((error: unknown) => errors.push(error))));
  }

  async function happen({ at, kind, ms }: Lie): Promise<void> {
    await clock.sleep(at);
    if (kind === 'forget') redis.forget();
    else if (kind === 'jump') redis.ahead += ms;
    else redis.plant('account', clock.now() + redis.ahead + ms);
  }

  const all = Promise.all([...lies.map(happen), ...demand.map((_, at) => ask(at))]);
  await clock.advance(200_000);
  await all;
  return { starts, errors, sleepers: clock.sleepers() };
}

function most(starts: readonly { readonly at: number }[], windowMs: number): number {
  return Math.max(
    ...starts.map((end) => starts.filter(({ at }) => at > end.at - windowMs && at <= end.at).length),
  );
}

test('whatever Redis forgets, and however its clock jumps, at most the share of one process goes beyond the limit', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { starts, errors, sleepers } = await live(given);
      const { limit, windowMs } = given;
      expect(errors).toEqual([]);
      expect(sleepers).toBe(0);
      expect(starts).toHaveLength(replicas * requests);
      expect(most(starts, windowMs)).toBeLessThanOrEqual(limit + Math.floor(limit / replicas));
    }),
    { numRuns: 40 },
  );
});

/**
 * All of them want something all the time. What is planted cannot be true: a start that ends within a window when it is next looked at
 * looks like one of a process that died, and is kept for a little longer.
 */
const busy = world.map((given) => ({
  ...given,
  demand: given.demand.map((each) => ({ ...each, at: 0 })),
  lies: given.lies.map((each) =>
    each.kind === 'plant' && each.ms > 0 ? { ...each, ms: each.ms + 1.5 * given.windowMs } : each,
  ),
}));

test('whatever happens, the account is never blocked for longer than a window and the longest answer', async () => {
  await fc.assert(
    fc.asyncProperty(busy, async (given) => {
      const { starts } = await live(given);
      const { windowMs, redisMs, lies } = given;
      const patience = windowMs + maxLatency + windowMs / 5 + 10 * redisMs;
      let since = 0;
      for (const { at } of starts) {
        const last = Math.max(since, ...lies.map((one) => one.at).filter((time) => time <= at));
        expect(at - last).toBeLessThanOrEqual(patience);
        since = at;
      }
    }),
    { numRuns: 40 },
  );
});
