import { expect, test, vi } from 'vitest';
import { createWakeTimer } from '../../../src/tool/clock.ts';
import { manualClock } from '../../manual-clock.ts';

function setup() {
  const clock = manualClock(0);
  const wakes: number[] = [];
  const sleep = vi.spyOn(clock, 'sleep');
  return { clock, wakes, sleep, setTimer: createWakeTimer(clock, () => wakes.push(clock.now())) };
}

test('fires once, at its time', async () => {
  const { clock, wakes, setTimer } = setup();
  setTimer(100);
  await clock.advance(500);
  expect(wakes).toEqual([100]);
});

test('an earlier time replaces a later one', async () => {
  const { clock, wakes, setTimer } = setup();
  setTimer(100);
  setTimer(50);
  await clock.settle();
  expect(clock.sleepers()).toBe(1);
  await clock.advance(500);
  expect(wakes).toEqual([50]);
});

test('a later time leaves the earlier one as it is, without a new timer', async () => {
  const { clock, wakes, sleep, setTimer } = setup();
  setTimer(50);
  setTimer(100);
  setTimer(50);
  expect(sleep).toHaveBeenCalledOnce();
  await clock.advance(500);
  expect(wakes).toEqual([50]);
});

test('can be stopped, and set again', async () => {
  const { clock, wakes, setTimer } = setup();
  setTimer(50);
  setTimer(undefined);
  await clock.advance(100);
  expect(wakes).toEqual([]);
  setTimer(20);
  await clock.advance(1);
  expect(wakes).toEqual([100]);
});

test('infinity sets no timer', async () => {
  const { sleep, setTimer } = setup();
  setTimer(Number.POSITIVE_INFINITY);
  expect(sleep).not.toHaveBeenCalled();
});
