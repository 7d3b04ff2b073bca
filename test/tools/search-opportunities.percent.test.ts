import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();

test.each(['0..100', '100', '0..', '..100'])('a probability of %s is within its range', async (value) => {
  const { isError } = await client.call('search_opportunities', {
    filters: [{ name: 'win_probability', value }],
  });
  expect(isError).toBe(false);
});

test.each(['100.5..', '..101', '-1..50'])('a probability of %s is outside of its range', async (value) => {
  const input = { filters: [{ name: 'win_probability', value }] };
  expect(await client.error('search_opportunities', input)).toMatch(/^invalid_input: win_probability /);
});
