import { expect, test } from 'vitest';
import { openDoor } from './door.ts';

const door = await openDoor();

test.each(['0..100', '100', '0..', '..100'])('a probability of %s is within its range', async (value) => {
  const { isError } = await door.call('search_opportunities', {
    filters: [{ name: 'win_probability', value }],
  });
  expect(isError).toBe(false);
});

test.each(['100.5..', '..101', '-1..50'])('a probability of %s is outside of its range', async (value) => {
  const input = { filters: [{ name: 'win_probability', value }] };
  expect(await door.error('search_opportunities', input)).toMatch(/^invalid_input: win_probability /);
});
