import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { serveStdio } from '../../src/mcp/stdio.ts';
import type { CancelSignal } from '../../src/tool/clock.ts';
import { manualClock } from '../manual-clock.ts';
import { fixtureHandlers, wideHandlers } from './fixture.ts';
import { modernMeta, raw, toRequest } from './raw.ts';

const echo = fixtureHandlers();
/** Handlers whose one tool says what arguments it got. */
const handlers = {
  ...wideHandlers(),
  call: async (name: string, input: unknown) =>
    name === 'echo' ? { text: JSON.stringify(input ?? 'none'), isError: false } : undefined,
};

/** What a client over stdio reads after it has written these lines. */
async function overStdio(lines: readonly string[], answers: number): Promise<unknown[]> {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const { close } = serveStdio({
    stdin,
    stdout,
    handlers,
    version: '0.0.0-test',
    clock: manualClock(),
    answerTimeoutMs: 1_000,
  });
  let text = '';
  stdout.on('data', (chunk) => {
    text += chunk;
  });
  const said = () => text.split('\n').filter((line) => line !== '');
  const [first = '', ...others] = lines;
  stdin.write(`${first}\n`);
  if (first.includes('"initialize"')) await expect.poll(() => said().length).toBe(1);
  for (const line of others) stdin.write(`${line}\n`);
  await expect.poll(() => said().length).toBeGreaterThanOrEqual(answers);
  await close();
  return said().map((line) => JSON.parse(line));
}

const message = (more: object) => ({ jsonrpc: '2.0', id: 1, ...more });
const list = (more: object = {}) => message({ method: 'tools/list', ...more });
const call = (more: object) => message({ method: 'tools/call', params: { name: 'echo', ...more } });
const initialize = (params: object) => message({ method: 'initialize', params });
const client = { name: 't', version: '1' };
const listed = { id: 1, result: { tools: expect.any(Array) } };
const got = (input: unknown) => ({ id: 1, result: { content: [{ text: JSON.stringify(input) }] } });
const error = (code: number, text: string, id: unknown = 1) => ({
  id,
  error: { code, message: expect.stringContaining(text) },
});

describe.each<[string, object | string, object]>([
  ['params null', list({ params: null }), listed],
  ['params as PHP writes none', list({ params: [] }), listed],
  ['_meta null', list({ params: { _meta: null } }), listed],
  ['_meta as PHP writes none', list({ params: { _meta: [] } }), listed],
  ['a progress token of null', list({ params: { _meta: { progressToken: null } } }), listed],
  ['a progress token of another type', list({ params: { _meta: { progressToken: { a: 1 } } } }), listed],
  ['half a progress token', list({ params: { _meta: { progressToken: 1.5 } } }), listed],
  [
    'a task of another type',
    list({ params: { _meta: { 'io.modelcontextprotocol/related-task': 5 } } }),
    listed,
  ],
  ['a cursor of null', list({ params: { cursor: null } }), listed],
  ['members that nobody knows', list({ trace: 'x', context: null, 'x-id': [1] }), listed],
  ['a result of null beside the method', list({ result: null, error: null }), listed],
  ['no arguments', call({}), got('none')],
  ['arguments of null', call({ arguments: null }), got('none')],
  ['arguments as PHP writes none', call({ arguments: [] }), got('none')],
  ['arguments as empty text', call({ arguments: '' }), got('none')],
  ['arguments as JSON text', call({ arguments: ' {"a":[1]}' }), got({ a: [1] })],
  ['arguments as the text null', call({ arguments: 'null' }), got('none')],
  ['nulls inside the arguments, which tools read', call({ arguments: { a: null } }), got({ a: null })],
  [
    'capabilities of null',
    initialize({ protocolVersion: '2025-06-18', capabilities: null, clientInfo: client }),
    { result: { protocolVersion: '2025-06-18' } },
  ],
  [
    'capabilities with nulls',
    initialize({
      protocolVersion: '2025-06-18',
      capabilities: { roots: null, elicitation: { form: null } },
      clientInfo: { ...client, title: null },
    }),
    { result: { protocolVersion: '2025-06-18' } },
  ],
  [
    'capabilities as PHP writes none',
    initialize({ protocolVersion: '2024-11-05', capabilities: [], clientInfo: client }),
    { result: { protocolVersion: '2024-11-05' } },
  ],
  ['a byte order mark', `\uFEFF${JSON.stringify(list())}`, listed],
  ['an id of text', list({ id: '' }), { id: '' }],
  ['an id of 0', list({ id: 0 }), { id: 0 }],
  ['the largest id', list({ id: Number.MAX_SAFE_INTEGER }), { id: Number.MAX_SAFE_INTEGER }],
  [
    'a larger id',
    '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
    error(-32600, 'id must be', null),
  ],
  ['an immense id', list({ id: 1e300 }), error(-32600, 'id must be', null)],
  ['half an id', list({ id: 0.5 }), error(-32600, 'id must be', 0.5)],
  ['an id of null', list({ id: null }), error(-32600, 'id must be', null)],
  ['an id of true', list({ id: true }), error(-32600, 'id must be', null)],
  ['a list as id', list({ id: [1] }), error(-32600, 'id must be', null)],
  ['JSON-RPC 1', list({ jsonrpc: '1.0' }), error(-32600, 'jsonrpc must be "2.0"')],
  ['no JSON-RPC', list({ jsonrpc: null }), error(-32600, 'jsonrpc must be "2.0"')],
  ['no method', message({}), error(-32600, 'method is missing')],
  ['a method of null', message({ method: null }), error(-32600, 'method is missing')],
  ['a number as method', message({ method: 5 }), error(-32600, 'method must be a string')],
  ['params as text', list({ params: 'x' }), error(-32602, 'params must be an object')],
  ['params by position', list({ params: ['x'] }), error(-32602, 'params must be an object')],
  ['_meta as text', list({ params: { _meta: 'x' } }), error(-32602, 'params._meta must be an object')],
  ['_meta as a list', list({ params: { _meta: [1] } }), error(-32602, 'params._meta must be an object')],
  ['arguments as a list', call({ arguments: [1] }), error(-32602, 'params.arguments must be an object')],
  [
    'arguments as broken JSON',
    call({ arguments: '{"a"' }),
    error(-32602, 'params.arguments must be an object'),
  ],
  ['a cursor of a number', list({ params: { cursor: 5 } }), error(-32602, 'params.cursor: expected string')],
  ['a tool that is no name', call({ name: 5 }), error(-32602, 'params.name: expected string')],
  ['no tool', call({ name: null }), error(-32602, 'params.name: expected string')],
  [
    'a handshake with nothing in it',
    initialize({}),
    error(-32602, 'params.protocolVersion: expected string'),
  ],
  ['a number', '7', error(-32600, 'not a JSON-RPC 2.0 object', null)],
  ['a text', '"x"', error(-32600, 'not a JSON-RPC 2.0 object', null)],
])('%s', (_, sent, expected) => {
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent);

  test('over stdio', async () => {
    expect(await overStdio([text], 1)).toMatchObject([expected]);
  });

  test('over HTTP', async () => {
    const { status, body } = await raw(handlers, toRequest(text));
    expect(body).toMatchObject(expected);
    expect([200, 400]).toContain(status);
    expect(JSON.stringify(body)).not.toContain('\\n');
  });

  test('over stdio, from a modern client', async () => {
    const discover = message({ id: 'first', method: 'server/discover', params: { _meta: modernMeta } });
    const said = await overStdio([JSON.stringify(discover), text], 2);
    const modern = { id: 'first', result: expect.objectContaining({ supportedVersions: ['2026-07-28'] }) };
    expect(said).toContainEqual(expect.objectContaining(modern));
    const { id } = { id: 1, ...expected };
    expect(said.map((each) => Object(each).id).sort()).toEqual(['first', id].sort());
  });
});

describe('nothing is said to', () => {
  const ping = message({ id: 'last', method: 'ping' });
  test.each<[string, object]>([
    ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
    ['one with an id of null', { jsonrpc: '2.0', id: null, method: 'notifications/initialized' }],
    ['one with params as text', { jsonrpc: '2.0', method: 'notifications/progress', params: 'x' }],
    ['one that nobody knows', { jsonrpc: '2.0', method: 'notifications/x', extra: null }],
    ['a response', { jsonrpc: '2.0', id: 5, result: {} }],
    ['an error', { jsonrpc: '2.0', id: 5, error: { code: 1, message: 'x' } }],
    ['a response with nulls', { jsonrpc: '2.0', id: 5, result: null, error: null, method: null }],
  ])('%s', async (_, sent) => {
    expect(await overStdio([JSON.stringify(sent), '', '  ', JSON.stringify(ping)], 1)).toEqual([
      { jsonrpc: '2.0', id: 'last', result: {} },
    ]);
    const { status, body } = await raw(handlers, toRequest(sent));
    expect([status, body]).toEqual([202, undefined]);
  });
});

describe('batches', () => {
  const ping = (id: unknown) => message({ id, method: 'ping' });
  const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
  const start = (protocolVersion: string) =>
    JSON.stringify(
      message({
        id: 'i',
        method: 'initialize',
        params: { protocolVersion, capabilities: {}, clientInfo: client },
      }),
    );
  const batch = (...messages: unknown[]) => JSON.stringify(messages);
  const ids = (said: unknown) => [said].flat().map((each) => Object(each).id);

  test.each(['2024-11-05', '2025-03-26'])('of %s are answered together', async (revision) => {
    const said = await overStdio([start(revision), batch(ping(1), initialized, ping(2.5), ping('c'))], 2);
    expect(said.slice(1).map(ids)).toEqual([[1, 2.5, 'c']]);
    const headers = { 'mcp-protocol-version': revision };
    const { status, body } = await raw(
      handlers,
      toRequest(batch(ping(1), initialized, ping(2.5), ping('c')), { headers }),
    );
    expect([status, ids(body)]).toEqual([200, [1, 2.5, 'c']]);
  });

  test.each(['2025-06-18', '2025-11-25'])('of %s are refused, and each request is told', async (revision) => {
    const said = await overStdio([start(revision), batch(ping(1), initialized, ping('c'))], 3);
    expect(said.slice(1)).toMatchObject([1, 'c'].map((id) => error(-32600, 'batches are not supported', id)));
    const headers = { 'mcp-protocol-version': revision };
    const { status, body } = await raw(handlers, toRequest(batch(ping(1)), { headers }));
    expect([status, body]).toMatchObject([400, error(-32600, 'batches are not supported', null)]);
  });

  test('of notifications alone are accepted', async () => {
    expect(await raw(handlers, toRequest(batch(initialized, initialized)))).toMatchObject({ status: 202 });
    expect(await overStdio([batch(initialized), JSON.stringify(ping('last'))], 1)).toHaveLength(1);
  });

  test('that are empty or too long are refused', async () => {
    const long = batch(...Array.from({ length: 51 }, (_, at) => ping(at)));
    expect(await overStdio(['[]'], 1)).toMatchObject([error(-32600, 'empty', null)]);
    expect(await overStdio([long], 51)).toHaveLength(51);
    expect(await raw(handlers, toRequest(long))).toMatchObject({ status: 400 });
    expect(await raw(handlers, toRequest('[]'))).toMatchObject({ status: 400 });
  });
});

test.each<[string | undefined, number, string]>([
  [undefined, 200, 'application/json'],
  ['', 200, 'application/json'],
  ['*/*', 200, 'application/json'],
  ['application/json', 200, 'application/json'],
  ['application/*;q=0.8', 200, 'application/json'],
  ['Application/JSON; charset=utf-8', 200, 'application/json'],
  ['text/html, */*;q=0.1', 200, 'application/json'],
  ['text/event-stream, application/json', 200, 'application/json'],
  ['text/event-stream', 200, 'text/event-stream'],
  ['TEXT/*', 200, 'text/event-stream'],
  ['text/event-stream, application/json;q=0', 200, 'text/event-stream'],
  ['text/html', 406, 'application/json'],
  ['application/xml;q=0.9, image/*', 406, 'application/json'],
  ['*/*;q=0', 406, 'application/json'],
])('Accept: %s', async (accept, status, type) => {
  for (const progressToken of [undefined, 7]) {
    const request = toRequest(call({ _meta: { progressToken } }), { headers: { accept } });
    const answer = await raw(handlers, request);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    if (status === 200) expect([answer.body].flat()).toMatchObject([got('none')]);
  }
});

test('a client that reads no events gets its answer without progress', async () => {
  const asked = call({ name: 'test_tool_with_progress', _meta: { progressToken: 1 } });
  const { headers, body } = await raw(echo, toRequest(asked, { headers: { accept: 'application/json' } }));
  expect(headers.get('content-type')).toBe('application/json');
  expect(body).toMatchObject({ id: 1, result: { content: [{ text: 'done' }] } });
});

test.each([
  ['serch_people', 'Unknown tool: serch_people. Nearest: search_people'],
  ['SearchPeople', 'Nearest: search_people'],
  ['people', 'Nearest: search_people'],
  ['list-tags', 'Nearest: list_tags'],
  ['crm_list_tag', 'Nearest: list_tags'],
  ['zzzzzzzzzzzzzzzzzz', 'Unknown tool: zzzzzzzzzzzzzzzzzz'],
])('%s is no tool', async (name, text) => {
  const published = ['search_people', 'list_tags', 'get_user'].map((tool) => ({
    ...echo.list[0],
    name: tool,
  }));
  const offered = { ...handlers, list: Object(published) };
  const { body } = await raw(offered, toRequest(call({ name })));
  expect(body).toMatchObject(error(-32602, text));
});

/** Signs of two halves, of which wherever a text is cut, one of these is cut between its halves. */
const signs = ['', 'x'].map((start) => `${start}${'😀'.repeat(700)}`);
const ofPrompt = (name: string) => ({
  ref: { type: 'ref/prompt', name },
  argument: { name: 'a', value: '' },
});

test.each<[what: string, method: string, paramsWith: (text: string) => object]>([
  ['the name of a tool', 'tools/call', (name) => ({ name })],
  ['the name of a prompt', 'prompts/get', (name) => ({ name })],
  ['the address of a resource', 'resources/read', (uri) => ({ uri })],
  ['the prompt of an argument', 'completion/complete', ofPrompt],
  ['the place of a wrong type', 'prompts/get', (name) => ({ name: 'a', arguments: { [name]: 1 } })],
])('%s is repeated in an error without halves of a sign', async (_, method, paramsWith) => {
  for (const text of signs) {
    const { body } = await raw(handlers, toRequest(message({ method, params: paramsWith(text) })));
    expect(body).toMatchObject({ error: { message: expect.stringContaining('😀') } });
    expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/);
  }
});

test('a request that is not answered in time is told so, once, and its call is cancelled', async () => {
  const clock = manualClock();
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  let signal: CancelSignal | undefined;
  let finish = () => {};
  const slow = fixtureHandlers({
    long: (context) => {
      signal = context.signal;
      return new Promise((resolve) => {
        finish = () => resolve({ text: 'late', isError: false });
      });
    },
  });
  const lines: string[] = [];
  stdout.on('data', (chunk) => void lines.push(String(chunk)));
  const { close } = serveStdio({
    stdin,
    stdout,
    handlers: slow,
    version: '0',
    clock,
    answerTimeoutMs: 1_000,
  });
  stdin.write(`${JSON.stringify(call({ name: 'long' }))}\n`);
  await expect.poll(() => signal?.aborted).toBe(false);
  await clock.advance(1_000);
  await expect.poll(() => lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject(error(-32603, 'in time'));
  expect(signal?.aborted).toBe(true);
  finish();
  for (let round = 0; round < 20; round++) await clock.settle();
  expect(lines).toHaveLength(1);
  await close();
});
