import { expect, test } from 'vitest';
import { createPositionCache } from '../../src/sandbox/world-index.ts';
import { found, NOW, sandboxAt } from './ask.ts';

test('a result is found once and forgotten when eight others were asked for since', () => {
  const results = createPositionCache(8);
  const asked: string[] = [];
  const ask = (key: string) =>
    results(key, () => {
      asked.push(key);
      return [key.length];
    });
  expect([ask('a'), ask('bb'), ask('a')]).toEqual([[1], [2], [1]]);
  expect(asked).toEqual(['a', 'bb']);
  for (const key of 'cdefghi') ask(key);
  ask('a');
  ask('bb');
  expect(asked.join('')).toBe('abbcdefghibb');
});

test('users do not share what they follow', async () => {
  const sandbox = sandboxAt();
  const followed = async (user: string) => {
    const headers = {
      'X-PW-AccessToken': 'key',
      'X-PW-Application': 'developer_api',
      'X-PW-UserEmail': `${user}@example.com`,
    };
    const request = new Request('https://api.copper.com/developer_api/v1/people/search', {
      method: 'POST',
      headers,
      body: '{"followed":1}',
    });
    return Number((await sandbox.send(request)).headers.get('x-pw-total'));
  };
  const { followers, people, users } = sandbox.world;
  const count = (name: string) => {
    const id = users.find((user) => user.name === name)?.id ?? 0;
    return people.filter((person) => followers.get(`person ${person.id}`)?.has(id)).length;
  };
  expect([await followed('dana.li'), await followed('jane.park')]).toEqual([
    count('Dana Li'),
    count('Jane Park'),
  ]);
});

test('age is counted from the time of the request', async () => {
  let now = NOW;
  const sandbox = sandboxAt({ now: () => now });
  const week = async () => (await found(sandbox, '/people/search', { age: 7 * 86_400 })).length;
  expect(await week()).toBeGreaterThan(0);
  now += 7 * 86_400_000;
  expect(await week()).toBe(0);
});
