import { expect, test } from 'vitest';
import { createAttemptLimit } from '../../../src/http/sign-in/attempt-limit.ts';
import { manualClock } from '../../manual-clock.ts';

test('attempts that are given back do not count, even if several were under way at once', () => {
  const limit = createAttemptLimit(manualClock(), { max: 3, windowMs: 60_000 });
  for (let time = 0; time < 10; time++) {
    const taken = [limit.take('office'), limit.take('office'), limit.take('office')];
    for (const each of taken) if ('giveBack' in each) each.giveBack();
    expect(taken.every((each) => 'giveBack' in each)).toBe(true);
  }
});

test('any window has at most as many, and it is said when the next one is possible', async () => {
  const clock = manualClock();
  const limit = createAttemptLimit(clock, { max: 2, windowMs: 60_000 });
  limit.take('a');
  await clock.advance(20_000);
  limit.take('a');
  expect(limit.take('a')).toEqual({ retryAfter: 40 });
  expect(limit.take('b')).toHaveProperty('giveBack');
  await clock.advance(40_000);
  expect(limit.take('a')).toHaveProperty('giveBack');
  expect(limit.take('a')).toEqual({ retryAfter: 20 });
});
