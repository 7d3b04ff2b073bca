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
        const step = { windowMs: 60_000, limit: 3, wanted: 0, who, first: 1, ...part };
        return readSnapshot(await redis.eval(windowScript, 1, key, ...stepArguments(step)));
      };
    }

    test('grants what is free, then says when each slot will be', async () => {
      const step = client('grants', 'a');
      expect(await step({ wanted: 2 })).toMatchObject({ granted: 2, used: 2, freeIn: [60_000, 60_000] });
      expect(await step({ wanted: 2, first: 3 })).toMatchObject({ granted: 1, used: 3 });
      expect(await step({ wanted: 1, first: 4, starts: [[2, 1000]] })).toMatchObject({
        granted: 0,
        used: 3,
        freeIn: [1000, 60_000, 60_000],
      });
    });

    test('a start counts until one window after its reply, one that never happened not at all', async () => {
      const step = client('ends', 'a');
      await step({ wanted: 3 });
      expect((await step({ starts: [[1, 0]] })).used).toBe(2);
      await step({ starts: [[2, 30]] });
      await wait(40);
      expect((await step({})).used).toBe(1);
    });

    test('a process reports all its starts again, and only its own', async () => {
      const [a, b] = [client('anew', 'a'), client('anew', 'b')];
      await a({ wanted: 2 });
      await b({ wanted: 1 });
      const { used, freeIn } = await a({
        forget: true,
        starts: [
          [7, 500],
          [8, undefined],
        ],
      });
      expect({ used, freeIn }).toEqual({ used: 3, freeIn: [500, 60_000, 60_000] });
      expect(await server.client().zrange('anew', '0', '-1')).toEqual(['a:7', 'b:1', 'a:8']);
    });

    test('the window of an account that nobody asks for is forgotten', async () => {
      await client('forgotten', 'a')({ wanted: 1 });
      const left = await server.client().pttl('forgotten');
      expect(left).toBeGreaterThan(60_000);
      expect(left).toBeLessThanOrEqual(180_000);
    });

    test('more than the limit may be held when processes come back; nothing is granted until it is not', async () => {
      const [a, b] = [client('over', 'a'), client('over', 'b')];
      await a({
        forget: true,
        starts: [
          [1, 200],
          [2, 300],
          [3, 400],
        ],
      });
      const seen = await b({
        forget: true,
        wanted: 1,
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
        for (let first = 1, rounds = 0; rounds < 120; rounds++) {
          const wanted = randomInt(1, 5);
          const got = await step({ windowMs, limit, wanted, first });
          const mine = Array.from({ length: got.granted }, (_, at) => first + at);
          first += wanted;
          await wait(randomInt(0, 6));
          const ended = await step({ windowMs, limit, starts: mine.map((number) => [number, windowMs]) });
          for (const _ of mine) taken.push({ from: got.now, to: ended.now + windowMs });
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
