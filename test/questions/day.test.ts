import { expect, test } from 'vitest';
import { ask } from './ask.ts';
import { dayQuestions } from './day.ts';

test.each(dayQuestions)('$asks', async (question) => {
  const { calls, tokens } = await ask(question);
  expect(calls).toBeLessThanOrEqual(2);
  expect(tokens).toBeLessThanOrEqual(12_000);
});
