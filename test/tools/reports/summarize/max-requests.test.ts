import { expect, test } from 'vitest';
import { openTestClient } from '../../test-client.ts';

const client = await openTestClient();
const input = { what: 'leads', by: 'status' };

test.each([1, 1_000])('a report may be given %i requests', async (max_requests) => {
  const { text } = await client.call('summarize', { ...input, max_requests });
  expect(text).not.toMatch(/^invalid_input: max_requests /);
});

test.each([0, 1_001, 1.5])('a report cannot be given %d requests', async (max_requests) => {
  expect(await client.error('summarize', { ...input, max_requests })).toMatch(
    /^invalid_input: max_requests /,
  );
});
