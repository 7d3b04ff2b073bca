import { expect, test } from 'vitest';
import { createConcurrencyLimit } from '../../src/http/concurrency-limit.ts';
import { manualClock } from '../manual-clock.ts';
import { callTool, startFront } from './front.ts';

const { signal } = new AbortController();

function start(options: { maxRunning: number; maxPerCaller: number; maxWaiting?: number }) {
  const clock = manualClock();
  return { clock, limit: createConcurrencyLimit({ clock, maxWaiting: 10, maxWaitMs: 10_000, ...options }) };
}

/** What became of a wish to enter so far. */
function watch(wish: Promise<() => void>) {
  const seen: { state: string; leave: () => void; error?: unknown } = { state: 'waiting', leave() {} };
  wish.then(
    (leave) => Object.assign(seen, { state: 'in', leave }),
    (error) => Object.assign(seen, { state: 'out', error }),
  );
  return seen;
}

test('who waits starts in order, past those whose own cap is reached', async () => {
  const { clock, limit } = start({ maxRunning: 3, maxPerCaller: 2 });
  const a = [1, 2, 3].map(() => watch(limit.acquire('a', signal)));
  const b = [1, 2].map(() => watch(limit.acquire('b', signal)));
  await clock.settle();
  expect(a.map(({ state }) => state)).toEqual(['in', 'in', 'waiting']);
  expect(b.map(({ state }) => state)).toEqual(['in', 'waiting']);
  b[0]?.leave();
  b[0]?.leave();
  await clock.settle();
  expect([a[2]?.state, b[1]?.state]).toEqual(['waiting', 'in']);
  a[0]?.leave();
  await clock.settle();
  expect(a[2]?.state).toBe('in');
  expect(limit.usage()).toEqual({ running: 3, waiting: 0 });
  expect(clock.sleepers()).toBe(0);
});

test('one caller at their cap does not hold up another', async () => {
  const { clock, limit } = start({ maxRunning: 10, maxPerCaller: 1 });
  const a = [1, 2].map(() => watch(limit.acquire('a', signal)));
  const b = watch(limit.acquire('b', signal));
  await clock.settle();
  expect([...a, b].map(({ state }) => state)).toEqual(['in', 'waiting', 'in']);
});

test('a full line and a long wait are 503 with Retry-After', async () => {
  const { clock, limit } = start({ maxRunning: 1, maxPerCaller: 5, maxWaiting: 1 });
  const [, waits, refused] = [1, 2, 3].map(() => watch(limit.acquire('a', signal)));
  await clock.settle();
  expect(refused).toMatchObject({ state: 'out', error: { status: 503, headers: { 'Retry-After': '1' } } });
  await clock.advance(10_000);
  expect(waits).toMatchObject({ state: 'out', error: { status: 503 } });
  expect(limit.usage()).toEqual({ running: 1, waiting: 0 });
});

test('the line of one caller has an end before that of all', async () => {
  const { clock, limit } = start({ maxRunning: 10, maxPerCaller: 2 });
  const a = Array.from({ length: 5 }, () => watch(limit.acquire('a', signal)));
  await clock.settle();
  expect(a.map(({ state }) => state)).toEqual(['in', 'in', 'waiting', 'waiting', 'out']);
});

test('who leaves the line makes room', async () => {
  const { clock, limit } = start({ maxRunning: 1, maxPerCaller: 5 });
  const first = watch(limit.acquire('a', signal));
  const leaving = new AbortController();
  const second = watch(limit.acquire('a', leaving.signal));
  const third = watch(limit.acquire('a', signal));
  await clock.settle();
  leaving.abort('gone');
  await clock.settle();
  expect(second).toMatchObject({ state: 'out', error: 'gone' });
  first.leave();
  await clock.settle();
  expect(third.state).toBe('in');
  await expect(limit.acquire('a', leaving.signal)).rejects.toBe('gone');
});

test('over HTTP: as many as may run do, some wait, the rest get 503', async () => {
  let open = () => {};
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  let running = 0;
  let most = 0;
  const front = await startFront({
    settings: { maxCalls: 4, maxCallsPerCaller: 2 },
    sendFor:
      () =>
      async ({ url }) => {
        // Lists of names are asked for once for all calls.
        if (!url.includes('/opportunities/')) return Response.json([]);
        most = Math.max(most, ++running);
        await held;
        running--;
        return Response.json([]);
      },
  });
  const person = (id: number) => callTool(front.url, 'get_opportunity', { id });
  const calls = Array.from({ length: 7 }, (_, at) => person(at + 1));
  const first = await Promise.race(calls);
  expect(first.status).toBe(503);
  expect(first.headers['retry-after']).toBe('1');
  const refusals = () => front.logged.filter(({ fields }) => fields.reason === 'busy');
  await expect.poll(refusals).toHaveLength(3);
  await expect.poll(() => running).toBe(2);
  open();
  const statuses = (await Promise.all(calls)).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 200, 200, 200, 503, 503, 503]);
  expect(most).toBe(2);
  await front.close();
});
