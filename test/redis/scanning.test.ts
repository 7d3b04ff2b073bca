import { expect, test } from 'vitest';
import { createPacer } from '../../src/copper/rate-limit/pacer.ts';
import { sharedQuota } from '../../src/redis/shared-quota.ts';
import type { RequestOptions } from '../../src/tool/request.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { manualClock } from '../manual-clock.ts';
import { fakeLink, fakeRedis } from './fake-redis.ts';

const windowMs = 60_000;
const minutes = 5;
const latency = 150;
const replicas = 4;

/** Four processes, each of which scans for some minutes with 8 requests in flight, and single calls of a fifth one. */
async function scanning(limit: number, { apartMs, betweenCalls }: { apartMs: number; betweenCalls: number }) {
  const clock = manualClock(0);
  const redis = fakeRedis(clock).known('account');
  redis.latency = 2;
  const starts: number[] = [];
  const pages = Array.from({ length: replicas }, () => 0);
  const waits: number[] = [];
  const errors: unknown[] = [];
  const stop = new AbortController();
  const askOf = (who: string, priority: RequestOptions['priority']) => {
    const { link } = fakeLink(redis, clock);
    const createQuota = sharedQuota({ link, key: 'account', who, replicas, clock });
    const pacer = createPacer({ limit, windowMs, maxWaitMs: 20_000, clock, createQuota });
    const send = pacer.pace(
      async () => {
        starts.push(clock.now());
        await clock.sleep(latency);
        return new Response('');
      },
      { priority, signal: stop.signal },
    );
    return () => send(new Request('https://copper.test/'));
  };

  async function scan(at: number): Promise<void> {
    const ask = askOf(`p${at}`, 'background');
    await clock.sleep(at * apartMs);
    const page = async () => {
      while (!stop.signal.aborted) {
        await ask().then(
          () => {
            pages[at] = (pages[at] ?? 0) + 1;
          },
          (error: unknown) => errors.push(error),
        );
      }
    };
    await Promise.all(Array.from({ length: 8 }, page));
  }

  async function call(): Promise<void> {
    const ask = askOf('calls', 'interactive');
    while (!stop.signal.aborted) {
      await clock.sleep(betweenCalls);
      const asked = clock.now();
      await ask();
      waits.push(clock.now() - asked - latency);
    }
  }

  const all = Promise.all([
    ...pages.map((_, at) => scan(at)),
    call().catch((error: unknown) => errors.push(error)),
  ]);
  await clock.advance(minutes * windowMs);
  stop.abort('over');
  await clock.advance(windowMs);
  await all;
  const most = Math.max(
    ...starts.map((end) => starts.filter((at) => at > end - windowMs && at <= end).length),
  );
  return { most, waits, pages, started: starts.length, errors: errors.filter((error) => error !== 'over') };
}

test.each([
  [180, { apartMs: 0, betweenCalls: 3000 }],
  [180, { apartMs: 1000, betweenCalls: 2000 }],
  [180, { apartMs: 20_000, betweenCalls: 3000 }],
  [360, { apartMs: 0, betweenCalls: 1000 }],
  [360, { apartMs: 7000, betweenCalls: 2000 }],
])(
  'limit %i, %j: four processes scan with all of it, and calls of another one hardly wait',
  async (limit, pace) => {
    const { most, waits, pages, started, errors } = await scanning(limit, pace);
    // A process whose pages found no slot for 20 s is told so.
    expect(errors.filter((error) => !(error instanceof ToolError && error.kind === 'rate_limited'))).toEqual(
      [],
    );
    expect(most).toBeLessThanOrEqual(limit);
    expect(Math.max(...waits)).toBeLessThanOrEqual(300);
    expect(started).toBeGreaterThanOrEqual(limit * minutes * 0.96);
    expect(Math.min(...pages)).toBeGreaterThan((limit * minutes) / replicas / 2);
  },
);
