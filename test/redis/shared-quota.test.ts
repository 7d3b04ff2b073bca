import { expect, test, vi } from 'vitest';
import { createPacer, type PacedCall } from '../../src/copper/rate-limit/pacer.ts';
import { sharedQuota } from '../../src/redis/shared-quota.ts';
import { manualClock } from '../manual-clock.ts';
import { fakeLink, fakeRedis } from './fake-redis.ts';

const key = 'account';

/** Processes that share 4 starts a second through one Redis; `ask` notes who started when. */
function setup({ limit = 4, windowMs = 1000, replicas = 2, maxWaitMs = 5000 } = {}) {
  const clock = manualClock(0);
  const redis = fakeRedis(clock).known(key);
  const starts: string[] = [];
  function process(who: string) {
    const { link, logged } = fakeLink(redis, clock);
    const createQuota = sharedQuota({ link, key, who, replicas, clock });
    const pacer = createPacer({ limit, windowMs, clock, maxWaitMs, createQuota });
    function ask(call: Partial<PacedCall> = {}, latency = 0) {
      const send = pacer.pace(
        async () => {
          starts.push(`${who}@${clock.now()}`);
          if (latency > 0) await clock.sleep(latency);
          return new Response('');
        },
        { priority: 'interactive', signal: new AbortController().signal, ...call },
      );
      return send(new Request('https://copper.test/')).then(
        ({ status }) => status,
        (error: unknown) => error,
      );
    }
    const askMany = (count: number) => Array.from({ length: count }, () => ask());
    return { link, logged, pacer, ask, askMany };
  }
  return { clock, redis, starts, a: process('a'), b: process('b') };
}

test('what one process starts, the other cannot', async () => {
  const { clock, starts, a, b } = setup();
  a.askMany(3);
  await clock.settle();
  b.askMany(3);
  await clock.advance(2000);
  expect(starts).toEqual(['a@0', 'a@0', 'a@0', 'b@0', 'b@1000', 'b@1001']);
});

test('slots for all requests that may start are requested in one step', async () => {
  const { clock, redis, starts, a } = setup({ limit: 50 });
  await clock.settle();
  a.askMany(20);
  await clock.settle();
  expect(starts).toHaveLength(20);
  // Each process looks once; the first caller asks alone; those who came meanwhile ask together; each reply is one step more.
  expect(redis.steps).toBe(2 + 2 + 20);
});

test('no more slots are requested than may start now, however many wait', async () => {
  const { clock, starts, a } = setup({ limit: 8 });
  await clock.settle();
  const step = vi.spyOn(a.link, 'step');
  a.askMany(20);
  await clock.advance(100);
  expect(starts).toHaveLength(8);
  const wanted = step.mock.calls.map(([, { wanted: slots }]) => slots);
  // Its share one by one and together, then what is left of the limit.
  expect(wanted.filter((slots) => slots > 0)).toEqual([1, 3, 4]);
});

test('a slot is free for the other process one window after the reply', async () => {
  const { clock, starts, a, b } = setup({ limit: 1, replicas: 1 });
  a.ask({}, 300);
  await clock.settle();
  b.ask();
  await clock.advance(2000);
  expect(starts).toEqual(['a@0', 'b@1301']);
});

test('a request that would wait too long because of others is rejected as soon as that is known', async () => {
  const { clock, a, b } = setup({ windowMs: 60_000 });
  a.askMany(4);
  await clock.settle();
  const rejected = b.ask();
  await clock.settle();
  expect(await rejected).toMatchObject({ kind: 'rate_limited', retryAfter: 60 });
});

test('a call that waits for others says so once; one that only waits for Redis does not', async () => {
  const { clock, redis, a, b } = setup();
  redis.latency = 5;
  const onWait = vi.fn();
  a.ask({ onWait });
  await clock.advance(10);
  expect(onWait).not.toHaveBeenCalled();
  a.askMany(3);
  await clock.advance(10);
  b.ask({ onWait });
  await clock.advance(2000);
  expect(onWait.mock.calls).toEqual([[990]]);
});

test('a slot granted for a request that was cancelled goes to the next, or back', async () => {
  const { clock, redis, starts, a } = setup({ limit: 2 });
  redis.latency = 10;
  const stop = new AbortController();
  const left = a.ask({ signal: stop.signal });
  await clock.advance(5);
  stop.abort('left');
  expect(await left).toBe('left');
  await clock.advance(20);
  expect(starts).toEqual([]);
  await clock.advance(20);
  expect(redis.window(key).size).toBe(0);
});

test('a process that uses more than its share lets the others go first', async () => {
  const { clock, starts, a, b } = setup();
  a.askMany(4);
  await clock.settle();
  a.askMany(4);
  b.askMany(2);
  await clock.advance(1000);
  await clock.advance(100);
  expect(starts.slice(4)).toEqual(['b@1001', 'b@1001', 'a@1003', 'a@1003']);
});

test('without Redis each process uses only its share', async () => {
  const { clock, redis, starts, a, b } = setup();
  redis.error = 'ECONNREFUSED';
  a.askMany(4);
  b.askMany(4);
  await clock.advance(1500);
  expect(starts.toSorted()).toEqual(['a@0', 'a@0', 'a@1000', 'a@1000', 'b@0', 'b@0', 'b@1000', 'b@1000']);
  expect(a.pacer.usage().limit).toBe(2);
});

test('a Redis that does not answer is waited for half a second', async () => {
  const { clock, redis, starts, a } = setup();
  redis.latency = 60_000;
  a.ask();
  await clock.advance(1000);
  expect(starts).toEqual(['a@500']);
});

test('when Redis goes, nobody starts a whole share on top of what others hold', async () => {
  const { clock, redis, starts, a, b } = setup();
  a.askMany(3);
  await clock.settle();
  b.ask();
  await clock.settle();
  redis.error = 'gone';
  redis.die();
  b.askMany(2);
  await clock.advance(999);
  expect(starts).toEqual(['a@0', 'a@0', 'a@0', 'b@0']);
  await clock.advance(1);
  expect(starts.slice(4)).toEqual(['b@1000', 'b@1000']);
});

test('when Redis is back, what was started meanwhile is reported, and the limit is shared again', async () => {
  const { clock, redis, starts, a, b } = setup({ windowMs: 10_000, maxWaitMs: 60_000 });
  redis.error = 'gone';
  a.askMany(2);
  await clock.advance(1000);
  expect(starts).toHaveLength(2);
  redis.error = undefined;
  await clock.advance(1000);
  expect(redis.window(key).size).toBe(2);
  expect(a.pacer.usage()).toMatchObject({ used: 2, limit: 2 });
  await clock.advance(3000);
  expect(a.pacer.usage()).toMatchObject({ used: 2, limit: 4 });
  b.askMany(3);
  await clock.advance(1000);
  expect(starts.slice(2)).toEqual(['b@5000', 'b@5000']);
});

test('right after an emptied Redis is back nobody goes beyond a part of its share until all have reported', async () => {
  const { clock, redis, starts, a } = setup({ windowMs: 10_000, maxWaitMs: 60_000 });
  redis.error = 'gone';
  redis.die();
  a.ask();
  await clock.advance(300);
  redis.error = undefined;
  await clock.advance(200);
  a.askMany(3);
  await clock.advance(5000);
  expect(starts).toEqual(['a@0', 'a@3400', 'a@3400', 'a@3400']);
});

test('a granted start whose answer came too late is taken back when Redis answers again', async () => {
  const { clock, redis, a } = setup();
  await clock.settle();
  redis.latency = 700;
  a.ask();
  await clock.advance(650);
  redis.latency = 0;
  await clock.advance(500);
  expect([...redis.window(key).keys()]).toEqual(['a:2']);
  expect(a.link.state().up).toBe(true);
});
