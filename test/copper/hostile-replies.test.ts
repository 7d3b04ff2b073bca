import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createAsk } from '../../src/copper/ask.ts';
import { createCache } from '../../src/copper/copper.ts';
import { createLiveFetch } from '../../src/copper/live-fetch.ts';
import { createPacer } from '../../src/copper/rate-limit/pacer.ts';
import type { OutgoingRequest } from '../../src/tool/fetch-copper.ts';
import { startHarness } from '../harness.ts';
import { manualClock } from '../manual-clock.ts';
import { turning } from '../turning.ts';

const json = { 'content-type': 'application/json' };

/** A client of a Copper that answers one address so, and all others as the sandbox does. */
async function onReply(
  path: string,
  reply: (request: OutgoingRequest, asked: number) => Response | Promise<Response>,
) {
  let asked = 0;
  const harness = await startHarness({
    sandbox: { limit: 0 },
    wrap: (send) => async (request) => {
      if (!request.url.endsWith(path)) return send(request);
      asked++;
      return reply(request, asked);
    },
  });
  onTestFinished(() => harness.close());
  const call = (tool: string, input: Record<string, unknown> = {}) =>
    turning(harness.call(tool, input), harness.clock, 1_000);
  return { call, asked: () => asked };
}

const body = (text: string, headers: Record<string, string> = {}) =>
  new Response(text, { headers: { ...json, ...headers } });

describe('a list of names that goes on and on', () => {
  const people = (from: number, count: number, name: string) =>
    Array.from({ length: count }, (_, at) => ({
      id: from + at,
      name: `${name} ${from + at}`,
      email: `u${from + at}@x.example`,
    }));

  test.each<[string, number, string, Record<string, string>]>([
    ['pages that are always full', 200, 'Ann', {}],
    ['with a total that is far off', 200, 'Ann', { 'x-pw-total': '9007199254740991' }],
    ['with a total that is none', 200, 'Ann', { 'x-pw-total': '-1' }],
    ['with long names', 200, 'Ann'.repeat(7_000), {}],
  ])('%s', async (_, count, name, headers) => {
    const { call, asked } = await onReply('/users/search', (_request, page) =>
      body(JSON.stringify(people(page * 1_000, count, name)), headers),
    );
    const { text, isError } = await call('search_opportunities', { owner: 'Nobody At All' });
    expect([isError, text]).toEqual([
      true,
      expect.stringMatching(/^unavailable: The list of names that this needs goes on after [\d,]+ entries, /),
    ]);
    expect(text).not.toContain('There is no');
    expect(asked()).toBeLessThanOrEqual(30);
    const found = await call('search_opportunities', { limit: 1, fields: ['name', 'owner'] });
    expect(found.text).toContain('names of user ids could not be read (unavailable); the ids are shown.');
    expect(found.text).not.toContain('lists no user');
    expect(await call('search_opportunities', { owner: 'id 1234', limit: 1 })).toMatchObject({
      isError: false,
    });
  });

  test('every page of one list together has room in the cache, however large; other lists do not push each other out', async () => {
    const clock = manualClock();
    const cache = createCache<string>(
      { ttlMs: 1_000, values: 500, size: 100, sizeOf: ({ length }) => length },
      clock,
    );
    let loads = 0;
    const read = (key: string, size: number) =>
      cache(key, async () => {
        loads++;
        return 'x'.repeat(size);
      });
    for (const key of ['a', 'b', 'c', 'a']) await read(key, 30);
    expect(loads).toBe(3);
    await read('large', 1_000);
    await read('large', 1_000);
    expect(loads).toBe(5);
    await read('a', 30);
    expect(loads).toBe(6);
  });
});

describe('a reply of more values or levels than any has', () => {
  const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);
  const members = (count: number) => Array.from({ length: count }, (_, at) => `"f${at}":1`).join(',');
  test.each([
    ['brackets alone', '['.repeat(9_000_000)],
    ['brackets that are closed', deep(1_000_000, '[', ']')],
    ['braces', '{"a":'.repeat(1_000_000)],
    ['one level too many', deep(101, '[', ']')],
    ['lists in records', deep(60, '{"a":[', ']}')],
    ['a million empty records', `[${'{},'.repeat(1_000_000)}{}]`],
    ['a million empty lists', `[${'[],'.repeat(1_000_000)}[]]`],
    ['a million numbers', `[{"id":1,"name":[${'1,'.repeat(1_000_000)}1]}]`],
    ['a million texts', `[${'"",'.repeat(1_000_000)}""]`],
    ['a record of a million fields', `[{${members(1_000_001)}}]`],
    ['a record of one member too many', `[{${members(2_001)}}]`],
    ['one such record behind others', `[{"id":1},{"id":2,"tags":[]},{${members(2_001)}}]`],
    ['such an object in a record', `[{"id":1,"custom_fields":[{"value":{${members(2_001)}}}]}]`],
    ['members around lists and objects', `[{"id":1,"name":[1,2],"a":{"b":1},${members(1_998)}}]`],
    ['one member too many, all of one name', `[{"id":1${',"a":1'.repeat(2_000)}}]`],
    ['numbers of 20 digits', `[{"id":1,"tags":[${`${'9'.repeat(20)},`.repeat(200_000)}1]}]`],
    [
      'rows of many texts',
      `[${Array(10_000)
        .fill(`{"id":1${',"a":"\\u0041"'.repeat(25)}}`)
        .join(',')}]`,
    ],
    ['levels behind a text with quotes', `["\\"[", ${deep(200, '[', ']')}]`],
    ['levels behind blanks', ' '.repeat(1_000_000) + deep(200, '[', ']')],
  ])('%s', async (_, text) => {
    const { call, asked } = await onReply('/companies/search', () => body(text));
    const answer = await call('search_companies', { limit: 1 });
    expect(answer).toMatchObject({ isError: true });
    expect(answer.text).toMatch(
      /^unavailable: Copper's answer has more than 200,000 values, 2,000 members of one object or 100 levels and was not read\./,
    );
    expect(asked()).toBe(1);
  });

  test.each([
    ['brackets in a text', JSON.stringify([{ id: 1, name: '['.repeat(5_000) }])],
    ['quotes in a text', JSON.stringify([{ id: 1, name: '"[\\"{'.repeat(5_000) }])],
    ['100 levels', `[{"id":1,"name":"A","custom_fields":${deep(98, '[', ']')}}]`],
    ['as many members as may be', `[{"id":1,"name":"A",${members(1_998)}}]`],
    [
      'many objects of many members',
      `[{"id":1,"name":"A","a":[${Array(99)
        .fill(`{${members(1_999)}}`)
        .join(',')}]}]`,
    ],
    ['a list of many numbers', `[{"id":1,"name":"A","tags":[${'1,'.repeat(199_000)}1]}]`],
    ['numbers of 20 digits', `[{"id":1,"name":"A","tags":[${`-${'9'.repeat(20)},`.repeat(199_000)}1]}]`],
    ['a name of many MB', JSON.stringify([{ id: 1, name: 'x'.repeat(9_000_000) }])],
    ['blanks of many MB', JSON.stringify([{ id: 1, name: `a${' '.repeat(9_000_000)}b` }])],
    ['marks of many MB', JSON.stringify([{ id: 1, name: `a${'\u0301'.repeat(2_000_000)}` }])],
  ])('is another than one that is read: %s', async (_, text) => {
    const { call } = await onReply('/companies/search', () => body(text, { 'x-pw-total': '1' }));
    const answer = await call('search_companies', { limit: 1 });
    expect([answer.isError, answer.text.length < 13_000]).toEqual([false, true]);
    expect(answer.text).toMatch(/^companies 1-1 of 1\n/);
  });

  test('a body in pieces of one byte is read as any other', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify([{ id: 1, name: 'é'.repeat(150_000) }]));
    const { call } = await onReply('/companies/search', () => {
      let at = 0;
      const pieces = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at === bytes.length) controller.close();
          else controller.enqueue(bytes.subarray(at, ++at));
        },
      });
      return new Response(pieces, { headers: json });
    });
    expect((await call('search_companies', { limit: 1 })).text).toContain('ééé… (+149800 chars)');
  });
});

test.each([
  ['tags', 'list_tags', '/tags', (count: number) => Array(count).fill({ name: 'a', count: 1 })],
  ['empty entries', 'list_tags', '/tags', (count: number) => Array(count).fill({})],
  ['pipelines', 'list_pipelines', '/pipelines', (count: number) => Array(count).fill({ id: 1, name: 'a' })],
])('a list of more entries than any has is not read: %s', async (_, tool, path, rows) => {
  let count = 20_000;
  const { call } = await onReply(path, () => body(JSON.stringify(rows(count))));
  const { isError } = await call(tool);
  count++;
  const other = await onReply(path, () => body(JSON.stringify(rows(count))));
  const { text } = await other.call(tool);
  expect([isError, text]).toEqual([
    false,
    expect.stringMatching(/^unavailable: Copper's answer lists more than 20,000 entries and was not read\./),
  ]);
});

test.each([
  ['9007199254740993', 'an id beyond 2^53'],
  ['12345678901234567890', 'one of 20 digits'],
  ['9223372036854775807', 'one of 64 bits'],
  ['1'.repeat(400), 'one of 400 digits'],
  ['9007199254740991', 'the last that is exact'],
  ['-9007199254740993', 'a negative one'],
])('%s is not rounded to another one', async (id) => {
  const { call } = await onReply('/companies/search', () =>
    body(
      `[{"id":${id},"name":"A \\"${'1234567890'.repeat(2)}\\""},{"id" : ${id.replace(/\d$/, '5')} ,"name":"B"}]`,
    ),
  );
  const { text } = await call('search_companies', { limit: 2, fields: ['id', 'name'] });
  expect(text.split('\n').slice(2, 4)).toEqual([
    `${id}\tA "12345678901234567890"`,
    `${id.replace(/\d$/, '5')}\tB`,
  ]);
});

describe('how long to wait', () => {
  const soon = /Wait 55? s[ ,]/;
  const longest = /Wait 600 s,/;
  test.each<[string, Record<string, string>, RegExp]>([
    ['10^9 seconds', { 'retry-after': '1000000000' }, longest],
    ['10^12 seconds', { 'retry-after': '999999999999' }, longest],
    ['more digits than a number has', { 'retry-after': '9'.repeat(400) }, soon],
    ['in milliseconds', { 'retry-after': '999999999999ms' }, longest],
    ['a day far off', { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, longest],
    ['a day beyond days', { 'retry-after': 'Fri, 31 Dec 999999 23:59:59 GMT' }, soon],
    ['less than nothing', { 'retry-after': '-5' }, soon],
    ['no number', { 'retry-after': 'NaN' }, soon],
    ['infinity', { 'retry-after': 'Infinity' }, soon],
    ['a power', { 'retry-after': '1e9' }, soon],
    ['many blanks', { 'retry-after': `1${' '.repeat(9_000)}x` }, soon],
    [
      'a window that ends in a thousand years',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '33000000000' },
      longest,
    ],
    [
      'one that ends at 10^15',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '999999999999999' },
      longest,
    ],
    [
      'one by a clock of 1970',
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '1795464000',
        date: 'Thu, 01 Jan 1970 00:00:00 GMT',
      },
      longest,
    ],
    ['a negative one', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '-1' }, soon],
  ])('%s', async (_, headers, words) => {
    const { call } = await onReply(
      '/tags',
      () => new Response('{}', { status: 429, headers: { ...json, ...headers } }),
    );
    const { text } = await call('list_tags');
    expect(text).toMatch(/^rate_limited: /);
    expect(text).toMatch(words);
  });
});

describe('what is not HTTP', () => {
  const live = createLiveFetch();
  afterAll(() => live.close());

  test.each([
    'HTTP/1.1 000 X',
    'HTTP/1.1 042 X',
    'HTTP/1.1 099 X',
    'HTTP/1.1 100 X',
    'HTTP/1.1 101 X',
    'HTTP/1.1 102 X',
    'HTTP/1.1 600 X',
    'HTTP/1.1 999 X',
    'HTTP/1.1 1000 X',
    'HTTP/1.1 abc X',
    'HTTP/1.1 2 X',
    'HTTP/9.9 200 X',
    'hello',
    'HTTP/1.1 200 X\r\nContent-Length: 1\r\nContent-Length: 2',
    `HTTP/1.1 200 X\r\nX: ${'a'.repeat(100_000)}`,
  ])('%j is said to be none', async (head) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.end(`${head}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]`),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    // A server that listens on a port has an address object.
    const { port } = server.address() as AddressInfo;
    const clock = manualClock();
    const ask = createAsk({
      fetch: live.fetch,
      baseUrl: `http://127.0.0.1:${port}/v1`,
      headers: {},
      pacer: createPacer({ limit: 180, clock, maxWaitMs: 0 }),
      clock,
      random: () => 0,
      maxWaitMs: 0,
    });
    const { signal } = new AbortController();
    const answer = turning(ask({ operation: 'listTags' }, { signal, priority: 'interactive' }), clock);
    await expect(answer).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(
        /^(?:What answers at Copper's address does not speak HTTP as it should|Copper's answer has a status that HTTP does not have) \(/,
      ),
    });
  });
});
