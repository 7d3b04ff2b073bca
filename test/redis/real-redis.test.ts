import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { demand, limit, replicas } from './demand.ts';
import { hasRedis, type RedisServer, startRedis, until } from './redis-server.ts';

/** A test with a redis-server and busy processes of its own; skipped where no redis-server is installed. */
function busyTest(
  name: string,
  work: (server: RedisServer, busy: ReturnType<typeof demand>) => Promise<void>,
): void {
  test.skipIf(!hasRedis).concurrent(`${name} (redis-server)`, async () => {
    const server = await startRedis();
    const busy = demand(server.url);
    try {
      await until(() => busy.starts.length > 2 * limit);
      await work(server, busy);
    } finally {
      await busy.end();
      await server.close();
    }
  });
}

const share = limit / replicas;
const down = 'Redis is unavailable: until it is back, each process uses only its share of the limit';
const back = 'Redis is back: the limit is shared again';

busyTest(
  'together they use the whole limit and never more; Redis sees no credential',
  async (server, busy) => {
    await until(() => busy.starts.length > 4 * limit && busy.most() >= limit);
    expect(busy.most()).toBe(limit);
    expect(busy.failures).toEqual([]);
    const keys = await server.client().keys('*');
    expect(keys.toSorted()).toEqual([
      'copper-mcp:probe',
      'copper-mcp:probe:reserve',
      expect.stringMatching(/^copper-mcp:window:[\w-]{43}$/),
      expect.stringMatching(/^copper-mcp:window:[\w-]{43}:reserve$/),
    ]);
    expect(busy.logged).toEqual([]);
  },
);

busyTest(
  'Redis is killed and started again: no call fails, and each uses only its share meanwhile',
  async (server, busy) => {
    await server.kill();
    await until(() => busy.all(false), 2000);
    const before = busy.starts.length;
    await until(() => busy.starts.length > before + 2 * limit);
    expect(busy.logged).toEqual([down, down]);
    await server.start();
    await until(() => busy.all(true));
    const after = busy.starts.length;
    await until(() => busy.starts.length > after + 5 * limit);
    expect(busy.logged).toEqual([down, down, back, back]);
    expect(busy.failures).toEqual([]);
    expect(busy.most()).toBeLessThanOrEqual(limit + share);
  },
);

busyTest(
  'a Redis that stops answering is given up within a second, and used again when it answers',
  async (server, busy) => {
    await server.client().call('CLIENT', 'PAUSE', '1500', 'ALL');
    await until(() => busy.all(false), 5000);
    await until(() => busy.all(true));
    const after = busy.starts.length;
    await until(() => busy.starts.length > after + 2 * limit);
    expect(busy.failures).toEqual([]);
    expect(busy.most()).toBeLessThanOrEqual(limit + share);
  },
);

busyTest('a Redis that is full fails no call, and no window is exceeded', async (server, busy) => {
  const admin = server.client();
  await admin.config('SET', 'maxmemory-policy', 'noeviction');
  await admin.config('SET', 'maxmemory', '1');
  await expect(admin.set('something', 'else')).rejects.toThrow('OOM');
  const before = busy.starts.length;
  await until(() => busy.starts.length > before + 3 * limit);
  await admin.config('SET', 'maxmemory', '0');
  await until(() => busy.all(true));
  expect(busy.failures).toEqual([]);
  expect(busy.most()).toBeLessThanOrEqual(limit + share);
});

busyTest('a Redis that refuses to write counts as down until it writes again', async (server, busy) => {
  const admin = server.client();
  await admin.config('SET', 'min-replicas-to-write', '1');
  await until(() => busy.all(false), 2000);
  const before = busy.starts.length;
  await until(() => busy.starts.length > before + 2 * limit);
  expect(busy.logged).toEqual([down, down]);
  await admin.config('SET', 'min-replicas-to-write', '0');
  await until(() => busy.all(true));
  expect(busy.failures).toEqual([]);
  expect(busy.most()).toBeLessThanOrEqual(limit + share);
});

busyTest('a Redis that has forgotten the script learns it again', async (server, busy) => {
  await until(() => busy.starts.length > limit);
  await server.client().script('FLUSH');
  const before = busy.starts.length;
  await until(() => busy.starts.length > before + limit);
  expect(busy.all(true)).toBe(true);
  expect(busy.most()).toBe(limit);
});

/** Moves all ends by some microseconds: what a clock of Redis that jumps the other way does to them. */
const shift = `for _, key in ipairs(redis.call('KEYS', 'copper-mcp:window:*')) do
  local all = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  for at = 1, #all, 2 do redis.call('ZADD', key, all[at + 1] + ARGV[1], all[at]) end
end`;
const every = (command: string) =>
  `for _, key in ipairs(redis.call('KEYS', 'copper-mcp:window:*')) do ${command} end`;
const hour = 3_600_000_000;

for (const [name, lie] of Object.entries<(redis: Redis) => Promise<unknown>>({
  'forgets everything': (redis) => redis.flushall(),
  'forgets one account': (redis) => redis.eval(every(`redis.call('DEL', key)`), 0),
  'has a clock that goes an hour ahead': (redis) => redis.eval(shift, 0, -hour),
  'has a clock that goes an hour back': (redis) => redis.eval(shift, 0, hour),
  'has a clock that goes a little ahead': (redis) => redis.eval(shift, 0, -50_000),
  'has a clock that goes a little back': (redis) => redis.eval(shift, 0, 150_000),
  'has starts that never end': (redis) =>
    redis.eval(every(`for at = 1, 20 do redis.call('ZADD', key, 'inf', 'x:' .. at) end`), 0),
  'has starts that ended before all time': (redis) =>
    redis.eval(every(`for at = 1, 20 do redis.call('ZADD', key, '-inf', 'x:' .. at) end`), 0),
  'has a string in place of the account': (redis) => redis.eval(every(`redis.call('SET', key, 'x')`), 0),
  'is emptied of keys to save memory': async (redis) => {
    await redis.config('SET', 'maxmemory-policy', 'allkeys-random');
    await redis.config('SET', 'maxmemory', '1');
    await wait(50);
    await redis.config('SET', 'maxmemory', '0');
  },
  'is a replica for a moment': async (redis) => {
    await redis.replicaof('127.0.0.1', '1');
    await wait(50);
    await redis.replicaof('NO', 'ONE');
  },
  'drops all connections': (redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
})) {
  busyTest(`a Redis that ${name}: at most one share too many, and work goes on`, async (server, busy) => {
    const admin = server.client();
    for (let round = 1; round <= 3; round++) {
      await lie(admin);
      const before = busy.starts.length;
      await until(() => busy.starts.length > before + limit);
    }
    await until(() => busy.all(true));
    expect(busy.failures).toEqual([]);
    expect(busy.most()).toBeLessThanOrEqual(limit + share);
  });
}

test.skipIf(!hasRedis)('where no Redis ever was, calls go on with their share', async () => {
  const server = await startRedis();
  await server.close();
  const busy = demand(server.url);
  try {
    await until(() => busy.starts.length > 2 * limit);
    expect(busy.failures).toEqual([]);
    expect(busy.most()).toBeLessThanOrEqual(limit);
    expect(busy.logged).toHaveLength(replicas);
  } finally {
    await busy.end();
  }
});
