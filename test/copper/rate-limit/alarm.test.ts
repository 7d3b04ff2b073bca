import { expect, test, vi } from 'vitest';
import { createAlarm } from '../../../src/copper/rate-limit/alarm.ts';
import { manualClock } from '../../manual-clock.ts';

function setup() {
  const clock = manualClock(0);
  const rings: number[] = [];
  const sleep = vi.spyOn(clock, 'sleep');
  return { clock, rings, sleep, alarm: createAlarm(clock, () => rings.push(clock.now())) };
}

test('rings once, at its time', async () => {
  const { clock, rings, alarm } = setup();
  alarm.set(100);
  await clock.advance(500);
  expect(rings).toEqual([100]);
});

test('an earlier time replaces a later one', async () => {
  const { clock, rings, alarm } = setup();
  alarm.set(100);
  alarm.set(50);
  await clock.settle();
  expect(clock.sleepers()).toBe(1);
  await clock.advance(500);
  expect(rings).toEqual([50]);
});

test('a later time leaves the earlier one as it is, without a new timer', async () => {
  const { clock, rings, sleep, alarm } = setup();
  alarm.set(50);
  alarm.set(100);
  alarm.set(50);
  expect(sleep).toHaveBeenCalledOnce();
  await clock.advance(500);
  expect(rings).toEqual([50]);
});

test('can be turned off, and set again', async () => {
  const { clock, rings, alarm } = setup();
  alarm.set(50);
  alarm.set(undefined);
  await clock.advance(100);
  expect(rings).toEqual([]);
  alarm.set(20);
  await clock.advance(1);
  expect(rings).toEqual([100]);
});

test('never is no time', async () => {
  const { sleep, alarm } = setup();
  alarm.set(Number.POSITIVE_INFINITY);
  expect(sleep).not.toHaveBeenCalled();
});
