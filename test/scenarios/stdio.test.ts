import { existsSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { instructions } from '../../src/mcp/tool-selection.ts';
import { published, publishedJson } from '../../src/published.ts';
import { withToolNames } from '../../src/tool/outgoing-text.ts';
import { bareEnv, handshake, type ServerProcess, serverPath, startServer } from './server-process.ts';
import { startUpstream } from './upstream.ts';

const clean = { code: 0, signal: null };
const closing: (() => unknown)[] = [];

beforeAll(() => {
  if (!existsSync(serverPath)) throw new Error('there is no dist/: run `node scripts/ready.mjs` first');
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Starts the server; at the end of the test it must be gone, and must have written nothing but protocol. */
function start(args?: readonly string[], env?: Readonly<Record<string, string>>): ServerProcess {
  const server = startServer(args, env);
  closing.push(async () => {
    server.endInput();
    await server.gone;
    for (const line of server.lines()) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  });
  return server;
}

/** A server with a call in flight that Copper never answers. */
async function startHanging(): Promise<ServerProcess> {
  const upstream = await startUpstream();
  closing.push(upstream.close);
  upstream.behave(() => {});
  const server = start([], { COPPER_API_KEY: 'any', COPPER_API_BASE_URL: upstream.url });
  await server.initialize();
  server.ask('tools/call', { name: 'list_users', arguments: {} }).catch(() => undefined);
  await expect.poll(() => upstream.requests.length, { interval: 5 }).toBe(1);
  return server;
}

const textOf = (message: { readonly result?: unknown }) => JSON.stringify(message.result);

describe('every generation of clients', () => {
  test.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])('%s', async (version) => {
    const server = start(['--sandbox']);
    expect((await server.initialize(version)).result).toMatchObject({
      protocolVersion: version,
      serverInfo: { name: 'copper-mcp' },
      capabilities: { tools: {} },
      instructions: withToolNames(instructions),
    });
    expect((await server.ask('tools/list')).result).toEqual({ tools: published });
    const { result } = await server.ask('tools/call', { name: 'list_users', arguments: { limit: 1 } });
    expect(result).toMatchObject({ isError: false, content: [{ type: 'text' }] });
    expect(textOf({ result })).toContain('Dana Li');
    server.endInput();
    expect(await server.gone).toEqual(clean);
    expect(server.stderr()).toBe('');
  });

  test('one that is unknown gets the newest we have', async () => {
    const { result } = await start(['--sandbox']).initialize('2099-01-01');
    expect(result).toMatchObject({ protocolVersion: '2025-11-25' });
  });

  test('the official client, which leaves no process behind', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [serverPath, '--sandbox'],
      env: bareEnv(),
    });
    await client.connect(transport);
    const { pid } = transport;
    expect((await client.listTools()).tools).toEqual(published);
    expect(await client.callTool({ name: 'list_pipelines' })).toMatchObject({ isError: false });
    await client.close();
    expect(() => process.kill(pid ?? -1, 0)).toThrow('ESRCH');
  });
});

test('COPPER_FORMAT=json publishes the shape of answers, and gives them as data', async () => {
  const server = start(['--sandbox'], { COPPER_FORMAT: 'json' });
  await server.initialize();
  expect((await server.ask('tools/list')).result).toEqual({ tools: publishedJson });
  const { result } = await server.ask('tools/call', { name: 'list_users', arguments: { limit: 1 } });
  expect(result).toMatchObject({ structuredContent: { kind: 'users', total: 12, next: 1 } });
});

test('--tools and a prefix make another list, the same for as long as the client stays', async () => {
  const args = ['--sandbox', '--tools', 'list_users,search_people'];
  const server = start(args, { COPPER_TOOLS: 'reports', COPPER_TOOL_PREFIX: 'crm_' });
  await server.initialize();
  const { result } = await server.ask('tools/list');
  expect(textOf({ result }).match(/"name":"crm_\w+"/g)).toEqual([
    '"name":"crm_search_people"',
    '"name":"crm_list_users"',
  ]);
  const called = await server.ask('tools/call', { name: 'crm_search_people', arguments: { owner: 'Zorro' } });
  expect(textOf(called)).toContain('crm_list_users lists all.');
  const refused = await server.ask('tools/call', { name: 'crm_find', arguments: {} });
  expect(refused.error).toMatchObject({ code: -32602, message: expect.stringContaining('leaves it out') });
  expect((await server.ask('tools/list')).result).toEqual(result);
});

test('with every log there is, stdout is protocol and stderr is JSON lines', async () => {
  const server = start(['--sandbox'], { LOG_LEVEL: 'trace' });
  await server.initialize();
  await server.ask('tools/call', { name: 'search_opportunities', arguments: { owner: 'Dana Li', limit: 2 } });
  server.endInput();
  expect(await server.gone).toEqual(clean);
  expect(server.lines()).toHaveLength(2);
  const logged = server.stderr().trimEnd().split('\n');
  expect(logged.length).toBeGreaterThan(1);
  for (const line of logged) expect(JSON.parse(line)).toMatchObject({ name: 'copper-mcp' });
});

describe('it ends', () => {
  test('at the end of its input, before a word was said', async () => {
    const server = start();
    server.endInput();
    expect(await server.gone).toEqual(clean);
  });

  test('at the end of its input, with a call in flight that will not end', async () => {
    const server = await startHanging();
    server.endInput();
    expect(await server.gone).toEqual(clean);
    expect(server.lines()).toHaveLength(1);
  });

  // Windows has no signals: there a process that is asked to stop is killed at once.
  const signals = process.platform === 'win32' ? [] : (['SIGTERM', 'SIGINT'] as const);
  test.each(signals)('by %s, idle or at work', async (signal) => {
    const idle = start(['--sandbox']);
    await idle.initialize();
    const busy = await startHanging();
    for (const server of [idle, busy]) server.kill(signal);
    expect(await Promise.all([idle.gone, busy.gone])).toEqual([clean, clean]);
  });

  test('when its client has gone without closing anything', async () => {
    const server = start(['--sandbox']);
    await server.initialize();
    server.leave();
    server.ask('tools/list').catch(() => undefined);
    server.ask('tools/list').catch(() => undefined);
    expect(await server.gone).toEqual(clean);
  });
});

test('a message beyond all measure is refused, and does not stop it', async () => {
  const server = start(['--sandbox']);
  await server.initialize();
  server.write(`${'x'.repeat(11_000_000)}\n`);
  expect((await server.ask('tools/list')).result).toMatchObject({ tools: expect.any(Array) });
  expect(server.lines().map((line) => JSON.parse(line))).toContainEqual({
    jsonrpc: '2.0',
    id: null,
    error: { code: -32600, message: 'Invalid Request: a message must not exceed 10 MB. It was skipped' },
  });
  expect(server.stderr()).toBe('');
});

test('garbage on its input does not stop it', async () => {
  const server = start(['--sandbox']);
  const garbage = [
    '',
    'hello',
    '{"jsonrpc":"2.0"',
    '[]',
    'null',
    '42',
    '{}',
    '{"jsonrpc":"1.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":{},"method":"ping"}',
    '{"jsonrpc":"2.0","id":77,"result":{}}',
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}',
    '{"jsonrpc":"2.0","method":"notifications/nonsense"}',
    '\u0000\ufeff\ud800',
    'x'.repeat(1_000_000),
  ];
  server.write(`${garbage.join('\n')}\n`);
  await server.initialize();
  server.write(`${garbage.join('\r\n')}\n`);
  const { result } = await server.ask('tools/call', { name: 'list_users', arguments: { limit: 1 } });
  expect(result).toMatchObject({ isError: false });
});

test.each<[string, object, object]>([
  ['tools/call', { name: 'list_pipelines', arguments: {} }, { isError: false }],
  ['resources/read', { uri: 'copper://account' }, { contents: [{ uri: 'copper://account' }] }],
  ['prompts/get', { name: 'forecast' }, { messages: [{ role: 'user' }] }],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'forecast' }, argument: { name: 'pipeline', value: 'sal' } },
    { completion: { values: ['Sales'] } },
  ],
])('three lines from a pipe that ends at once are answered: %s', async (method, params, result) => {
  const server = start(['--sandbox']);
  const messages = [
    { id: 1, method: 'initialize', params: handshake('2025-11-25') },
    { method: 'notifications/initialized' },
    { id: 2, method, params },
  ];
  server.write(messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join(''));
  server.endInput();
  expect(await server.gone).toEqual(clean);
  const answers = server.lines().map((line) => JSON.parse(line));
  expect(answers.map(({ id }) => id)).toEqual([1, 2]);
  expect(answers[1].result).toMatchObject(result);
});

test('a tool that does not exist is an error of the protocol', async () => {
  const server = start(['--sandbox']);
  await server.initialize();
  const { error } = await server.ask('tools/call', { name: 'delete_everything', arguments: {} });
  expect(error).toEqual({ code: -32602, message: 'Unknown tool: delete_everything' });
  expect((await server.ask('tools/call', { name: '__proto__', arguments: {} })).error?.code).toBe(-32602);
  expect((await server.ask('tools/delete', {})).error?.code).toBe(-32601);
});

test('without a key and without a terminal it serves, and each call says what to set', async () => {
  const server = start();
  await server.initialize();
  expect((await server.ask('tools/list')).result).toEqual({ tools: published });
  const { result } = await server.ask('tools/call', { name: 'list_users', arguments: {} });
  expect(result).toMatchObject({ isError: true });
  expect(textOf({ result })).toMatch(/not_configured: .*COPPER_API_KEY.*--sandbox/);
});

test('a setting that cannot be used ends it with one line and exit code 2', async () => {
  const server = start([], { COPPER_API_KEY: 'any', COPPER_RATE_LIMIT: 'many' });
  expect(await server.gone).toEqual({ code: 2, signal: null });
  expect(server.stderr()).toMatch(/^copper-mcp: COPPER_RATE_LIMIT [^\n]+\n$/);
});
