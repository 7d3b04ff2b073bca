import { expect, test } from 'vitest';
import { accountKey } from '../../src/redis/quotas.ts';
import { manualClock } from '../manual-clock.ts';
import { fakeLink, fakeRedis } from './fake-redis.ts';

const step = { windowMs: 1000, limit: 1, wanted: 1, who: 'a', firstNumber: 1 };

function setup() {
  const clock = manualClock(0);
  const redis = fakeRedis(clock);
  const { link, logged } = fakeLink(redis, clock);
  const events: string[] = [];
  const stopListening = link.listen({
    onDown: () => events.push(`down@${clock.now()}`),
    onUp: () => events.push(`up@${clock.now()}`),
  });
  const take = () =>
    link.step('key', step).then(
      () => undefined,
      (error: unknown) => error,
    );
  return { clock, redis, link, logged, events, stopListening, take };
}

test('nothing is connected before the first step', async () => {
  const { clock, redis, link, take } = setup();
  await clock.advance(1000);
  expect(redis.steps).toBe(0);
  expect(link.state()).toEqual({ up: true, since: 0 });
  expect(await take()).toBeUndefined();
});

test.each([
  ['OOM command not allowed', 0, 0],
  ['LOADING Redis is loading', 0, 0],
  [undefined, 10_000, 500],
])(
  'a step that ends in "%s" after %i ms: unavailable at once, logged once, back by itself',
  async (error, latency, downAt) => {
    const { clock, redis, link, logged, events, take } = setup();
    Object.assign(redis, { error, latency });
    const failed = take();
    await clock.advance(500);
    expect(await failed).toBeInstanceOf(Error);
    expect(link.state()).toMatchObject({ up: false, since: downAt });
    await clock.advance(5000);
    expect(logged).toEqual([
      'Redis is unavailable: until it is back, each process uses only its share of the limit',
    ]);
    Object.assign(redis, { error: undefined, latency: 0 });
    await clock.advance(1000);
    expect(link.state()).toMatchObject({ up: true });
    expect(events).toEqual([`down@${downAt}`, expect.stringMatching(/^up@/)]);
    expect(logged.slice(1)).toEqual(['Redis is back: the limit is shared again']);
  },
);

test('a client that could not even be loaded is loaded again by the next probe', async () => {
  const clock = manualClock(0);
  const redis = fakeRedis(clock);
  let tries = 0;
  const connect: typeof redis.connect = async (lost) => {
    if (++tries === 1) throw new Error('EMFILE');
    return redis.connect(lost);
  };
  const { link } = fakeLink({ ...redis, connect }, clock);
  await expect(link.step('key', step)).rejects.toThrow('EMFILE');
  expect(link.state()).toMatchObject({ up: false, reason: 'EMFILE' });
  await clock.advance(1000);
  expect(link.state()).toMatchObject({ up: true });
  expect(tries).toBe(2);
});

test('a probe finds out before the first call', async () => {
  const { clock, redis, link, logged } = setup();
  redis.error = 'WRONGPASS';
  link.probe();
  await clock.advance(5000);
  expect(link.state()).toEqual({ up: false, since: 0, reason: 'WRONGPASS' });
  expect(logged).toHaveLength(1);
});

test('a connection that breaks and is back in a moment is not logged, but every quota reports again', async () => {
  const { clock, redis, logged, events, take } = setup();
  await take();
  await clock.advance(100);
  redis.die();
  await clock.advance(1000);
  expect(events).toEqual(['down@100', 'up@300']);
  expect(logged).toEqual([]);
});

test('a connection that breaks and does not come back is logged once', async () => {
  const { clock, redis, logged, take } = setup();
  await take();
  redis.error = 'ECONNREFUSED';
  redis.die();
  await clock.advance(1000);
  expect(logged).toHaveLength(1);
});

test('after it is closed nothing is probed, logged or reported', async () => {
  const { clock, redis, link, logged, events, take } = setup();
  await take();
  redis.error = 'gone';
  redis.die();
  await link.close();
  redis.die();
  await clock.advance(5000);
  expect(clock.sleepers()).toBe(0);
  expect(events).toEqual(['down@0']);
  expect(logged).toEqual([]);
});

test('a removed listener is not called', async () => {
  const { redis, events, stopListening, take } = setup();
  await take();
  stopListening();
  redis.die();
  expect(events).toEqual([]);
});

test('an account is known by a hash that differs with key, owner and address, and shows none of them', () => {
  const key = accountKey('https://a.test/v1', { kind: 'key', key: 'secret', email: 'dana@example.com' });
  expect(key).toBe(
    accountKey('https://a.test/v1', { kind: 'key', key: 'secret', email: 'dana@example.com' }),
  );
  expect(key).toMatch(/^copper-mcp:window:[\w-]{43}$/);
  const others = [
    accountKey('https://a.test/v1', { kind: 'key', key: 'secret2', email: 'dana@example.com' }),
    accountKey('https://a.test/v1', { kind: 'key', key: 'secret', email: 'raj@example.com' }),
    accountKey('https://b.test/v1', { kind: 'key', key: 'secret', email: 'dana@example.com' }),
    accountKey('https://a.test/v1', { kind: 'bearer', token: 'secret' }),
  ];
  expect(new Set([key, ...others]).size).toBe(5);
});
