import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpProcess, startHttp } from '../../scripts/bench/http-process.ts';
import { builtFile } from '../../scripts/built.ts';
import { clients } from '../mcp/clients.ts';
import { hasRedis, startRedis } from '../redis/redis-server.ts';
import { bareEnv } from '../scenarios/server-process.ts';

let server: HttpProcess;

beforeAll(async () => {
  server = await startHttp([builtFile, 'http', '--port', '0', '--sandbox']);
});

afterAll(() => server.close());

/** What is left out of the bundle is missing only here: every other test of these parts runs on the sources. */
describe.each(Object.entries(clients))('the bundle and %s', (_, { version, connect }) => {
  const stdio = { command: process.execPath, args: [builtFile, '--sandbox'], env: bareEnv() };

  test.each([
    ['stdio', () => stdio],
    ['HTTP', () => ({ url: server.url })],
  ])('over %s', async (_, where) => {
    const client = await connect(where());
    try {
      expect(client.version).toBe(version);
      expect(await client.list()).toContain('search_people');
      expect(await client.call('list_users', { limit: 1 })).toMatchObject({
        content: [{ type: 'text', text: expect.stringMatching(/^users 1-1 of 12/) }],
      });
    } finally {
      await client.close();
    }
  });
});

test('the bundle counts what it did', async () => {
  const response = await fetch(new URL('/metrics', server.url));
  expect(await response.text()).toMatch(
    /^copper_mcp_call_duration_seconds_bucket\{.*tool="list_users"\} \d/m,
  );
});

test('the bundle reaches Copper over the network', async () => {
  const copper = await startHttp([builtFile, 'sandbox', '--port', '0']);
  const settings = {
    COPPER_API_BASE_URL: copper.url,
    COPPER_API_KEY: 'any',
    COPPER_USER_EMAIL: 'dana.li@example.com',
  };
  const live = await startHttp([builtFile, 'http', '--port', '0'], settings);
  const client = await clients['sdk 1.32'].connect({ url: live.url });
  try {
    expect(await client.call('search_people', { limit: 1 })).toMatchObject({ isError: false });
  } finally {
    await client.close();
    await live.close();
    await copper.close();
  }
});

test.skipIf(!hasRedis)('the bundle shares its limit through Redis (redis-server)', async () => {
  const redis = await startRedis();
  const plain = redis.client();
  // Of the client's commands, a connection with a password to another database sends the most.
  await plain.config('SET', 'requirepass', 'secret');
  await plain.select(3);
  const shared = await startHttp([builtFile, 'http', '--port', '0', '--sandbox'], {
    COPPER_REDIS_URL: `${redis.url.replace('//', '//:secret@')}/3`,
  });
  const client = await clients['sdk 1.32'].connect({ url: shared.url });
  try {
    await client.call('list_users', { limit: 1 });
    const keys = await plain.keys('copper-mcp:window:*');
    expect(keys.filter((key) => !key.endsWith(':reserve'))).toHaveLength(1);
  } finally {
    await client.close();
    await shared.close();
    await redis.close();
  }
});

test('a reply that makes undici assert something does not make Node read the bundle', async () => {
  const undici = readdirSync(join(dirname(builtFile), 'parts')).filter((name) => name.startsWith('undici-'));
  expect(undici).toHaveLength(1);
  const [part = ''] = undici;
  const text = readFileSync(join(dirname(builtFile), 'parts', part), 'utf8');
  expect(text).toContain('an assertion of undici failed');
  expect(text).not.toMatch(/["']node:assert["']/);
});
