import { describe, expect, test } from 'vitest';
import { serverInfo } from '../../src/mcp/methods.ts';
import { fixtureHandlers } from './fixture.ts';
import { type RawOptions, raw, toRequest } from './raw.ts';

const handlers = fixtureHandlers();
const ask = (body: unknown, options?: RawOptions) => raw(handlers, toRequest(body, options));

const initialize = (protocolVersion: string) => ({
  jsonrpc: '2.0',
  id: 'first',
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
});
const list = { jsonrpc: '2.0', id: 0, method: 'tools/list' };
const call = (params: object) => ({ jsonrpc: '2.0', id: 2, method: 'tools/call', params });
const error = (code: number, message?: RegExp) => ({
  error: { code, ...(message === undefined ? {} : { message: expect.stringMatching(message) }) },
});

test.each([
  ['2024-11-05', '2024-11-05'],
  ['2025-03-26', '2025-03-26'],
  ['2025-06-18', '2025-06-18'],
  ['2025-11-25', '2025-11-25'],
  ['1999-01-01', '2025-11-25'],
])('initialize with %s agrees on %s, without a session', async (wanted, agreed) => {
  const { status, headers, body } = await ask(initialize(wanted));
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.has('mcp-session-id')).toBe(false);
  expect(body).toEqual({
    jsonrpc: '2.0',
    id: 'first',
    result: {
      protocolVersion: agreed,
      capabilities: { tools: {} },
      serverInfo: serverInfo('0.0.0-test'),
      instructions: 'Tools of the conformance suite.',
    },
  });
});

const version = (value: string) => ({ headers: { 'mcp-protocol-version': value } });
const header = (name: string, value: string | undefined) => ({ headers: { [name]: value } });
const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } };

describe('status and code', () => {
  test.each<[string, unknown, RawOptions, number, unknown]>([
    ['a list, no version', list, {}, 200, { id: 0, result: { tools: handlers.list } }],
    ['a list, a version', list, version('2025-06-18'), 200, { id: 0, result: { tools: handlers.list } }],
    ['a stale session id', list, header('mcp-session-id', 'gone'), 200, { id: 0 }],
    ['ping', { jsonrpc: '2.0', id: 3, method: 'ping' }, {}, 200, { id: 3, result: {} }],
    ['an unknown method', { jsonrpc: '2.0', id: 4, method: 'x' }, {}, 200, { id: 4, ...error(-32601) }],
    ['an unknown tool', call({ name: 'qq' }), {}, 200, { id: 2, ...error(-32602, /Unknown tool: qq$/) }],
    ['a call without a name', call({}), {}, 200, { id: 2, error: {} }],
    ['a notification', initialized, {}, 202, undefined],
    ['a cancellation, which finds nothing', cancelled, {}, 202, undefined],
    ['an answer to nothing', { jsonrpc: '2.0', id: 1, result: {} }, {}, 202, undefined],
    ['an unsupported version', list, version('2024-01-01'), 400, error(-32000, /2025-11-25/)],
    ['nonsense as a version', list, version('1'), 400, error(-32000, /version/)],
    ['a batch of 2025-06-18', [list, list], version('2025-06-18'), 400, error(-32600, /batch/)],
    ['an empty batch', [], {}, 400, error(-32600)],
    ['broken JSON', '{"jsonrpc":', {}, 400, error(-32700)],
    ['an empty body', '', {}, 400, error(-32700)],
    ['JSON that is no message', { hello: 1 }, {}, 400, error(-32600)],
    ['a number', '7', {}, 400, error(-32600)],
    ['an id that is no id', { ...list, id: { a: 1 } }, {}, 400, error(-32600)],
    ['text', list, header('content-type', 'text/plain'), 415, error(-32000)],
    [
      'JSON in a parameter',
      list,
      header('content-type', 'text/plain; a=application/json'),
      415,
      error(-32000),
    ],
    ['JSON with a charset', list, header('content-type', 'application/json; charset=utf-8'), 200, { id: 0 }],
  ])('%s', async (_, body, options, status, expected) => {
    const answer = await ask(body, options);
    expect(answer.status).toBe(status);
    if (expected === undefined) expect(answer.body).toBeUndefined();
    else expect(answer.body).toMatchObject({ jsonrpc: '2.0', ...Object(expected) });
  });

  test.each(['GET', 'DELETE', 'PUT'])('%s is not allowed', async (method) => {
    const { status, headers, body } = await ask(undefined, { method });
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe('POST');
    expect(body).toMatchObject({ id: null, ...error(-32000) });
  });
});

describe('a call', () => {
  test('is answered as JSON', async () => {
    const { headers, body } = await ask(call({ name: 'test_simple_text' }));
    expect(headers.get('content-type')).toBe('application/json');
    const content = [{ type: 'text', text: 'This is a simple text response for testing.' }];
    expect(body).toEqual({ jsonrpc: '2.0', id: 2, result: { content, isError: false } });
  });

  test('streams progress only to a client that gave a token', async () => {
    const quiet = await ask(call({ name: 'test_tool_with_progress' }));
    expect(quiet.headers.get('content-type')).toBe('application/json');
    const { status, headers, body } = await ask(
      call({ name: 'test_tool_with_progress', _meta: { progressToken: 'token' } }),
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('cache-control')).toContain('no-cache');
    expect(body).toMatchObject([
      { params: { progressToken: 'token', progress: 0, total: 100 } },
      { params: { progressToken: 'token', progress: 50 } },
      { params: { progressToken: 'token', progress: 100, message: 'Completed step 100 of 100' } },
      { id: 2, result: { content: [{ text: 'done' }] } },
    ]);
  });
});
