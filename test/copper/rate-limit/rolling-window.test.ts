import { expect, test } from 'vitest';
import { createRollingWindow } from '../../../src/copper/rate-limit/rolling-window.ts';

test('starts of others free their slots in order of time, not of arrival', () => {
  const slots = createRollingWindow(1000);
  slots.take();
  slots.settle(0);
  slots.fill(2, 400);
  slots.fill(1, 700);
  expect([0, 1, 2, 3, 4].map((ahead) => slots.startAt(ahead, 4, 0, 0))).toEqual([400, 400, 700, 1000, 1400]);
  expect([399, 400, 700, 1000].map((now) => slots.used(now))).toEqual([4, 2, 1, 0]);
  expect(slots.freed(1000)).toBe(4);
});

test('a reply that is out is taken to come now', () => {
  const slots = createRollingWindow(1000);
  slots.take();
  expect(slots.startAt(0, 1, 300, 0)).toBe(1300);
});

test('a limit that has become lower is waited for', () => {
  const slots = createRollingWindow(1000);
  for (const now of [0, 100, 200]) {
    slots.take();
    slots.settle(now);
  }
  expect([0, 1].map((ahead) => slots.startAt(ahead, 1, 200, 0))).toEqual([1200, 2200]);
});

test('nobody starts before the moment given', () => {
  const slots = createRollingWindow(1000);
  expect([0, 1, 2].map((ahead) => slots.startAt(ahead, 2, 0, 500))).toEqual([500, 500, 1500]);
});

test('counts right after many thousand starts', () => {
  const slots = createRollingWindow(1000);
  for (let now = 0; now < 10_000; now++) {
    slots.take();
    slots.settle(now);
  }
  expect([slots.used(10_000), slots.freed(10_000)]).toEqual([999, 9001]);
});
