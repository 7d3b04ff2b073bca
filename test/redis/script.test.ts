import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSnapshot, stepArguments, type WindowStep, windowScript } from '../../src/redis/script.ts';
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts';

describe.skipIf(!hasRedis)(
  'the window script on a real redis-server (skipped where none is installed)',
  () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedis();
    });
    afterAll(() => server.close());

    /** A process with its own connection. */
    function client(key: string, who: string, redis: Redis = server.client()) {
      return async (part: Partial<WindowStep>) => {
        const step = {
          windowMs: 60_000,
          limit: 3,
          wanted: 0,
          who,
          firstNumber: 0,
          untrustedLimit: 9,
          ...part,
        };
        return readSnapshot(await redis.eval(windowScript, 1, key, ...stepArguments(step)), step);
      };
    }

    test('grants what is free, then says when each slot will be', async () => {
      const step = client('grants', 'a');
      await step({});
      await server.client().zadd('grants', '0', '!');
      expect(await step({ wanted: 2, firstNumber: 1 })).toMatchObject({
        granted: 2,
        used: 2,
        freeIn: [60_000, 60_000],
      });
      const two = [
        [1, 60_000],
        [2, 60_000],
      ] as const;
      expect(await step({ wanted: 2, firstNumber: 3, starts: two })).toMatchObject({ granted: 1, used: 3 });
      const [one] = two;
      expect(await step({ wanted: 1, firstNumber: 4, starts: [one, [2, 1000], [3, 500]] })).toMatchObject({
        granted: 0,
        used: 3,
        freeIn: [500, 1000, 60_000],
      });
    });

    test('a start counts as long as its process tells it; one whose answer is outstanding is left alone', async () => {
      const step = client('ends', 'a');
      await step({ wanted: 3, firstNumber: 1 });
      expect((await step({ firstNumber: 2, starts: [[1, 9]] })).used).toBe(3);
      expect((await step({ firstNumber: 2 })).used).toBe(2);
      expect((await step({})).used).toBe(0);
    });

    test('a process tells all its starts, and only its own', async () => {
      const [a, b] = [client('anew', 'a'), client('anew', 'b')];
      await a({ wanted: 2, firstNumber: 1 });
      await b({ wanted: 1, firstNumber: 1 });
      const starts = [
        [7, 500],
        [8, 60_000],
      ] as const;
      expect((await a({ starts })).used).toBe(3);
      expect(await server.client().zrange('anew', '0', '-1')).toEqual(['a:7', '!', 'b:1', 'a:8']);
    });

    test('the window of an account that nobody asks for is forgotten after a day', async () => {
      await client('forgotten', 'a')({ wanted: 1 });
      const left = await server.client().pttl('forgotten');
      expect(left).toBeGreaterThan(86_300_000);
      expect(left).toBeLessThanOrEqual(86_400_000);
    });

    // Scores in microseconds from now: what a neighbour writes, and what a clock that jumped leaves behind.
    const hour = 3_600_000_000;
    test.each<[string, (redis: Redis, key: string, now: number) => Promise<unknown>]>([
      ['infinity', (redis, key) => redis.zadd(key, 'inf', 'b:1')],
      ['minus infinity', (redis, key) => redis.zadd(key, '-inf', 'b:1')],
      ['an hour ahead', (redis, key, now) => redis.zadd(key, now + hour, 'b:1')],
      ['an hour ago', (redis, key, now) => redis.zadd(key, now - hour, 'b:1')],
      ['a century ahead', (redis, key, now) => redis.zadd(key, now + 876_600 * hour, 'b:1')],
      ['a name that is none of ours', (redis, key) => redis.zadd(key, 'inf', 'what is this')],
      ['an empty name', (redis, key) => redis.zadd(key, 'inf', '')],
      ['a questioned start of a questioned start', (redis, key) => redis.zadd(key, 'inf', '??b:1')],
      ['a start of this process that it never made', (redis, key) => redis.zadd(key, 'inf', 'a:77')],
      ['one of this process without a number', (redis, key) => redis.zadd(key, 'inf', 'a:x')],
      ['the mark of the window at infinity', (redis, key) => redis.zadd(key, 'inf', '!')],
      ['the mark of the window at minus infinity', (redis, key) => redis.zadd(key, '-inf', '!')],
      ['a string in place of the window', (redis, key) => redis.set(key, 'text')],
      ['a list in place of the window', (redis, key) => redis.multi().del(key).rpush(key, 'a', 'b').exec()],
      ['a hash in place of the window', (redis, key) => redis.multi().del(key).hset(key, 'a', 'b').exec()],
      ['nothing', (redis, key) => redis.del(key)],
    ])('%s: blocks nobody for longer than a window', async (name, write) => {
      const redis = server.client();
      const key = `lie:${name}`;
      const step = client(key, 'a', redis);
      const part = { windowMs: 200, limit: 1, untrustedLimit: 1, firstNumber: 1 };
      const { now } = await step(part);
      await write(redis, key, now * 1000);
      const seen = await step(part);
      expect(Math.max(0, ...seen.freeIn)).toBeLessThanOrEqual(200);
      // Two steps, as a start that is overdue is questioned first.
      await wait(210);
      await step(part);
      await wait(210);
      expect(await step({ ...part, wanted: 1 })).toMatchObject({ granted: 1, used: 1 });
    });

    test.each(['inf', '-inf', '-1e300', '1e300', '-1', '0'])(
      'a reserve that was free at %s is an answer that can be read',
      async (score) => {
        const redis = server.client();
        const key = `reserve:${score}`;
        const step = client(key, 'a', redis);
        const part = { limit: 2, reserved: 1, starts: [[1, 60_000]] as const };
        await step(part);
        await redis.zadd(`${key}:reserve`, score, '!');
        const { reserveInUseMs } = await step(part);
        expect(reserveInUseMs).toBeGreaterThanOrEqual(0);
        expect(reserveInUseMs).toBeLessThanOrEqual(120_000);
      },
    );

    test('a window that is new, or whose clock is not as expected, grants only the untrusted limit', async () => {
      const step = client('trust', 'a');
      const part = { limit: 9, untrustedLimit: 2, wanted: 5, firstNumber: 1 };
      const first = await step(part);
      expect(first).toMatchObject({ granted: 2, closedMs: 3000 });
      await server.client().zadd('trust', '0', '!');
      const expected = first.now;
      expect(await step({ ...part, expected })).toMatchObject({ granted: 5, closedMs: 0 });
      expect(await step({ ...part, expected: expected - 3_600_000 })).toMatchObject({ granted: 2 });
    });

    test('more than the limit may be held when processes come back; nothing is granted until it is not', async () => {
      const [a, b] = [client('over', 'a'), client('over', 'b')];
      await a({
        starts: [
          [1, 200],
          [2, 300],
          [3, 400],
        ],
      });
      const seen = await b({
        wanted: 1,
        firstNumber: 9,
        starts: [
          [1, 500],
          [2, 600],
        ],
      });
      expect(seen).toMatchObject({ granted: 0, used: 5 });
    });

    test('many processes at once never hold more than the limit, by the clock of Redis', async () => {
      const [limit, windowMs, processes] = [7, 120, 6];
      const taken: { from: number; to: number }[] = [];

      async function run(who: string): Promise<void> {
        const step = client('busy', who);
        const ends = new Map<number, number>();
        const held = () => {
          const left = [...ends].map(([number, end]) => [number, end - Date.now()] as const);
          return left.filter(([, ms]) => ms > 0);
        };
        for (let firstNumber = 1, rounds = 0; rounds < 120; rounds++) {
          const wanted = randomInt(1, 5);
          const got = await step({ windowMs, limit, wanted, firstNumber, starts: held() });
          const mine = Array.from({ length: got.granted }, (_, at) => firstNumber + at);
          firstNumber += wanted;
          await wait(randomInt(0, 6));
          for (const number of mine) ends.set(number, Date.now() + windowMs);
          await step({ windowMs, limit, starts: held() });
          for (const number of mine) taken.push({ from: got.now, to: ends.get(number) ?? 0 });
        }
      }

      await Promise.all(Array.from({ length: processes }, (_, at) => run(`p${at}`)));
      expect(taken.length).toBeGreaterThan(limit * 3);
      for (const { from: at } of taken) {
        expect(taken.filter(({ from, to }) => from <= at && at < to).length).toBeLessThanOrEqual(limit);
      }
    });
  },
);
