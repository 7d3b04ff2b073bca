import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createAsk, signHeaders } from '../../src/copper/ask.ts';
import { createLiveFetch } from '../../src/copper/live-fetch.ts';
import { createPacer } from '../../src/copper/rate-limit/pacer.ts';
import type { Attempt } from '../../src/tool/fetch-copper.ts';
import type { CopperRequest } from '../../src/tool/request.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';

/** What arrived at a real server on loopback, and what it does with the next requests; one that was not expected breaks. */
interface Arrived {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
const arrived: Arrived[] = [];
const next: RequestListener[] = [];
const resets: RequestListener = ({ socket }) => void socket.resetAndDestroy();
const says =
  (status: number, body: string | object, more: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    // By it, and not by our clock, a time that the reply states would be read.
    response.sendDate = false;
    response.writeHead(status, { 'Content-Type': 'application/json', ...more }).end(text);
  };
const answer = (...listeners: RequestListener[]) => void next.push(...listeners);
const times = <T>(count: number, each: T): T[] => Array<T>(count).fill(each);

const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  arrived.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
  (next.shift() ?? resets)(request, response);
});
const live = createLiveFetch();
const headers = signHeaders({ kind: 'key', key: 'k1', email: 'dana@acme.test' }, '0.0.0');
let baseUrl = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address object.
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/developer_api/v1`;
});
afterEach(() => {
  expect(next.splice(0)).toEqual([]);
  arrived.length = 0;
});
afterAll(async () => {
  await live.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

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
  answer(says(200, [{ id: 1 }], { 'X-PW-TOTAL': '37' }));
  const { ask, attempts } = wire();
  expect(await ask({ ...search, query: { custom_field_computed_values: true } })).toMatchObject({
    data: [{ id: 1 }],
    total: 37,
  });
  expect(attempts).toEqual([{ operation: 'searchPeople', attempt: 1, status: 200, ms: 0, waitMs: 0 }]);
  expect(arrived).toEqual([
    {
      line: 'POST /developer_api/v1/people/search?custom_field_computed_values=true',
      body: '{"name":"Jane"}',
      headers: {
        ...{ host: new URL(baseUrl).host, connection: 'keep-alive' },
        ...{ 'content-type': 'application/json', 'content-length': '15' },
        ...{ accept: 'application/json', 'accept-encoding': 'gzip, br', 'user-agent': 'copper-mcp/0.0.0' },
        'x-pw-accesstoken': 'k1',
        'x-pw-useremail': 'dana@acme.test',
        'x-pw-application': 'developer_api',
      },
    },
  ]);
});

test('reads the envelope', async () => {
  answer(says(200, { page_number: 1, total: 2, data: [{ id: 1 }] }));
  expect(await wire().ask(search)).toMatchObject({ data: [{ id: 1 }], total: 2 });
});

test.each<[string, Record<string, string>, number]>([
  ['seconds', { 'Retry-After': '7' }, 7000],
  ['a date', { 'Retry-After': 'Mon, 23 Nov 2026 12:00:09 GMT' }, 9000],
  ['nothing', {}, 5000],
])('429 with Retry-After of %s is waited for, and tried again', async (_, said, ms) => {
  answer(says(429, {}, said), says(200, []));
  const { ask, elapsed, attempts, pacer } = wire();
  expect(await ask(search)).toMatchObject({ data: [] });
  expect(elapsed()).toBe(ms);
  expect(attempts.map(({ status, attempt }) => [attempt, status])).toEqual([
    [1, 429],
    [2, 200],
  ]);
  expect(pacer.usage().used).toBe(2);
  expect(arrived.map(({ body }) => body)).toEqual(times(2, '{"name":"Jane"}'));
});

test('429 with a Retry-After longer than the longest wait is reported at once', async () => {
  answer(says(429, {}, { 'Retry-After': '40' }));
  const { ask, elapsed } = wire();
  await expect(ask(search)).rejects.toMatchObject({ kind: 'rate_limited', retryAfter: 40 });
  expect(elapsed()).toBe(0);
});

test.each([
  ['500 in JSON', 500, { success: false, status: 500, message: 'boom' }, {}],
  ['502 in HTML', 502, '<html><title>502</title></html>', { 'Content-Type': 'text/html' }],
])('%s is tried four times, then reported without the body', async (_, status, body, type) => {
  answer(...times(4, says(status, body, type)));
  const { ask, elapsed } = wire();
  await expect(ask(search)).rejects.toMatchObject({
    kind: 'unavailable',
    message: `Copper returned ${status} (tried 4 times). Try again later.`,
  });
  expect(elapsed()).toBe(1750);
});

test('a reset is tried again', async () => {
  answer(resets, says(200, []));
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
  answer(...times(4, resets));
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
  answer(() => stop.abort(reason));
  const { ask, attempts } = wire();
  await expect(ask(search, stop.signal)).rejects.toMatchObject(error);
  expect(attempts).toHaveLength(1);
});

test('a redirect is not followed', async () => {
  answer(says(302, '', { Location: '/elsewhere' }));
  const { ask, attempts } = wire();
  await expect(ask(search)).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('COPPER_API_BASE_URL'),
  });
  expect(attempts).toHaveLength(1);
  expect(arrived).toHaveLength(1);
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
  answer(says(status, body));
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
  answer(...times(2, says(200, body)), says(200, '[]'));
  const once = wire();
  expect(await once.ask(search)).toMatchObject({ data: [] });
  expect(once.attempts).toHaveLength(3);
  answer(...times(4, says(200, body)));
  const never = wire();
  await expect(never.ask(search)).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining(words),
  });
  expect(never.attempts).toHaveLength(4);
});

test('what is not a read operation is never sent', async () => {
  const { ask, attempts } = wire();
  const leaving = ask({ operation: 'getUser', path: { id: '..' } });
  await expect(leaving).rejects.toThrow('refused');
  expect(arrived).toEqual([]);
  expect(attempts).toEqual([{ operation: 'getUser', attempt: 1, error: 'Error', ms: 0, waitMs: 0 }]);
});
