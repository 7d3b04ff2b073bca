import { expect, test, vi } from 'vitest';
import { backoffMs, retry } from '../../src/copper/ask.ts';
import { ToolError } from '../../src/tool/tool-error.ts';
import { manualClock } from '../manual-clock.ts';

type Step = Response | Error;
const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response('{}', { status, headers });
const broken = () =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });

/** Lets `steps` happen one after the other; jitter is always half. */
function scripted(steps: Step[], { maxWaitMs = 20_000 } = {}) {
  const clock = manualClock(0);
  const starts: number[] = [];
  const attempts: number[] = [];
  const send = async (attempt: number) => {
    starts.push(clock.now());
    attempts.push(attempt);
    const step = steps[starts.length - 1];
    if (step === undefined) throw new Error('sent too often');
    if (step instanceof Error) throw step;
    return step;
  };
  const stop = new AbortController();
  const { signal } = stop;
  const end = retry(send, { clock, random: () => 0.5, maxWaitMs, signal }).then(
    (response) => response.status,
    (error: unknown) => error,
  );
  return { clock, starts, attempts, stop, end };
}

test.each<[string, Step[], number, number[]]>([
  ['nothing to retry', [answer(200)], 200, [0]],
  ['one bad answer', [answer(500), answer(200)], 200, [0, 250]],
  ['backing off', [answer(502), answer(503), answer(504), answer(200)], 200, [0, 250, 750, 1750]],
  [
    'four tries, then the last answer',
    [answer(500), answer(500), answer(500), answer(503)],
    503,
    [0, 250, 750, 1750],
  ],
  ['broken connections', [broken(), broken(), answer(200)], 200, [0, 250, 750]],
  ['sockets that say a code', [Object.assign(new Error(), { code: 'EPIPE' }), answer(200)], 200, [0, 250]],
  ['Retry-After', [answer(429, { 'Retry-After': '7' }), answer(200)], 200, [0, 7000]],
  ['Retry-After of 503', [answer(503, { 'Retry-After': '2' }), answer(200)], 200, [0, 2000]],
  ['429 that says nothing', [answer(429), answer(200)], 200, [0, 5000]],
  ['408', [answer(408), answer(200)], 200, [0, 250]],
  ['too long a Retry-After', [answer(429, { 'Retry-After': '21' })], 429, [0]],
  [
    'too long together',
    [answer(429, { 'Retry-After': '15' }), answer(429, { 'Retry-After': '6' })],
    429,
    [0, 15_000],
  ],
])('%s', async (_, steps, status, starts) => {
  const run = scripted(steps);
  await run.clock.advance(60_000);
  expect(await run.end).toBe(status);
  expect(run.starts).toEqual(starts);
});

test.each([400, 401, 403, 404, 409, 422, 302, 501])('%i is not tried again', async (status) => {
  const run = scripted([answer(status)]);
  await run.clock.advance(60_000);
  expect(await run.end).toBe(status);
  expect(run.starts).toEqual([0]);
});

test('every attempt is numbered', async () => {
  const run = scripted([answer(500), broken(), answer(500), answer(200)]);
  await run.clock.advance(60_000);
  expect(run.attempts).toEqual([1, 2, 3, 4]);
});

test('the bodies of failed attempts are cancelled, the last one is not', async () => {
  const cancelled = vi.fn();
  const failing = () => new Response(new ReadableStream({ cancel: cancelled }), { status: 500 });
  const run = scripted([failing(), failing(), failing(), failing()]);
  await run.clock.advance(60_000);
  expect(await run.end).toBe(500);
  expect(cancelled).toHaveBeenCalledTimes(3);
});

test('connections that stay broken are reported with number, time and cause', async () => {
  const last = broken();
  const run = scripted([broken(), broken(), broken(), last]);
  await run.clock.advance(60_000);
  expect(await run.end).toMatchObject({
    kind: 'unavailable',
    message:
      'Copper could not be reached (ECONNRESET): 4 attempts in 2 s. Try again later; if this continues, ask the user to run `copper-mcp doctor`.',
    cause: last,
  });
});

test.each([
  ['a bug', new Error('refused')],
  [
    'a tool error',
    new ToolError('unavailable', 'no', { cause: Object.assign(new Error(), { code: 'EPIPE' }) }),
  ],
])('%s is not tried again', async (_, error) => {
  const run = scripted([error]);
  await run.clock.advance(60_000);
  expect(await run.end).toBe(error);
});

test('an abort ends the sleep at once', async () => {
  const run = scripted([answer(500), answer(200)]);
  await run.clock.advance(249);
  const reason = new Error('cancelled');
  run.stop.abort(reason);
  expect(await run.end).toBe(reason);
  expect(run.clock.sleepers()).toBe(0);
  expect(run.starts).toEqual([0]);
});

test('an abort while sending is never retried, whatever the error is', async () => {
  const clock = manualClock();
  const stop = new AbortController();
  const reason = new Error('cancelled');
  const send = vi.fn(async () => {
    stop.abort(reason);
    throw broken();
  });
  const options = { clock, random: () => 0, maxWaitMs: 1000, signal: stop.signal };
  await expect(retry(send, options)).rejects.toBe(reason);
  expect(send).toHaveBeenCalledOnce();
});

test('nothing is sent for a request that is aborted already', async () => {
  const send = vi.fn();
  const options = { clock: manualClock(), random: () => 0, maxWaitMs: 0, signal: AbortSignal.abort('late') };
  await expect(retry(send, options)).rejects.toBe('late');
  expect(send).not.toHaveBeenCalled();
});

test('a reason is given even if it arrives with the last attempt', async () => {
  const stop = new AbortController();
  const reason = new Error('cancelled');
  const clock = manualClock();
  const send = async (attempt: number) => {
    if (attempt === 4) stop.abort(reason);
    throw broken();
  };
  const end = retry(send, { clock, random: () => 0, maxWaitMs: 1000, signal: stop.signal }).catch(
    (error: unknown) => error,
  );
  await clock.advance(1);
  expect(await end).toBe(reason);
});

test('broken connections are retried no longer than the longest wait', async () => {
  const run = scripted([broken(), broken(), answer(200)], { maxWaitMs: 700 });
  await run.clock.advance(60_000);
  expect(await run.end).toMatchObject({ message: expect.stringContaining('2 attempts in 1 s') });
});

test.each([
  [1, 499],
  [2, 999],
  [3, 1999],
  [4, 3999],
  [5, 7999],
  [9, 7999],
])('attempt %i waits anything up to %i ms', (attempt, most) => {
  expect(backoffMs(attempt, () => 0)).toBe(0);
  expect(backoffMs(attempt, () => 0.999_999)).toBe(most);
});

const refused = (status: number) =>
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('Request was cancelled.'), {
      cause: Object.assign(new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`), {
        code: 'UND_ERR_ABORTED',
      }),
    }),
  });

test.each([
  [407, 1, 'the proxy answered 407, so it needs a login'],
  [403, 1, 'the proxy answered 403, so it does not connect to Copper'],
  [503, 4, 'the proxy answered 503'],
])('a proxy that answers %i is named, after %i attempts', async (status, attempts, words) => {
  const run = scripted([refused(status), refused(status), refused(status), refused(status)]);
  await run.clock.advance(60_000);
  expect(await run.end).toMatchObject({ kind: 'unavailable', message: expect.stringContaining(words) });
  expect(run.attempts).toHaveLength(attempts);
});
