import { expect, test } from 'vitest';
import { ask } from './ask.ts';
import { questions } from './index.ts';

/** What the answers may cost: every one within four calls, three quarters of them in one. */
const calls = new Map<number, number>();

test.each(questions)('$asks', async (question) => {
  const cost = await ask(question);
  calls.set(question.number, cost.calls);
  expect(cost.calls).toBeGreaterThanOrEqual(1);
  expect(cost.calls).toBeLessThanOrEqual(4);
});

test('all forty are answered, thirty of them in one call', () => {
  expect(questions.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  expect([...calls.values()].filter((count) => count === 1).length).toBeGreaterThanOrEqual(30);
});
