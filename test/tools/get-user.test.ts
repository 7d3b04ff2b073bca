import { expect, test } from 'vitest';
import { openTestClient } from './test-client.ts';

const client = await openTestClient();

test('who am I?', async () => {
  const { requests, text } = await client.call('get_user', { id: 'me' });
  expect({ requests, text }).toMatchSnapshot();
});

test.each(['Jane Park', 'jane.park@example.com', '137669', 137669, 'park'])('finds %j', async (id) => {
  expect((await client.call('get_user', { id })).text.split('\n')[1]).toBe('id: 137669');
});

test('a first name that two users share is an error', async () => {
  expect(await client.error('get_user', { id: 'Jane' })).toBe(
    'unknown_name: "Jane" matches several users: Jane Park <jane.park@example.com>; Jane Smith <jane.smith@example.com>. Specify one.',
  );
});

test.each([
  ['Zorro', 'unknown_name: There is no user "Zorro". list_users lists all.'],
  ['Danna Li', 'unknown_name: There is no user "Danna Li". Nearest: Dana Li'],
  ['../pipelines', 'unknown_name: There is no user "../pipelines"'],
  ['99999999999999999999', 'unknown_name: There is no user "99999999999999999999"'],
  ['999', 'not_found: No user has this id. list_users lists all users.'],
])('%s: %s', async (id, text) => {
  expect(await client.error('get_user', { id })).toContain(text);
});

test('requires an id', async () => {
  expect(await client.error('get_user')).toBe('invalid_input: id is required (string).');
});
