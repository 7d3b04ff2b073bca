import { expect, test, vi } from 'vitest';
import { createCache } from '../../src/copper/cache.ts';
import { manualClock } from '../manual-clock.ts';

const setup = (max = 10) => {
  const clock = manualClock();
  return { clock, cache: createCache<string>({ ttlMs: 1000, max, clock }) };
};

test('a value is good until its time is over', async () => {
  const { clock, cache } = setup();
  cache.set('a', '1');
  await clock.advance(999);
  expect(cache.get('a')).toBe('1');
  await clock.advance(1);
  expect(cache.get('a')).toBeUndefined();
});

test('reading does not make a value younger', async () => {
  const { clock, cache } = setup();
  cache.set('a', '1');
  await clock.advance(600);
  cache.get('a');
  await clock.advance(600);
  expect(cache.get('a')).toBeUndefined();
});

test('who wants it fresher gets nothing; who does not still gets it', async () => {
  const { clock, cache } = setup();
  cache.set('a', '1');
  await clock.advance(500);
  expect(cache.get('a', { maxAgeMs: 500 })).toBeUndefined();
  expect(cache.get('a', { maxAgeMs: 501 })).toBe('1');
  expect(cache.get('a', { maxAgeMs: 5000 })).toBe('1');
  await clock.advance(500);
  expect(cache.get('a', { maxAgeMs: 5000 })).toBeUndefined();
});

test('what was not asked for the longest goes first', () => {
  const { cache } = setup(2);
  cache.set('a', '1');
  cache.set('b', '2');
  cache.get('a');
  cache.set('c', '3');
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual(['1', undefined, '3']);
});

test('setting a key again takes no second place', () => {
  const { cache } = setup(2);
  cache.set('a', '1');
  cache.set('b', '2');
  cache.set('b', '3');
  expect([cache.get('a'), cache.get('b')]).toEqual(['1', '3']);
});

test('fill loads once, and keeps no failure', async () => {
  const { cache } = setup();
  const load = vi.fn(async () => 'good');
  load.mockRejectedValueOnce(new Error('no'));
  await expect(cache.fill('a', load)).rejects.toThrow('no');
  expect(cache.get('a')).toBeUndefined();
  expect(await cache.fill('a', load)).toBe('good');
  expect(await cache.fill('a', load)).toBe('good');
  expect(load).toHaveBeenCalledTimes(2);
  expect(await cache.fill('a', load, { maxAgeMs: 0 })).toBe('good');
  expect(load).toHaveBeenCalledTimes(3);
});
