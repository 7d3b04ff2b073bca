import { expect, test } from 'vitest';
import { column } from './shown.ts';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();

test('who is on the team?', async () => {
  const { requests, text } = await client.call('list_users');
  expect({ requests, text }).toMatchSnapshot();
});

test('part of a name needs no note', async () => {
  const table = await client.table('list_users', { name: 'jane' });
  expect(column(table, 'name')).toEqual(['Jane Park', 'Jane Smith']);
  expect(table.notes).toEqual([]);
});

test('pages by limit and offset', async () => {
  const { requests, text } = await client.call('list_users', { limit: 5, offset: 5 });
  expect(requests).toEqual(['POST /users/search {"page_number":2,"page_size":5}']);
  expect(text.split('\n')[0]).toBe('users 6-10 of 12, next: offset=10');
});

test('counts', async () => {
  expect((await client.call('list_users', { limit: 0 })).text).toBe(
    'users: 12 match (limit=0: counted only)',
  );
});

test('lowers a limit that is a little too high', async () => {
  const { notes } = await client.table('list_users', { limit: 300 });
  expect(notes).toEqual(['limit 300 was lowered to 200, the most rows in one answer; use offset for more.']);
});
