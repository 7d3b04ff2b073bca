import { getEventListeners } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createPacer, type PacedCall, type PacerOptions } from '../../../src/copper/rate-limit/pacer.ts';
import { manualClock } from '../../manual-clock.ts';

type Answer = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly latency?: number;
};

/** A pacer of 3 per second before a server that gives the answer it is given; `ask` notes when each request started. */
function setup(options: Partial<PacerOptions> = {}) {
  const clock = manualClock(0);
  const pacer = createPacer({ limit: 3, windowMs: 1000, clock, maxWaitMs: 5000, ...options });
  const starts: string[] = [];
  function ask(name: string, call: Partial<PacedCall> = {}, answer: Answer = {}) {
    const { signal } = new AbortController();
    const send = pacer.pace(
      async () => {
        starts.push(`${name}@${clock.now()}`);
        if (answer.latency !== undefined) await clock.sleep(answer.latency);
        return new Response('', { status: 200, ...answer });
      },
      { priority: 'interactive', signal, ...call },
    );
    return send(new Request('https://copper.test/')).then(
      ({ status }) => status,
      (error: unknown) => error,
    );
  }
  const askMany = (names: string, call?: Partial<PacedCall>, answer?: Answer) =>
    names.split(' ').map((name) => ask(name, call, answer));
  return { clock, pacer, starts, ask, askMany };
}

const seconds = (ms: number) => String(ms / 1000);

test('the limit starts at once, the rest one window later, to the millisecond', async () => {
  const { clock, starts, askMany } = setup();
  askMany('a b c d e f g');
  await clock.advance(5000);
  expect(starts).toEqual(['a@0', 'b@0', 'c@0', 'd@1000', 'e@1000', 'f@1000', 'g@2000']);
});

test('a slot is free one window after the reply, not after the start', async () => {
  const { clock, starts, ask, askMany } = setup();
  ask('slow', {}, { latency: 400 });
  askMany('b c d e f');
  await clock.advance(5000);
  expect(starts).toEqual(['slow@0', 'b@0', 'c@0', 'd@1000', 'e@1000', 'f@1400']);
});

test('a failed request holds its slot until it cannot arrive any more', async () => {
  const { clock, pacer } = setup({ limit: 1 });
  const { signal } = new AbortController();
  const failing = pacer.pace(
    async () => {
      throw new TypeError('fetch failed');
    },
    { priority: 'interactive', signal },
  );
  await expect(failing(new Request('https://copper.test/'))).rejects.toThrow('fetch failed');
  // It may still be under way, and count when it arrives.
  expect(pacer.usage()).toEqual({ used: 1, limit: 1, freeInMs: 6000 });
  await clock.advance(6000);
  expect(pacer.usage()).toEqual({ used: 0, limit: 1, freeInMs: 0 });
});

test('one timer for all waiting requests, none when there are none', async () => {
  const { clock, askMany } = setup();
  askMany('a b c d e f g');
  await clock.settle();
  expect(clock.sleepers()).toBe(1);
  await clock.advance(2000);
  expect(clock.sleepers()).toBe(0);
});

test('a request that would wait too long is rejected at once, with the time to retry', async () => {
  const { clock, ask, askMany } = setup({ maxWaitMs: 1500 });
  askMany('a b c d e f');
  await clock.advance(100);
  expect(await ask('g')).toMatchObject({
    kind: 'rate_limited',
    retryAfter: 2,
    message: "Copper's rate limit is used up (3 requests a minute). Wait 2 s, then call again.",
  });
});

test('waiting as long as is allowed is allowed', async () => {
  const { clock, starts, ask, askMany } = setup({ maxWaitMs: 1000 });
  askMany('a b c');
  ask('d');
  await clock.advance(1000);
  expect(starts).toContain('d@1000');
});

test('a request that is overtaken and has waited too long is rejected then', async () => {
  const { clock, starts, ask, askMany } = setup({ limit: 1, maxWaitMs: 1000 });
  ask('a', {}, { latency: 300 });
  await clock.advance(500);
  const background = ask('background', { priority: 'background' });
  await clock.advance(100);
  ask('call');
  let rejected: unknown;
  background.then((error) => {
    rejected = [clock.now(), error];
  });
  await clock.advance(5000);
  expect(starts).toEqual(['a@0', 'call@1300']);
  expect(rejected).toEqual([1500, expect.objectContaining({ kind: 'rate_limited', retryAfter: 1 })]);
  expect(askMany('z')).toHaveLength(1);
});

test('a call that waits says so once, with the expected wait; others do not', async () => {
  const { clock, ask, askMany } = setup();
  const onWait = vi.fn();
  askMany('a b', { onWait });
  ask('c', { onWait }, { latency: 200 });
  expect(onWait).not.toHaveBeenCalled();
  await clock.advance(200);
  askMany('d e f g', { onWait });
  await clock.advance(4000);
  expect(onWait.mock.calls).toEqual([[800], [800], [1000], [1800]]);
});

test('each request that was sent is reported once: status or error, time, wait', async () => {
  const { clock, ask, askMany } = setup({ limit: 1, maxWaitMs: 1500 });
  const onSent = vi.fn();
  ask('a', { onSent }, { latency: 100 });
  ask('b', { onSent }, { status: 503 });
  askMany('too many', { onSent });
  await clock.advance(5000);
  expect(onSent.mock.calls).toEqual([
    [{ status: 200, ms: 100, waitMs: 0 }],
    [{ status: 503, ms: 0, waitMs: 1100 }],
  ]);
});

test('a cancelled waiter leaves at once with the reason, and the next takes its place', async () => {
  const { clock, starts, ask, askMany } = setup({ limit: 1 });
  ask('a');
  const stop = new AbortController();
  const cancelled = ask('b', { signal: stop.signal });
  askMany('c');
  await clock.advance(500);
  const reason = new Error('mine');
  stop.abort(reason);
  expect(await cancelled).toBe(reason);
  await clock.advance(500);
  expect(starts).toEqual(['a@0', 'c@1000']);
});

test('the last waiting request to be cancelled stops the timer', async () => {
  const { clock, ask } = setup({ limit: 1 });
  ask('a');
  const stop = new AbortController();
  ask('b', { signal: stop.signal });
  await clock.settle();
  expect(clock.sleepers()).toBe(1);
  stop.abort();
  await clock.settle();
  expect(clock.sleepers()).toBe(0);
});

test('a request cancelled before it starts takes no slot', async () => {
  const { pacer, ask } = setup();
  expect(await ask('a', { signal: AbortSignal.abort('late') })).toBe('late');
  expect(pacer.usage().used).toBe(0);
});

test('background requests start at once while there is room, and calls go before them', async () => {
  const { clock, starts, ask, askMany } = setup({ limit: 8, windowMs: 10_000 });
  askMany('s1 s2 s3 s4 s5 s6 s7 s8 s9', { priority: 'background' });
  ask('call');
  await clock.advance(100);
  // Of 8 slots, background requests leave 4 to calls.
  expect(starts).toEqual(['s1@0', 's2@0', 's3@0', 's4@0', 'call@0']);
});

test('background requests take the slots they leave to calls in the course of a window, one after the other', async () => {
  const { clock, starts, askMany } = setup({ limit: 8, windowMs: 8000, maxWaitMs: 20_000 });
  askMany('s1 s2 s3 s4 s5 s6 s7 s8 s9 s10', { priority: 'background' });
  await clock.advance(10_000);
  expect(starts).toEqual('s1@0 s2@0 s3@0 s4@0 s5@2000 s6@4000 s7@6000 s8@8000 s9@10000'.split(' '));
});

test('background requests never take a ninth of the slots they leave to calls', async () => {
  const { clock, starts, ask, askMany } = setup({ limit: 180, windowMs: 60_000, maxWaitMs: 60_000 });
  askMany(Array.from({ length: 400 }, (_, at) => `s${at}`).join(' '), { priority: 'background' });
  await clock.advance(59_999);
  expect(starts).toHaveLength(174);
  for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name);
  await clock.advance(0);
  expect(starts.slice(174)).toEqual(['a@59999', 'b@59999', 'c@59999', 'd@59999', 'e@59999']);
});

test.each([
  [180, 8, 400, 150, 120_000],
  [180, 8, 134, 150, 2600],
  [60, 8, 130, 400, 120_000],
  [600, 8, 1300, 90, 120_000],
  [36, 4, 80, 150, 120_000],
])(
  'at a limit of %i a minute, %i at a time, %i background requests of %i ms each take at most 1.03 times what the limit makes necessary, %i ms',
  async (limit, atATime, count, latency, least) => {
    const { clock, starts, ask } = setup({ limit, windowMs: 60_000, maxWaitMs: 20_000 });
    let left = count;
    const worker = async (): Promise<void> => {
      while (left-- > 0) expect(await ask('s', { priority: 'background' }, { latency })).toBe(200);
    };
    const done = Promise.all(Array.from({ length: atATime }, worker)).then(() => clock.now());
    await clock.advance(least * 1.03);
    expect(starts).toHaveLength(count);
    expect(await done).toBeLessThanOrEqual(least * 1.03);
  },
);

test('a background request waits no longer than allowed for the next start of its caller; pages behind it wait for one another', async () => {
  const { clock, starts, ask, askMany } = setup({ limit: 2, maxWaitMs: 1500 });
  ask('call');
  const asked = askMany('s1 s2 s3 s4 s5', { priority: 'background' });
  await clock.advance(10_000);
  expect(await Promise.all(asked)).toEqual([200, 200, 200, 200, 200]);
  expect(starts).toEqual(['call@0', 's1@1000', 's2@2000', 's3@3000', 's4@4000', 's5@5000']);
});

test('background requests are rejected when the next of them would wait too long', async () => {
  const { ask, askMany } = setup({ limit: 1, maxWaitMs: 500 });
  ask('call');
  expect(await Promise.all(askMany('s1 s2', { priority: 'background' }))).toMatchObject([
    { kind: 'rate_limited', retryAfter: 1 },
    { kind: 'rate_limited', retryAfter: 1 },
  ]);
});

test('callers alternate', async () => {
  const { clock, starts, ask, askMany } = setup({ limit: 1 });
  askMany('a0 a1 a2 a3', { caller: 'a' });
  await clock.advance(10);
  ask('b', { caller: 'b' });
  await clock.advance(5000);
  expect(starts).toEqual(['a0@0', 'a1@1000', 'b@2000', 'a2@3000', 'a3@4000']);
});

test('usage counts waiting requests', async () => {
  const { clock, pacer, askMany } = setup();
  askMany('a b c d e f');
  await clock.advance(250);
  expect(pacer.usage()).toEqual({ used: 3, limit: 3, freeInMs: 1750 });
});

test('usage is what a call would find: background requests that wait do not stand in its way', async () => {
  const { pacer, askMany } = setup({ limit: 4 });
  askMany('s1 s2 s3 s4 s5 s6', { priority: 'background' });
  expect(pacer.usage()).toEqual({ used: 2, limit: 4, freeInMs: 0 });
});

test('the signal of a started request is no longer listened to', async () => {
  const { clock, ask } = setup({ limit: 1 });
  const { signal } = new AbortController();
  ask('a', { signal });
  ask('b', { signal });
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  await clock.advance(1000);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('when the server says that less remains, the difference is occupied until the window restarts', async () => {
  const { clock, pacer, starts, ask, askMany } = setup({ limit: 10, windowMs: 60_000, maxWaitMs: 60_000 });
  const headers = { 'X-RateLimit-Remaining': '2', 'X-RateLimit-Reset': seconds(30_000) };
  await ask('a', {}, { headers });
  expect(pacer.usage()).toEqual({ used: 8, limit: 10, freeInMs: 0 });
  askMany('b c d');
  await clock.advance(60_000);
  expect(starts).toEqual(['a@0', 'b@0', 'c@0', 'd@30000']);
});

test('what the server says twice is occupied once', async () => {
  const { pacer, ask } = setup({ limit: 10 });
  await ask('a', {}, { headers: { 'X-RateLimit-Remaining': '5' } });
  await ask('b', {}, { headers: { 'X-RateLimit-Remaining': '4' } });
  expect(pacer.usage().used).toBe(6);
});

test('a reset far away holds for a window at most; one that is past holds nothing', async () => {
  const { clock, pacer, ask } = setup();
  await ask('a', {}, { headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1800000000000' } });
  expect(pacer.usage()).toEqual({ used: 3, limit: 3, freeInMs: 1000 });
  await clock.advance(2000);
  await ask('b', {}, { headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1' } });
  expect(pacer.usage().used).toBe(1);
});

test('slots that were freed while a reply was on its way are no proof of others', async () => {
  const { clock, pacer, ask, askMany } = setup();
  askMany('a b');
  await clock.advance(900);
  ask('slow', {}, { latency: 300, headers: { 'X-RateLimit-Limit': '3', 'X-RateLimit-Remaining': '0' } });
  await clock.advance(300);
  expect(pacer.usage().used).toBe(1);
});

const json = 'application/json';

test.each<[status: number, type: string, stated: string, limit: number]>([
  [200, json, '2', 2],
  [200, 'application/json; charset=utf-8', '1', 1],
  [200, json, '600', 3],
  [200, json, '0', 3],
  [200, json, '-1', 3],
  [200, 'text/html', '1', 3],
  [200, 'text/plain', '1', 3],
  [404, json, '2', 2],
  [422, json, '1', 1],
  [429, json, '2', 2],
  [403, 'text/html', '1', 3],
  [500, json, '1', 3],
  [502, 'text/html', '1', 3],
  [503, json, '1', 3],
  [504, json, '2', 3],
])('a %i of %s that states a limit of %s: it is %i, for one window', async (status, type, stated, limit) => {
  const { clock, pacer, ask } = setup();
  const headers = { 'Content-Type': type, 'X-RateLimit-Limit': stated };
  await ask('a', {}, { status, headers });
  expect(pacer.usage().limit).toBe(limit);
  await clock.advance(999);
  expect(pacer.usage().limit).toBe(limit);
  await clock.advance(1);
  expect(pacer.usage().limit).toBe(3);
});

test('a limit that is stated again and again stays; a higher one takes its place, and never more than ours', async () => {
  const { clock, pacer, ask } = setup();
  const limits: number[] = [];
  for (const stated of ['1', '1', '1', '2', '600', '1']) {
    await ask('a', {}, { headers: { 'Content-Type': json, 'X-RateLimit-Limit': stated } });
    limits.push(pacer.usage().limit);
    await clock.advance(999);
    limits.push(pacer.usage().limit);
    await clock.advance(1);
  }
  expect(limits).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 1, 1]);
});

test('who waits under a stated limit starts when it no longer counts', async () => {
  const { clock, starts, ask, askMany } = setup();
  await ask('a', {}, { headers: { 'Content-Type': json, 'X-RateLimit-Limit': '1' } });
  askMany('b c d');
  await clock.advance(1000);
  expect(starts).toEqual(['a@0', 'b@1000', 'c@1000', 'd@1000']);
});

test.each<[string, Record<string, string>, number]>([
  ['Retry-After', { 'Retry-After': '3' }, 3000],
  ['nothing said', {}, 5000],
  ['an hour', { 'Retry-After': '3600' }, 600_000],
])('429 with %s stops everybody for a while', async (_, headers, until) => {
  const { clock, starts, ask, askMany } = setup({ maxWaitMs: 1e9 });
  await ask('a', {}, { status: 429, headers });
  askMany('b c');
  await clock.advance(1e6);
  expect(starts).toEqual(['a@0', `b@${until}`, `c@${until}`]);
});

test('a 429 that blocks for too long rejects waiting and new requests at once', async () => {
  const { clock, ask, askMany } = setup({ limit: 1, maxWaitMs: 2000 });
  ask('a', {}, { latency: 500, status: 429, headers: { 'Retry-After': '60' } });
  const [waiting] = askMany('b');
  await clock.advance(500);
  expect(await waiting).toMatchObject({ kind: 'rate_limited', retryAfter: 60 });
  await clock.advance(1500);
  expect(await ask('c')).toMatchObject({ kind: 'rate_limited', retryAfter: 59 });
});

test('429 that stops for as long as may be waited is waited for', async () => {
  const { clock, starts, ask, askMany } = setup({ limit: 3, maxWaitMs: 2000 });
  await ask('a', {}, { status: 429, headers: { 'Retry-After': '2' } });
  askMany('b');
  await clock.advance(2000);
  expect(starts).toEqual(['a@0', 'b@2000']);
});

test.each([
  [{ 'Retry-After': '2' }],
  [{ 'Retry-After': '2 s' }],
  [{ 'Retry-After': '2s', 'X-RateLimit-Limit': '3' }],
  [{ 'Retry-After': 'Thu, 01 Jan 1970 00:00:02 GMT' }],
])('a 429 with %j holds nobody longer, whatever the window says', async (said) => {
  const { clock, starts, ask } = setup({ windowMs: 60_000, maxWaitMs: 50_000 });
  const headers = { ...said, 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': seconds(60_000) };
  await ask('a', {}, { status: 429, headers });
  ask('b');
  await clock.advance(1999);
  expect(starts).toEqual(['a@0']);
  await clock.advance(1);
  expect(starts).toEqual(['a@0', 'b@2000']);
});
