import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createCache, createInFlight } from '../../src/copper/reuse.ts';
import { manualClock } from '../manual-clock.ts';

/** Work whose end the test decides. */
function work<T>() {
  const signals: AbortSignal[] = [];
  let finish = (_: T) => {};
  let fail = (_: unknown) => {};
  const start = vi.fn((signal: AbortSignal) => {
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
  const both = [shared.run('a', signal, start), shared.run('a', signal, start)];
  finish(1);
  expect(await Promise.all(both)).toEqual([1, 1]);
  const again = shared.run('a', signal, start);
  expect(start).toHaveBeenCalledTimes(2);
  finish(2);
  expect(await again).toBe(2);
});

test('different work is not shared', () => {
  const { start } = work<number>();
  const shared = createInFlight<number>();
  shared.run('a', signal, start);
  shared.run('b', signal, start);
  expect(start).toHaveBeenCalledTimes(2);
});

test('a failure goes to all and is forgotten', async () => {
  const { start, fail, finish } = work<number>();
  const shared = createInFlight<number>();
  const both = [shared.run('a', signal, start), shared.run('a', signal, start)];
  fail(new Error('no'));
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = shared.run('a', signal, start);
  finish(3);
  expect(await again).toBe(3);
});

test('work that throws before it begins is a failure, too', async () => {
  const start = () => {
    throw new Error('at once');
  };
  await expect(createInFlight<number>().run('a', signal, start)).rejects.toThrow('at once');
});

test('who cancels leaves at once with his own reason; the others get the result', async () => {
  const { start, signals, finish } = work<number>();
  const shared = createInFlight<number>();
  const stop = new AbortController();
  const first = shared.run('a', stop.signal, start);
  const second = shared.run('a', signal, start);
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
  const calls = stops.map((stop) => shared.run('a', stop.signal, start));
  for (const [index, stop] of stops.entries()) stop.abort(new Error(`reason ${index}`));
  await expect(calls[0]).rejects.toThrow('reason 0');
  await expect(calls[1]).rejects.toThrow('reason 1');
  expect(signals[0]?.reason).toMatchObject({ message: 'reason 1' });
  const late = shared.run('a', signal, start);
  expect(start).toHaveBeenCalledTimes(2);
  finish(5);
  expect(await late).toBe(5);
});

test('an aborted caller starts nothing', async () => {
  const { start } = work<number>();
  await expect(createInFlight<number>().run('a', AbortSignal.abort('late'), start)).rejects.toBe('late');
  expect(start).not.toHaveBeenCalled();
});

test('aborting after the end does no harm to the next', async () => {
  const { start, signals, finish } = work<number>();
  const shared = createInFlight<number>();
  const stop = new AbortController();
  const first = shared.run('a', stop.signal, start);
  finish(1);
  await first;
  shared.run('a', signal, start);
  stop.abort();
  expect(signals[1]?.aborted).toBe(false);
});

test('work that was given up may end late without being missed in what came after it', async () => {
  const [old, young] = [work<number>(), work<number>()];
  const shared = createInFlight<number>();
  const stop = new AbortController();
  const given = shared.run('a', stop.signal, old.start);
  stop.abort('enough');
  await expect(given).rejects.toBe('enough');
  const first = shared.run('a', signal, young.start);
  old.fail(new Error('aborted'));
  await Promise.allSettled([given]);
  const second = shared.run('a', signal, young.start);
  young.finish(1);
  expect(await Promise.all([first, second])).toEqual([1, 1]);
  expect(young.start).toHaveBeenCalledOnce();
});

test('nobody listens to callers any more once the work is done', async () => {
  const { start, finish } = work<number>();
  const stop = new AbortController();
  const result = createInFlight<number>().run('a', stop.signal, start);
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
  finish(1);
  await result;
  await Promise.resolve();
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
});

test('work that makes its caller leave while it starts is left at once', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const signals: AbortSignal[] = [];
  const start = (signal: AbortSignal) => {
    signals.push(signal);
    stop.abort(reason);
    return new Promise<never>(() => {});
  };
  await expect(createInFlight<never>().run('a', stop.signal, start)).rejects.toBe(reason);
  expect(signals[0]?.reason).toBe(reason);
});

const cached = (max = 10) => {
  const clock = manualClock();
  return { clock, cache: createCache<string>({ ttlMs: 1000, max, clock }) };
};

test('a value is good until its time is over', async () => {
  const { clock, cache } = cached();
  cache.set('a', '1');
  await clock.advance(999);
  expect(cache.get('a')).toBe('1');
  await clock.advance(1);
  expect(cache.get('a')).toBeUndefined();
});

test('reading does not make a value younger', async () => {
  const { clock, cache } = cached();
  cache.set('a', '1');
  await clock.advance(600);
  cache.get('a');
  await clock.advance(600);
  expect(cache.get('a')).toBeUndefined();
});

test('who wants it fresher gets nothing; who does not still gets it', async () => {
  const { clock, cache } = cached();
  cache.set('a', '1');
  await clock.advance(500);
  expect(cache.get('a', 500)).toBeUndefined();
  expect(cache.get('a', 501)).toBe('1');
  expect(cache.get('a', 5000)).toBe('1');
  await clock.advance(500);
  expect(cache.get('a', 5000)).toBeUndefined();
});

test('what was not asked for the longest goes first', () => {
  const { cache } = cached(2);
  cache.set('a', '1');
  cache.set('b', '2');
  cache.get('a');
  cache.set('c', '3');
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['1', undefined, '3']);
});

test('setting a key again takes no second place', () => {
  const { cache } = cached(2);
  cache.set('a', '1');
  cache.set('b', '2');
  cache.set('b', '3');
  expect([cache.get('a'), cache.get('b')]).toEqual(['1', '3']);
});

test('fill loads once, and keeps no failure', async () => {
  const { cache } = cached();
  const load = vi.fn(async () => 'good');
  load.mockRejectedValueOnce(new Error('no'));
  await expect(cache.fill('a', load)).rejects.toThrow('no');
  expect(cache.get('a')).toBeUndefined();
  expect(await cache.fill('a', load)).toBe('good');
  expect(await cache.fill('a', load)).toBe('good');
  expect(load).toHaveBeenCalledTimes(2);
  expect(await cache.fill('a', load, 0)).toBe('good');
  expect(load).toHaveBeenCalledTimes(3);
});
