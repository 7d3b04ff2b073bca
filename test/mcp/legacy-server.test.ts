import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { expect, test } from 'vitest';
import { createHandlers } from '../../src/mcp/handlers.ts';
import { createLegacyServer } from '../../src/mcp/legacy-server.ts';
import { instructions, selectTools } from '../../src/mcp/tool-selection.ts';
import { published, publishedCapabilities, publishedJson, selectionSource } from '../../src/published.ts';
import type { App } from '../../src/tool/app.ts';
import { isObject } from '../../src/tool/json.ts';
import { withToolNames } from '../../src/tool/outgoing-text.ts';
import type { HarnessOptions } from '../harness.ts';
import { startInTest } from '../start-in-test.ts';
import { turning } from '../turning.ts';
import { offersNothing } from './fixture-capabilities.ts';

test('the handshake names the server, its instructions and all that it offers', async () => {
  const { client } = await startInTest();
  expect(client.getServerVersion()).toMatchObject({
    name: 'copper-mcp',
    title: 'Copper CRM',
    version: '0.0.0-test',
    icons: [{ mimeType: 'image/png' }],
  });
  expect(client.getInstructions()).toBe(withToolNames(instructions));
  expect(client.getServerCapabilities()).toEqual({
    tools: {},
    resources: {},
    prompts: {},
    completions: {},
  });
});

test('the list is the published one, whole, on one page, and costs no request', async () => {
  const { client, sandbox } = await startInTest();
  expect(await client.listTools()).toEqual({ tools: published });
  expect(sandbox.log).toEqual([]);
});

test('a call gives one text', async () => {
  const { client } = await startInTest();
  const result = await client.callTool({ name: 'list_pipelines', arguments: {} });
  expect(result).toEqual({ content: [{ type: 'text', text: expect.any(String) }], isError: false });
  expect(result).toMatchObject({ content: [{ text: expect.stringMatching(/^pipelines 1-3 of 3\n/) }] });
});

test('a call without arguments is a call with none', async () => {
  const { client } = await startInTest();
  expect(await client.callTool({ name: 'list_pipelines' })).toMatchObject({ isError: false });
});

test.each<[string, string, Record<string, unknown>, HarnessOptions, RegExp]>([
  ['a bad argument', 'search_people', { limit: 'many' }, {}, /^invalid_input: limit must be of type number/],
  [
    'an unknown name',
    'search_opportunities',
    { owner: 'Nobody' },
    {},
    /^unknown_name: There is no owner "Nobody"/,
  ],
  ['a record that is not there', 'get_opportunity', { id: 1 }, {}, /^not_found: No opportunity has this id/],
  [
    'a refusal',
    'search_leads',
    {},
    { sandbox: { leads: false } },
    /^forbidden: Copper denied access \(403\)/,
  ],
  ['no key', 'list_pipelines', {}, { env: { COPPER_API_KEY: '' } }, /^not_configured: No Copper key is set/],
])('%s is a result that the model can read', async (_, name, input, options, text) => {
  const { client } = await startInTest(options);
  expect(await client.callTool({ name, arguments: input })).toEqual({
    content: [{ type: 'text', text: expect.stringMatching(text) }],
    isError: true,
  });
});

test('an unknown tool is an error of the protocol', async () => {
  const { client, sandbox } = await startInTest();
  await expect(client.callTool({ name: 'search_deals', arguments: {} })).rejects.toMatchObject({
    code: -32602,
    message: expect.stringContaining('Unknown tool: search_deals'),
  });
  await expect(client.callTool({ name: 'x'.repeat(5_000) })).rejects.toThrow(/^.{1,200}$/);
  expect(sandbox.log).toEqual([]);
});

test('what has no handler is refused by the protocol', async () => {
  const { client } = await startInTest();
  await expect(client.subscribeResource({ uri: 'copper://account' })).rejects.toMatchObject({ code: -32601 });
  await expect(client.ping()).resolves.toEqual({});
});

test('two calls at once have their own answers', async () => {
  const { call, clock } = await startInTest({ sandbox: { latency: 50 } });
  const both = Promise.all([call('list_pipelines'), call('list_users', { limit: 1 })]);
  const [pipelines, users] = await turning(both, clock);
  expect([pipelines.text.split(' ')[0], users.text.split(' ')[0]]).toEqual(['pipelines', 'users']);
});

test('JSON is structured content, and the same as text', async () => {
  const { call } = await startInTest({ env: { COPPER_FORMAT: 'json' } });
  const { text, structured, isError } = await call('list_pipelines');
  expect(isError).toBe(false);
  expect(structured).toMatchObject({
    kind: 'pipelines',
    total: 3,
    columns: ['id', 'name', 'type', 'revenue', 'stages'],
  });
  expect(JSON.parse(text)).toEqual(structured);
});

/** A client of a server whose list tells the shape of answers, which the client then holds them against. */
async function strictClient(call: App['call']): Promise<Client> {
  const app = async () => ({ ...offersNothing, call, close: async () => {} });
  const source = { ...selectionSource, list: publishedJson, instructions };
  const selection = selectTools(source, selectionSource.groups.all, '');
  const handlers = createHandlers({ selection, capabilities: publishedCapabilities, app });
  const server = createLegacyServer(handlers, '0.0.0-test');
  const client = new Client({ name: 'strict', version: '1.0.0' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  await client.listTools();
  return client;
}

test.each([
  ['a page', 'search_opportunities', { limit: 2 }],
  ['a count', 'search_opportunities', { limit: 0 }],
  ['one record', 'get_user', { id: 'me' }],
  ['a list', 'list_pipelines', {}],
  ['an error', 'get_opportunity', { id: 1 }],
])('%s in JSON has the shape that the list tells', async (_, name, input) => {
  const { call, clock } = await startInTest({ env: { COPPER_FORMAT: 'json' } });
  const client = await strictClient(async (tool) => {
    const { text, structured, isError } = await call(tool, input);
    return { text, isError, ...(isObject(structured) ? { structured } : {}) };
  });
  const result = await turning(client.callTool({ name }), clock);
  expect(result.structuredContent === undefined).toBe(result.isError);
});

test('a client would refuse another shape', async () => {
  const client = await strictClient(async () => ({ text: '', structured: { kind: 5 }, isError: false }));
  await expect(client.callTool({ name: 'list_pipelines' })).rejects.toThrow(/does not match/);
});

test('an error in JSON is text alone', async () => {
  const { call } = await startInTest({ env: { COPPER_FORMAT: 'json' } });
  expect(await call('get_opportunity', { id: 1 })).toMatchObject({ isError: true, structured: undefined });
});
