import { expect, test } from 'vitest';
import { ask } from './ask.ts';
import { followUpQuestions } from './follow-ups.ts';
import { hygieneQuestions } from './tidying.ts';

test.each([...followUpQuestions, ...hygieneQuestions])('$asks', async (question) => {
  const { calls, requests, tokens } = await ask(question);
  expect(calls).toBe(1);
  expect(requests).toBeLessThanOrEqual(80);
  expect(tokens).toBeLessThanOrEqual(8_000);
});

test('there are ten of each', () => {
  expect(new Set(followUpQuestions.map(({ asks }) => asks)).size).toBe(10);
  expect(new Set(hygieneQuestions.map(({ asks }) => asks)).size).toBe(10);
});
