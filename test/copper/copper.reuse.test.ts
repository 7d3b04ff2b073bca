import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createCache, createInFlight } from '../../src/copper/copper.ts';
import type { CancelSignal } from '../../src/tool/clock.ts';
import { manualClock } from '../manual-clock.ts';

/** ObservedRequest whose end the test decides. */
function work<T>() {
  const signals: CancelSignal[] = [];
  let finish = (_: T) => {};
  let fail = (_: unknown) => {};
  const start = vi.fn((signal: CancelSignal) => {
    signals.push(signal);
    return new Promise<T>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
  });
  return { start, signals, finish: (value: T) => finish(value), fail: (reason: unknown) => fail(reason) };
}

const { signal } = new AbortController();

test('equal work is done once while it is under way, and again after it', async () => {
  const { start, finish } = work<number>();
  const shared = createInFlight<number>();
  const both = [shared('a', signal, start), shared('a', signal, start)];
  finish(1);
  expect(await Promise.all(both)).toEqual([1, 1]);
  const again = shared('a', signal, start);
  expect(start).toHaveBeenCalledTimes(2);
  finish(2);
  expect(await again).toBe(2);
});

test('different work is not shared', () => {
  const { start } = work<number>();
  const shared = createInFlight<number>();
  shared('a', signal, start);
  shared('b', signal, start);
  expect(start).toHaveBeenCalledTimes(2);
});

test('a failure goes to all and is forgotten', async () => {
  const { start, fail, finish } = work<number>();
  const shared = createInFlight<number>();
  const both = [shared('a', signal, start), shared('a', signal, start)];
  fail(new Error('no'));
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = shared('a', signal, start);
  finish(3);
  expect(await again).toBe(3);
});

test('work that throws before it begins is a failure, too', async () => {
  const start = () => {
    throw new Error('at once');
  };
  await expect(createInFlight<number>()('a', signal, start)).rejects.toThrow('at once');
});

test('a caller that aborts is rejected at once with its own reason; the others get the result', async () => {
  const { start, signals, finish } = work<number>();
  const shared = createInFlight<number>();
  const stop = new AbortController();
  const first = shared('a', stop.signal, start);
  const second = shared('a', signal, start);
  const reason = new Error('mine');
  stop.abort(reason);
  await expect(first).rejects.toBe(reason);
  expect(signals[0]?.aborted).toBe(false);
  finish(1);
  expect(await second).toBe(1);
});

test('the work is aborted when the last one leaves, and nobody joins it any more', async () => {
  const { start, signals, finish } = work<number>();
  const shared = createInFlight<number>();
  const stops = [new AbortController(), new AbortController()];
  const calls = stops.map((stop) => shared('a', stop.signal, start));
  for (const [index, stop] of stops.entries()) stop.abort(new Error(`reason ${index}`));
  await expect(calls[0]).rejects.toThrow('reason 0');
  await expect(calls[1]).rejects.toThrow('reason 1');
  expect(signals[0]?.reason).toMatchObject({ message: 'reason 1' });
  const late = shared('a', signal, start);
  expect(start).toHaveBeenCalledTimes(2);
  finish(5);
  expect(await late).toBe(5);
});

test('an aborted caller starts nothing', async () => {
  const { start } = work<number>();
  await expect(createInFlight<number>()('a', AbortSignal.abort('late'), start)).rejects.toBe('late');
  expect(start).not.toHaveBeenCalled();
});

test('aborting after the end does no harm to the next', async () => {
  const { start, signals, finish } = work<number>();
  const shared = createInFlight<number>();
  const stop = new AbortController();
  const first = shared('a', stop.signal, start);
  finish(1);
  await first;
  shared('a', signal, start);
  stop.abort();
  expect(signals[1]?.aborted).toBe(false);
});

test('work that was given up may end late without being missed in what came after it', async () => {
  const [old, young] = [work<number>(), work<number>()];
  const shared = createInFlight<number>();
  const stop = new AbortController();
  const given = shared('a', stop.signal, old.start);
  stop.abort('enough');
  await expect(given).rejects.toBe('enough');
  const first = shared('a', signal, young.start);
  old.fail(new Error('aborted'));
  await Promise.allSettled([given]);
  const second = shared('a', signal, young.start);
  young.finish(1);
  expect(await Promise.all([first, second])).toEqual([1, 1]);
  expect(young.start).toHaveBeenCalledOnce();
});

test('nobody listens to callers any more once the work is done', async () => {
  const { start, finish } = work<number>();
  const stop = new AbortController();
  const result = createInFlight<number>()('a', stop.signal, start);
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
  finish(1);
  await result;
  await Promise.resolve();
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
});

test('work that makes its caller leave while it starts is left at once', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const signals: CancelSignal[] = [];
  const start = (signal: CancelSignal) => {
    signals.push(signal);
    stop.abort(reason);
    return new Promise<never>(() => {});
  };
  await expect(createInFlight<never>()('a', stop.signal, start)).rejects.toBe(reason);
  expect(signals[0]?.reason).toBe(reason);
});

/** A cache whose values tell how many were loaded before. */
function cached(max = 10) {
  const clock = manualClock();
  const cache = createCache<number>({ ttlMs: 1000, values: max, size: 1_000, sizeOf: () => 1 }, clock);
  let loads = 0;
  const read = (key: string, maxAgeMs?: number) => cache(key, async () => ++loads, { maxAgeMs });
  return { clock, cache, read };
}

test('a value is valid until its age is reached', async () => {
  const { clock, read } = cached();
  await read('a');
  await clock.advance(999);
  expect(await read('a')).toBe(1);
  await clock.advance(1);
  expect(await read('a')).toBe(2);
});

test('reading does not make a value younger', async () => {
  const { clock, read } = cached();
  await read('a');
  await clock.advance(600);
  await read('a');
  await clock.advance(400);
  expect(await read('a')).toBe(2);
});

test('a caller that wants a fresher value causes it to be loaded again', async () => {
  const { clock, read } = cached();
  await read('a');
  await clock.advance(500);
  expect(await read('a', 5000)).toBe(1);
  expect(await read('a', 501)).toBe(1);
  expect(await read('a', 500)).toBe(2);
  expect(await read('a')).toBe(2);
  await clock.advance(1000);
  expect(await read('a', 5000)).toBe(3);
});

test('the least recently used value is dropped first', async () => {
  const { read } = cached(2);
  for (const key of ['a', 'b', 'a', 'c']) await read(key);
  expect([await read('a'), await read('c'), await read('b')]).toEqual([1, 3, 4]);
});

test('loading a key again takes no second place', async () => {
  const { read } = cached(2);
  for (const key of ['a', 'b']) await read(key);
  expect(await read('b', 0)).toBe(3);
  expect([await read('a'), await read('b')]).toEqual([1, 3]);
});

test('a failure is not cached', async () => {
  const { cache, read } = cached();
  await expect(cache('a', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await read('a')).toBe(1);
});
