import { describe, expect, test } from 'vitest';
import { serverInfo as identity } from '../../src/mcp/methods.ts';
import { fixtureHandlers } from './fixture.ts';
import { modernMeta, type RawOptions, raw, toModernRequest, toRequest } from './raw.ts';

const handlers = fixtureHandlers();
type Message = Parameters<typeof toModernRequest>[0];
const ask = (message: Message, options?: RawOptions) => raw(handlers, toModernRequest(message, options));

const serverInfo = identity('0.0.0-test');
const complete = { resultType: 'complete', _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo } };
const cached = { ttlMs: 300_000, cacheScope: 'public' };
const list = { method: 'tools/list' };
const call = { method: 'tools/call', params: { name: 'test_simple_text' } };

test('server/discover says what there is', async () => {
  expect(await ask({ method: 'server/discover' })).toMatchObject({
    status: 200,
    body: {
      id: 1,
      result: {
        ...complete,
        ...cached,
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {} },
        instructions: 'Tools of the conformance suite.',
      },
    },
  });
});

test('tools/list may be kept by anyone for a while', async () => {
  const { headers, body } = await ask(list);
  expect(headers.get('content-type')).toBe('application/json');
  expect(body).toEqual({ jsonrpc: '2.0', id: 1, result: { ...complete, ...cached, tools: handlers.list } });
});

test('tools/call answers with a complete result, which nobody keeps', async () => {
  const { body } = await ask(call);
  const content = [{ type: 'text', text: 'This is a simple text response for testing.' }];
  expect(body).toEqual({ jsonrpc: '2.0', id: 1, result: { ...complete, content, isError: false } });
});

test('progress turns the reply into a stream, only for a client that gave a token', async () => {
  const params = { name: 'test_tool_with_progress' };
  const quiet = await ask({ method: 'tools/call', params });
  expect(quiet.headers.get('content-type')).toBe('application/json');
  const _meta = { ...modernMeta, progressToken: 7 };
  const { headers, body } = await ask({ method: 'tools/call', params: { ...params, _meta } });
  expect(headers.get('content-type')).toBe('text/event-stream');
  expect(headers.get('x-accel-buffering')).toBe('no');
  expect(body).toMatchObject([
    { method: 'notifications/progress', params: { progressToken: 7, progress: 0, total: 100 } },
    { params: { progress: 50 } },
    { params: { progress: 100 } },
    { id: 1, result: { resultType: 'complete' } },
  ]);
});

const header = (name: string, value: string | undefined) => ({ headers: { [name]: value } });
const future = '2099-01-01';
const claims = (protocolVersion: string) => ({
  method: 'tools/list',
  params: { _meta: { ...modernMeta, 'io.modelcontextprotocol/protocolVersion': protocolVersion } },
});
const { 'io.modelcontextprotocol/clientCapabilities': _, ...withoutCapabilities } = modernMeta;

describe('status and code', () => {
  test.each<[string, Message, RawOptions, number, object]>([
    ['an unknown tool', { method: 'tools/call', params: { name: 'x' } }, {}, 200, { code: -32602 }],
    ['another method in the header', list, header('mcp-method', 'tools/call'), 400, { code: -32020 }],
    ['another tool in the header', call, header('mcp-name', 'x'), 400, { code: -32020 }],
    ['no method in the headers', list, header('mcp-method', undefined), 400, { code: -32020 }],
    ['no tool in the headers', call, header('mcp-name', undefined), 400, { code: -32020 }],
    ['a tool that is not quite Base64', call, header('mcp-name', '=?base64?*?='), 400, { code: -32020 }],
    ['no version in the headers', list, header('mcp-protocol-version', undefined), 400, { code: -32020 }],
    ['another version in the header', list, header('mcp-protocol-version', future), 400, { code: -32020 }],
    ['no _meta', { ...list, params: { _meta: undefined } }, {}, 400, { code: -32602 }],
    ['no capabilities', { ...list, params: { _meta: withoutCapabilities } }, {}, 400, { code: -32602 }],
    [
      'an unsupported version',
      claims(future),
      header('mcp-protocol-version', future),
      400,
      { code: -32022, data: { supported: ['2026-07-28'], requested: future } },
    ],
    ['an unknown method', { method: 'x' }, {}, 404, { code: -32601 }],
    ['a legacy method', { method: 'ping' }, {}, 404, { code: -32601 }],
    ['the legacy handshake', { method: 'initialize' }, {}, 404, { code: -32601 }],
    ['text', list, header('content-type', 'text/plain'), 415, { code: -32000 }],
  ])('%s', async (_, message, options, status, error) => {
    const answer = await ask(message, options);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ jsonrpc: '2.0', error });
  });

  test('a tool in Base64 is read', async () => {
    const name = `=?base64?${btoa('test_simple_text')}?=`;
    expect(await ask(call, header('mcp-name', name))).toMatchObject({ status: 200 });
  });

  test('a notification is accepted', async () => {
    const body = { jsonrpc: '2.0', method: 'notifications/x', params: { _meta: modernMeta } };
    const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'notifications/x' };
    expect(await raw(handlers, toRequest(body, { headers }))).toMatchObject({ status: 202, body: undefined });
  });

  test('a subscription ends at once, because nothing ever changes', async () => {
    const params = { notifications: { toolsListChanged: true } };
    expect(await ask({ method: 'subscriptions/listen', params })).toMatchObject({
      status: 200,
      body: [
        { method: 'notifications/subscriptions/acknowledged', params: { notifications: {} } },
        { id: 1, result: { resultType: 'complete' } },
      ],
    });
  });
});
