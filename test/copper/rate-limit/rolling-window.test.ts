import { expect, test } from 'vitest';
import { createRollingWindow } from '../../../src/copper/rate-limit/rolling-window.ts';

test('starts of others free their window in order of time, not of arrival', () => {
  const window = createRollingWindow(1000);
  window.start();
  window.complete(0);
  window.occupy(2, 400);
  window.occupy(1, 700);
  expect([0, 1, 2, 3, 4].map((ahead) => window.earliestStart(ahead, 4, 0, 0))).toEqual([
    400, 400, 700, 1000, 1400,
  ]);
  expect([399, 400, 700, 1000].map((now) => window.used(now))).toEqual([4, 2, 1, 0]);
  expect(window.totalExpired(1000)).toBe(4);
});

test('a reply that is out is taken to come now', () => {
  const window = createRollingWindow(1000);
  window.start();
  expect(window.earliestStart(0, 1, 300, 0)).toBe(1300);
});

test('a limit that has become lower is waited for', () => {
  const window = createRollingWindow(1000);
  for (const now of [0, 100, 200]) {
    window.start();
    window.complete(now);
  }
  expect([0, 1].map((ahead) => window.earliestStart(ahead, 1, 200, 0))).toEqual([1200, 2200]);
});

test('nobody starts before the moment given', () => {
  const window = createRollingWindow(1000);
  expect([0, 1, 2].map((ahead) => window.earliestStart(ahead, 2, 0, 500))).toEqual([500, 500, 1500]);
});

test('counts right after many thousand starts', () => {
  const window = createRollingWindow(1000);
  for (let now = 0; now < 10_000; now++) {
    window.start();
    window.complete(now);
  }
  expect([window.used(10_000), window.totalExpired(10_000)]).toEqual([999, 9001]);
});
