import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newSecret } from '../../src/http/sign-in/seal.ts';
import { openSignInStore } from '../../src/http/sign-in/sign-in-place.ts';
import { signInKey } from '../../src/http/sign-in/sign-in-store.ts';
import { openSharedRecords } from '../../src/redis/shared-records.ts';
import { realClock } from '../../src/tool/clock.ts';
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts';

const secret = newSecret();
const later = () => Date.now() + 600_000;
const [records, changes, state] = ['', ':changes', ':state'].map((end) => `copper-mcp:sign-ins${end}`);

describe.skipIf(!hasRedis)('a Redis that forgets sign-ins, or has something else in their place', () => {
  let server: RedisServer;
  let redis: Redis;
  const logged: string[] = [];
  const opened: { close(): Promise<unknown> }[] = [];
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (_: object, text: string) => void logged.push(text),
  };
  async function open() {
    const shared = openSharedRecords(server.url, realClock);
    opened.push(shared);
    return openSignInStore({ place: { kind: 'shared', shared }, secrets: [secret], clock: realClock, log });
  }

  beforeAll(async () => {
    server = await startRedis();
    redis = server.client();
  });
  beforeEach(async () => {
    await redis.flushall();
    logged.length = 0;
  });
  afterAll(async () => {
    await Promise.all(opened.map((each) => each.close()));
    await server.close();
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a string for the records', () => redis.set(`${records}`, 'x')],
    ['a list for the records', () => redis.multi().del(`${records}`).rpush(`${records}`, 'x').exec()],
    ['a string for the changes', () => redis.set(`${changes}`, 'x')],
    ['a set for the changes', () => redis.multi().del(`${changes}`).sadd(`${changes}`, 'x').exec()],
    ['a string for the state', () => redis.set(`${state}`, 'x')],
    ['a version that is text', () => redis.hset(`${state}`, 'version', 'abc')],
    ['a version that is empty', () => redis.hset(`${state}`, 'version', '')],
    ['a version without end', () => redis.hset(`${state}`, 'version', 'inf')],
    ['a version that is no number', () => redis.hset(`${state}`, 'version', 'nan')],
    ['a negative version', () => redis.hset(`${state}`, 'version', '-5')],
    ['a version with a fraction', () => redis.hset(`${state}`, 'version', '1.5')],
    ['the last version there can be', () => redis.hset(`${state}`, 'version', '9223372036854775807')],
    ['a floor that is text', () => redis.hset(`${state}`, 'floor', 'zzz')],
    ['a floor without end', () => redis.hset(`${state}`, 'floor', 'inf')],
    ['no state', () => redis.del(`${state}`)],
    ['no changes', () => redis.del(`${changes}`)],
    ['no records', () => redis.del(`${records}`)],
    ['changes of all times', () => redis.zadd(`${changes}`, 'inf', 'a', '-inf', 'b', 'inf', 'c')],
    ['nothing', () => redis.flushall()],
  ])('%s: what is changed from then on is kept, and known elsewhere', async (_, lie) => {
    const [one, two] = [await open(), await open()];
    for (let at = 0; at < 3; at++) one.put('Account', `old${at}`, {}, later());
    await one.saved();
    await two.current(0);
    await lie();
    for (let at = 0; at < 7; at++) one.put('Account', `new${at}`, { at }, later());
    await one.saved();
    await two.current(0);
    const known = two.list('Account').flatMap(({ value }) => value.at ?? []);
    expect(known.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    two.remove(signInKey('Account', 'new5'));
    await two.saved();
    await one.current(0);
    expect([one.find('Account', 'new5'), one.find('Account', 'new6')?.value]).toEqual([undefined, { at: 6 }]);
    expect(logged).toEqual([]);
  });

  test('one after it was emptied is another one, also for a server that was there before and missed it', async () => {
    const [one, two] = [await open(), await open()];
    one.put('Account', 'a', {}, later());
    await one.saved();
    await two.current(0);
    await redis.flushall();
    for (let at = 0; at < 5; at++) {
      one.put('AccessToken', `t${at}`, {}, later());
      await one.saved();
    }
    await two.current(0);
    expect([two.list('AccessToken').length, two.find('Account', 'a')]).toEqual([5, undefined]);
  });
});
