import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newSecret } from '../../src/http/sign-in/seal.ts';
import { openSignInStore } from '../../src/http/sign-in/sign-in-place.ts';
import { signInKey } from '../../src/http/sign-in/sign-in-store.ts';
import { openSharedRecords, type SharedRecords } from '../../src/redis/shared-records.ts';
import { realClock } from '../../src/tool/clock.ts';
import { ask, callTool } from '../http/front.ts';
import {
  authorizationUrl,
  codeForm,
  createBrowser,
  freePort,
  newClientId,
  people,
  postForm,
  redirect,
  type Signing,
  startSigning,
} from '../http/sign-in/signing.ts';
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts';

const [first, second] = [newSecret(), newSecret()];
const later = () => Date.now() + 600_000;

describe.skipIf(!hasRedis)('sign-ins in Redis (redis-server)', () => {
  let server: RedisServer;
  let redis: Redis;
  const opened: { close(): Promise<unknown> }[] = [];

  beforeAll(async () => {
    server = await startRedis();
    redis = server.client();
  });
  beforeEach(async () => {
    await redis.flushall();
  });
  afterAll(async () => {
    await Promise.all(opened.map((each) => each.close()));
    await server.close();
  });

  const open = () => {
    const shared = openSharedRecords(server.url, realClock);
    opened.push(shared);
    return shared;
  };
  const logged: string[] = [];
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (_: object, text: string) => void logged.push(text),
  };
  const openStore = (secrets = [first], shared: SharedRecords = open()) =>
    openSignInStore({ place: { kind: 'shared', shared }, secrets, clock: realClock, log });

  /** Servers at addresses of their own that all are the one of the first, as behind a proxy. */
  async function startReplicas(count: number): Promise<Signing[]> {
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    const issuer = `http://127.0.0.1:${ports[0]}`;
    const all = await Promise.all(
      ports.map((port) =>
        startSigning({ port, issuer, secrets: [first], place: { kind: 'shared', shared: open() } }),
      ),
    );
    opened.push(...all);
    return all;
  }

  const call = async ({ port }: Signing, token: unknown) => {
    const headers = { Authorization: `Bearer ${String(token)}` };
    return (await callTool(`http://127.0.0.1:${port}`, 'list_users', {}, { headers })).status;
  };
  const tokenAt = ({ port }: Signing, form: Readonly<Record<string, string>>) =>
    postForm(`http://127.0.0.1:${port}/token`, form);

  /** Signs in, each step at another one. */
  async function signIn([one, two, three, four]: readonly Signing[]) {
    if (one === undefined || two === undefined || three === undefined || four === undefined)
      throw new Error('four are needed');
    const at = (url: string, { port }: Signing) => url.replace(/:\d+/, `:${port}`);
    const clientId = await newClientId(four);
    const { url, verifier } = authorizationUrl(one, clientId, redirect);
    const browser = createBrowser();
    const page = await browser.load(at(url, two));
    const elsewhere = { ...page, url: at(page.url, three) };
    const done = await browser.submit(elsewhere, people.dana);
    const back = await browser.load(at(browser.linkIn(done), four));
    const form = codeForm(new URL(back.headers.location ?? ''), verifier, clientId);
    const { status, body } = await tokenAt(one, form);
    expect(status).toBe(200);
    const refresh = (token: unknown) => ({
      grant_type: 'refresh_token',
      refresh_token: String(token),
      client_id: clientId,
    });
    return { body, refresh, form };
  }

  test('each step of a sign-in, each call and each renewal can be at another of four servers', async () => {
    const replicas = await startReplicas(4);
    const [one, two, three, four] = replicas;
    if (one === undefined || two === undefined || three === undefined || four === undefined) return;
    const { body, refresh, form } = await signIn(replicas);
    for (const each of replicas) expect(await call(each, body.access_token)).toBe(200);
    const renewed = await tokenAt(two, refresh(body.refresh_token));
    for (const each of replicas) expect(await call(each, renewed.body.access_token)).toBe(200);

    // Nothing can be read in Redis.
    const keys = await redis.keys('*');
    const texts = await Promise.all(
      keys.map(async (key) => [key, await redis.dump(key), await redis.hgetall(key).catch(() => '')]),
    );
    const all = JSON.stringify(texts);
    for (const secret of [people.dana.key, people.dana.email, 'dana', 'Dana', 'Account', 'client.example'])
      expect(all).not.toContain(secret);
    for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);

    // A code that comes again, at another server, ends what it gave.
    expect((await tokenAt(three, form)).status).toBe(400);
    await wait(1_000);
    for (const each of replicas) expect(await call(each, renewed.body.access_token)).toBe(401);
    expect((await tokenAt(four, refresh(renewed.body.refresh_token))).status).toBe(400);
  });

  test('one refresh token at four servers at once: used once at most, and that ends for all', async () => {
    const replicas = await startReplicas(4);
    const { body, refresh } = await signIn(replicas);
    const answers = await Promise.all(replicas.map((each) => tokenAt(each, refresh(body.refresh_token))));
    const won = answers.filter(({ status }) => status === 200);
    expect(won.length).toBeLessThanOrEqual(1);
    expect(answers.filter(({ status }) => status === 400).length).toBe(4 - won.length);
    await wait(1_000);
    for (const each of replicas) {
      expect(await call(each, body.access_token)).toBe(401);
      for (const { body: given } of won) {
        expect(await call(each, given.access_token)).toBe(401);
        expect((await tokenAt(each, refresh(given.refresh_token))).status).toBe(400);
      }
    }
  });

  test('what is revoked at one of four servers is refused by all', async () => {
    const replicas = await startReplicas(4);
    const { body, form } = await signIn(replicas);
    for (const each of replicas) expect(await call(each, body.access_token)).toBe(200);
    const token = { token: String(body.access_token), client_id: form.client_id };
    await postForm(`http://127.0.0.1:${replicas[1]?.port}/revoke`, token);
    await wait(1_000);
    for (const each of replicas) expect(await call(each, body.access_token)).toBe(401);
  });

  test('without Redis the answer is 503, and nobody is signed out', async () => {
    await server.kill();
    const [down] = await startReplicas(1);
    await server.start();
    const replicas = await startReplicas(4);
    const { body, refresh } = await signIn(replicas);
    await server.kill();
    await wait(1_000);
    for (const each of replicas) {
      expect(await call(each, body.access_token)).toBe(503);
      expect((await tokenAt(each, refresh(body.refresh_token))).status).toBe(503);
    }
    const { status, text, headers } = await ask(`http://127.0.0.1:${replicas[0]?.port}/sign-in/x`);
    expect([status, headers['retry-after']]).toEqual([503, '15']);
    expect(text).toContain('Sign-ins cannot be checked right now');
    await server.start();
    const status_ = async () => (down === undefined ? 0 : call(down, 'nobody'));
    // It started while Redis was away.
    await expect.poll(status_).toBe(401);
  });

  test('what has been changed, used or ended is known elsewhere; what is over, is forgotten', async () => {
    const [one, two] = [await openStore(), await openStore()];
    one.put('Grant', 'g', { n: 1 }, later());
    one.put('Interaction', 'over', {}, Date.now() + 1);
    await one.saved();
    await two.current(0);
    expect(two.find('Grant', 'g')?.value).toEqual({ n: 1 });
    two.put('Grant', 'g', { n: 2 }, later());
    one.remove(signInKey('Grant', 'g'));
    await one.saved();
    await wait(2);
    // What was ended meanwhile is not put back.
    await two.saved();
    await Promise.all([one, two].map((each) => each.current(0)));
    expect([one.find('Grant', 'g'), two.find('Grant', 'g')]).toEqual([undefined, undefined]);
    expect(await redis.hlen('copper-mcp:sign-ins')).toBe(0);
    expect(await one.claim('RefreshToken', 't')).toBe(true);
    expect(await two.claim('RefreshToken', 't')).toBe(false);
  });

  test('whoever has missed more changes than are remembered, or everything, reads all of it', async () => {
    const [one, two] = [await openStore(), await openStore()];
    for (let at = 0; at < 1_500; at++) one.put('Client', `c${at}`, { at }, later() + at);
    await one.saved();
    await two.current(0);
    expect([two.list('Client').length, two.list('Client')[7]?.value]).toEqual([1_500, { at: 7 }]);
    expect(await redis.zcard('copper-mcp:sign-ins:changes')).toBe(1_000);
    await redis.flushall();
    one.put('Client', 'new', {}, later());
    await one.saved();
    await Promise.all([one, two].map((each) => each.current(0)));
    expect([one.list('Client').length, two.list('Client').length]).toEqual([1, 1]);
  });

  test('a new secret takes over, record by record; without the old one nothing is opened', async () => {
    const one = await openStore();
    for (let at = 0; at < 600; at++) one.put('Account', `a${at}`, {}, later());
    await one.saved();
    await expect(openStore([second])).rejects.toThrow('was sealed with another secret');
    await openStore([second, first]);
    expect((await openStore([second])).list('Account')).toHaveLength(600);
    await expect(openStore([first])).rejects.toThrow('was sealed with another secret');
    // One that only has the old secret cannot go on: it says so, and forgets nobody.
    await expect(one.current(0)).rejects.toThrow('was sealed with another secret');
    expect(one.find('Account', 'a7')).toBeDefined();
  });

  test.each<[string, (field: string, other: string) => Promise<unknown>]>([
    ['torn', async (field) => redis.hset('copper-mcp:sign-ins', field, 'copper-mcp-sign-ins 1 a')],
    [
      'under the name of another',
      async (field, other) =>
        redis.hset('copper-mcp:sign-ins', field, (await redis.hget('copper-mcp:sign-ins', other)) ?? ''),
    ],
  ])('a record that is %s prevents a start, and stays as it is', async (_, change) => {
    const one = await openStore();
    one.put('Account', 'a', {}, later());
    one.put('Account', 'b', {}, later());
    await one.saved();
    const [field = '', other = ''] = await redis.hkeys('copper-mcp:sign-ins');
    await change(field, other);
    const before = await redis.hget('copper-mcp:sign-ins', field);
    await expect(openStore()).rejects.toThrow('is damaged');
    expect(await redis.hget('copper-mcp:sign-ins', field)).toBe(before);
  });

  test('a Redis that is full: what could not be kept has not happened', async () => {
    const one = await openStore();
    one.put('Account', 'a', {}, later());
    await one.saved();
    await redis.config('SET', 'maxmemory', '1');
    try {
      one.put('Account', 'b', {}, later());
      one.remove(signInKey('Account', 'a'));
      await expect(one.saved()).rejects.toThrow('OOM');
      await one.current(0);
      expect([one.find('Account', 'a') === undefined, one.find('Account', 'b')]).toEqual([false, undefined]);
    } finally {
      await redis.config('SET', 'maxmemory', '0');
    }
  });
});
