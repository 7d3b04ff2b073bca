import nock from 'nock';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { createAsk, signHeaders } from '../../src/copper/ask.ts';
import { createLiveFetch } from '../../src/copper/live-fetch.ts';
import { createPacer } from '../../src/copper/rate-limit/pacer.ts';
import type { Attempt } from '../../src/tool/fetch-copper.ts';
import type { CopperRequest } from '../../src/tool/request.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';

const origin = 'https://api.copper.test';
const baseUrl = `${origin}/developer_api/v1`;
const headers = signHeaders({ kind: 'key', key: 'k1', email: 'dana@acme.test' }, '0.0.0');
const copper = () => nock(baseUrl);
const live = createLiveFetch();

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => live.close());

/** Turns the clock whenever everybody sleeps, until the promise is settled. */
async function turning<T>(promise: Promise<T>, clock: ManualClock): Promise<T> {
  let open = true;
  const close = () => {
    open = false;
  };
  promise.then(close, close);
  while (open) {
    await clock.settle();
    if (clock.sleepers() > 0) await clock.skip();
  }
  return promise;
}

function wire() {
  const clock = manualClock();
  const began = clock.now();
  const attempts: Attempt[] = [];
  const pacer = createPacer({ limit: 180, clock, maxWaitMs: 20_000 });
  const ask = createAsk({
    fetch: live.fetch,
    baseUrl,
    headers,
    pacer,
    clock,
    random: () => 0.5,
    maxWaitMs: 20_000,
    onAttempt: (attempt) => attempts.push(attempt),
  });
  return {
    attempts,
    pacer,
    elapsed: () => clock.now() - began,
    ask: (request: CopperRequest, signal = new AbortController().signal) =>
      turning(ask(request, { signal, priority: 'interactive' }), clock),
  };
}

const search: CopperRequest = { operation: 'searchPeople', body: { name: 'Jane' } };

test('sends headers, query and body, and gives the reply', async () => {
  copper()
    .matchHeader('x-pw-accesstoken', 'k1')
    .matchHeader('x-pw-useremail', 'dana@acme.test')
    .matchHeader('x-pw-application', 'developer_api')
    .matchHeader('content-type', 'application/json')
    .post('/people/search', { name: 'Jane' })
    .query({ custom_field_computed_values: 'true' })
    .reply(200, [{ id: 1 }], { 'X-PW-TOTAL': '37' });
  const { ask, attempts } = wire();
  expect(await ask({ ...search, query: { custom_field_computed_values: true } })).toMatchObject({
    data: [{ id: 1 }],
    total: 37,
  });
  expect(attempts).toEqual([{ operation: 'searchPeople', attempt: 1, status: 200, ms: 0, waitMs: 0 }]);
});

test('reads the envelope', async () => {
  copper()
    .post('/people/search')
    .reply(200, { page_number: 1, total: 2, data: [{ id: 1 }] });
  expect(await wire().ask(search)).toMatchObject({ data: [{ id: 1 }], total: 2 });
});

test.each<[string, Record<string, string>, number]>([
  ['seconds', { 'Retry-After': '7' }, 7000],
  ['a date', { 'Retry-After': 'Mon, 23 Nov 2026 12:00:09 GMT' }, 9000],
  ['nothing', {}, 5000],
])('429 with Retry-After of %s is waited for, and tried again', async (_, said, ms) => {
  copper().post('/people/search').reply(429, {}, said);
  copper().post('/people/search', { name: 'Jane' }).reply(200, []);
  const { ask, elapsed, attempts, pacer } = wire();
  expect(await ask(search)).toMatchObject({ data: [] });
  expect(elapsed()).toBe(ms);
  expect(attempts.map(({ status, attempt }) => [attempt, status])).toEqual([
    [1, 429],
    [2, 200],
  ]);
  expect(pacer.usage().used).toBe(2);
});

test('429 with a Retry-After longer than the longest wait is reported at once', async () => {
  copper().post('/people/search').reply(429, {}, { 'Retry-After': '40' });
  const { ask, elapsed } = wire();
  await expect(ask(search)).rejects.toMatchObject({ kind: 'rate_limited', retryAfter: 40 });
  expect(elapsed()).toBe(0);
});

test.each([
  ['500 in JSON', 500, { success: false, status: 500, message: 'boom' }, {}],
  ['502 in HTML', 502, '<html><title>502</title></html>', { 'Content-Type': 'text/html' }],
])('%s is tried four times, then reported without the body', async (_, status, body, type) => {
  copper().post('/people/search').times(4).reply(status, body, type);
  const { ask, elapsed } = wire();
  await expect(ask(search)).rejects.toMatchObject({
    kind: 'unavailable',
    message: `Copper returned ${status} (tried 4 times). Try again later.`,
  });
  expect(elapsed()).toBe(1750);
  expect(nock.isDone()).toBe(true);
});

const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

test.each([
  ['as it is', reset()],
  ['wrapped by fetch', new TypeError('fetch failed', { cause: reset() })],
])('a reset, %s, is tried again', async (_, error) => {
  copper().post('/people/search').replyWithError(error);
  copper().post('/people/search', { name: 'Jane' }).reply(200, []);
  const { ask, attempts } = wire();
  expect(await ask(search)).toMatchObject({ data: [] });
  expect(attempts[0]).toEqual({
    operation: 'searchPeople',
    attempt: 1,
    error: 'ECONNRESET',
    ms: 0,
    waitMs: 0,
  });
});

test('repeated resets are reported', async () => {
  copper().post('/people/search').times(4).replyWithError(reset());
  await expect(wire().ask(search)).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('could not be reached (ECONNRESET): 4 attempts'),
  });
});

test.each([
  ['the deadline', new DOMException('too late', 'TimeoutError'), { kind: 'timeout' }],
  ['a cancellation', new Error('cancelled'), { message: 'cancelled' }],
])('%s ends a request that hangs, and it is not tried again', async (_, reason, error) => {
  const stop = new AbortController();
  const scope = copper().post('/people/search').delay(60_000).reply(200, []);
  scope.on('request', () => stop.abort(reason));
  const { ask, attempts } = wire();
  await expect(ask(search, stop.signal)).rejects.toMatchObject(error);
  expect(attempts).toHaveLength(1);
  nock.abortPendingRequests();
});

test('a redirect is not followed', async () => {
  copper().post('/people/search').reply(302, '', { Location: 'https://evil.test/' });
  const evil = nock('https://evil.test').get('/').reply(200, []).post('/').reply(200, []);
  const { ask, attempts } = wire();
  await expect(ask(search)).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('COPPER_API_BASE_URL'),
  });
  expect(attempts).toHaveLength(1);
  expect(evil.pendingMocks()).toHaveLength(2);
});

test.each<[string, CopperRequest, number, string | object, string, string]>([
  ['401', search, 401, { message: 'Unauthorized' }, 'unauthorized', 'Do not retry'],
  [
    '403',
    { operation: 'searchLeads' },
    403,
    { message: 'Feature not enabled' },
    'forbidden',
    '"Feature not enabled". Leads can',
  ],
  [
    '404, one shape',
    { operation: 'getOpportunity', path: { id: 9 } },
    404,
    { success: false, status: 404, message: 'Resource not found' },
    'not_found',
    'No opportunity has this id',
  ],
  [
    '404, the other',
    { operation: 'getUser', path: { id: 9 } },
    404,
    { error: 'not_found' },
    'not_found',
    'list_users',
  ],
  [
    '422',
    search,
    422,
    {
      success: false,
      status: 422,
      message: 'Invalid input: Validation errors: Base: Unrecognized attributes specified: nam',
    },
    'rejected',
    'Unrecognized attributes specified: nam',
  ],
  ['400 in HTML', search, 400, '<!DOCTYPE html><title>Error 400</title>', 'rejected', '(400). Correct'],
  [
    '200 that reports 422',
    search,
    200,
    { success: false, status: 422, message: 'bad id' },
    'rejected',
    '(422): "bad id"',
  ],
])('%s is reported at the first attempt', async (_, request, status, body, kind, words) => {
  nock(origin)
    .intercept(/.*/, request.path ? 'GET' : 'POST')
    .reply(status, body);
  const { ask, attempts } = wire();
  await expect(ask(request)).rejects.toMatchObject({ kind, message: expect.stringContaining(words) });
  expect(attempts).toHaveLength(1);
});

test.each([
  ['a web page', '<!DOCTYPE html><title>Copper</title>', 'web page'],
  ['a web page in small letters', '<html><body>Maintenance</body></html>', 'web page'],
  ['an XML error', '<?xml version="1.0"?><error/>', 'web page'],
  ['half a list', '[{"id":1', 'not valid JSON'],
  ['half an object', '{"data":[', 'not valid JSON'],
  ['half a word', '[tru', 'not valid JSON'],
  ['plain text', 'upstream connect error', 'not valid JSON'],
  ['nothing', '', 'is empty'],
  ['blanks', ' \r\n', 'is empty'],
  ['a failure that says 503', '{"success":false,"status":503}', 'Copper returned 503 (tried 4 times)'],
])('200 with %s is tried again as 503 is', async (_, body, words) => {
  nock(origin).post(/.*/).times(2).reply(200, body).post(/.*/).reply(200, '[]');
  const once = wire();
  expect(await once.ask(search)).toMatchObject({ data: [] });
  expect(once.attempts).toHaveLength(3);
  nock(origin).post(/.*/).times(4).reply(200, body);
  const never = wire();
  await expect(never.ask(search)).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining(words),
  });
  expect(never.attempts).toHaveLength(4);
});

test('what is not a read operation is never sent', async () => {
  const anything = nock(origin).get(/.*/).reply(200, []);
  const { ask, attempts } = wire();
  const leaving = ask({ operation: 'getUser', path: { id: '..' } });
  await expect(leaving).rejects.toThrow('refused');
  expect(anything.isDone()).toBe(false);
  expect(attempts).toEqual([{ operation: 'getUser', attempt: 1, error: 'Error', ms: 0, waitMs: 0 }]);
});
