import { expect, test } from 'vitest';
import { ask } from './ask.ts';
import { funnels } from './funnels.ts';

test.each(funnels)('$asks', async (question) => {
  const { calls, requests, tokens } = await ask(question);
  expect(calls).toBe(1);
  expect(requests).toBeLessThanOrEqual(20);
  expect(tokens).toBeLessThanOrEqual(7_000);
});

test('there are ten', () => expect(new Set(funnels.map(({ asks }) => asks)).size).toBe(10));
