import { expect, test } from 'vitest';
import { startDeadline } from '../../src/tool/clock.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { manualClock } from '../manual-clock.ts';

function start(ms = 45_000) {
  const clock = manualClock();
  const caller = new AbortController();
  const deadline = startDeadline(ms, clock, caller.signal);
  return { clock, caller, deadline };
}

test('aborts when the time is up, not before, and says what to do', async () => {
  const { clock, deadline } = start();
  await clock.advance(44_999);
  expect(deadline.signal.aborted).toBe(false);
  await clock.advance(1);
  expect(deadline.signal.reason).toBeInstanceOf(ToolError);
  expect(deadline.signal.reason).toMatchObject({
    kind: 'timeout',
    message:
      'Copper did not answer within 45 s. Ask for less: a smaller limit, fewer fields or narrower dates; or try again.',
  });
});

test('aborts at once when the caller cancels, with his reason', () => {
  const { caller, deadline } = start();
  caller.abort('enough');
  expect(deadline.signal.reason).toBe('enough');
});

test('is over from the start where the caller had cancelled before', () => {
  const caller = new AbortController();
  caller.abort('too late');
  expect(startDeadline(1_000, manualClock(), caller.signal).signal.reason).toBe('too late');
});

test('can be stopped before its time, with a reason', () => {
  const { deadline } = start();
  deadline.stop('closing');
  expect(deadline.signal.reason).toBe('closing');
});

test('the first reason stays', async () => {
  const { clock, caller, deadline } = start(1_000);
  await clock.advance(1_000);
  caller.abort('enough');
  expect(deadline.signal.reason).toMatchObject({ kind: 'timeout' });
});

test('an ended deadline leaves nothing behind, and ends what still runs for nobody without a reason of its own', async () => {
  const { clock, caller, deadline } = start();
  expect(clock.sleepers()).toBe(1);
  deadline.end();
  expect(clock.sleepers()).toBe(0);
  expect(deadline.signal.reason).toBe('done');
  await clock.advance(60_000);
  caller.abort();
  expect(deadline.signal.reason).toBe('done');
});
