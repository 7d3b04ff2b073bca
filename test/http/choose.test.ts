import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { published, selectionSource } from '../../src/published.ts';
import { clients } from '../mcp/clients.ts';
import { ask, callMethod, type Front, startFront } from './front.ts';

const { groups } = selectionSource;
const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };

/** One request to `/mcp` with this query, as clients of 2025 make it. */
async function asked(front: Front, query: string, method: string, params: object = {}) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const { status, text } = await ask(`${front.url}/mcp${query}`, { method: 'POST', headers, body });
  return { status, answer: JSON.parse(text) };
}
const listed = async (front: Front, query: string): Promise<string[]> =>
  (await asked(front, query, 'tools/list')).answer.result.tools.map(({ name }: { name: string }) => name);

let front: Front;
let narrow: Front;
beforeAll(async () => {
  front = await startFront();
  narrow = await startFront({ env: { COPPER_TOOLS: '-list_users', COPPER_TOOL_PREFIX: 'crm_' } });
});
afterAll(() => Promise.all([front.close(), narrow.close()]));

describe('?tools=', () => {
  test.each([
    ['', groups.all],
    ['?tools=all', groups.all],
    ['?tools=core', groups.all.filter((name) => groups.core.includes(name))],
    ['?tools=list_users,list_tags', ['list_users', 'list_tags']],
    ['?tools=list_users&x=1&tools=list_tags', ['list_users', 'list_tags']],
    ['?tools=list_users%2C+list_tags', ['list_users', 'list_tags']],
    ['?tools=operations,-search_people', groups.operations.filter((name) => name !== 'search_people')],
    ['?tool=core', groups.all],
    ['?tools=research', groups.research],
    ['?tools=list_users,fetch', ['list_users', 'fetch']],
  ])('%s', async (query, names) => {
    expect(await listed(front, query)).toEqual(names);
  });

  test('counts for each request by itself, many callers at once', async () => {
    const choices = ['list_users', 'list_tags', 'core', 'all', 'reports'];
    const many = Array.from({ length: 40 }, (_, at) => choices[at % choices.length] ?? 'all');
    const lists = await Promise.all(many.map((words) => listed(front, `?tools=${words}`)));
    const first = new Map(choices.map((words, at) => [words, lists[at]]));
    expect(new Set([...first.values()].map(String)).size).toBe(choices.length);
    for (const [at, words] of many.entries()) expect(lists[at]).toEqual(first.get(words));
  });

  test('what is left out cannot be called', async () => {
    const call = (name: string) => asked(front, '?tools=list_tags', 'tools/call', { name, arguments: {} });
    expect((await call('list_tags')).answer.result.isError).toBe(false);
    const { status, answer } = await call('list_users');
    expect([status, answer.error.code]).toEqual([200, -32602]);
    expect(answer.error.message).toContain('list_users (it exists, but the choice of tools leaves it out)');
    expect((await callMethod(front.url, 'tools/call', { name: 'list_users' })).text).toContain(
      '"isError":false',
    );
  });

  test('prompts go with the tools', async () => {
    const { answer } = await asked(front, '?tools=list_tags', 'prompts/list');
    expect(answer.result.prompts).toEqual([]);
    expect((await asked(front, '', 'prompts/list')).answer.result.prompts).toHaveLength(7);
  });

  test.each([
    ['?tools=serch_people', '"serch_people" is not a tool or a group of tools. Nearest: search_people,'],
    ['?tools=', 'The choice of tools leaves none. A choice (--tools, COPPER_TOOLS or ?tools=)'],
    ['?tools=-all', 'The choice of tools leaves none.'],
    ['?tools=%00', 'is not a tool or a group of tools.'],
  ])('%s is refused with 400 and the sentence of the command line', async (query, sentence) => {
    for (const method of ['initialize', 'tools/list', 'tools/call']) {
      const { status, answer } = await asked(front, query, method);
      expect(status).toBe(400);
      expect(answer.error).toBe('bad_tools');
      expect(answer.error_description).toContain(sentence);
    }
    expect(front.logged.at(-1)).toMatchObject({
      message: 'refused',
      fields: { reason: 'bad_tools', path: '/mcp' },
    });
  });

  test('the places of those who were refused are free again', async () => {
    await Promise.all(Array.from({ length: 60 }, () => asked(front, '?tools=x', 'tools/list')));
    expect(await listed(front, '?tools=list_tags')).toEqual(['list_tags']);
  });
});

describe('a server that offers less, under other names', () => {
  test('offers no more to anyone', async () => {
    const rest = groups.all.filter((name) => name !== 'list_users').map((name) => `crm_${name}`);
    expect(await listed(narrow, '')).toEqual(rest);
    expect(await listed(narrow, '?tools=all')).toEqual(rest);
    expect(await listed(narrow, '?tools=list_tags,crm_find')).toEqual(['crm_list_tags', 'crm_find']);
    expect(await listed(narrow, '?tools=research')).toEqual(['crm_search', 'crm_fetch']);
    const { status, answer } = await asked(narrow, '?tools=list_users', 'tools/list');
    expect([status, answer.error_description]).toEqual([
      400,
      'This server does not offer list_users: its own choice of tools leaves it out.',
    ]);
  });

  test('counts calls by the names that clients use', async () => {
    await asked(narrow, '', 'tools/call', { name: 'crm_list_tags', arguments: {} });
    await asked(narrow, '', 'tools/call', { name: 'crm_list_users', arguments: {} });
    const { text } = await ask(`${narrow.url}/metrics`);
    expect(text).toContain('copper_mcp_calls_total{tool="crm_list_tags",outcome="ok"} 1');
    expect(text).toContain('copper_mcp_call_errors_total{tool="unknown",kind="unknown_tool"} 1');
  });
});

describe.each(Object.entries(clients))('%s', (kind, { connect }) => {
  test('lists and calls what its address chooses', async () => {
    const client = await connect({ url: `${front.url}/mcp?tools=search_people,list_pipelines` });
    try {
      expect(await client.list()).toEqual(['search_people', 'list_pipelines']);
      expect(await client.list()).toEqual(['search_people', 'list_pipelines']);
      expect(await client.call('list_pipelines')).toMatchObject({ isError: false });
      const refused = await client.call('search_people', { owner: 'Zorro' });
      expect(JSON.stringify(refused)).not.toContain('list_users');
      await expect(client.call('list_users')).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining('the choice of tools leaves it out'),
      });
    } finally {
      await client.close();
    }
  });

  test('learns why a choice is not possible', async () => {
    const client = connect({ url: `${front.url}/mcp?tools=nothing_such` });
    // A client that knows one revision only keeps to itself what the server said.
    const message = kind.includes('pin') ? 'Version negotiation failed' : 'is not a tool or a group of tools';
    await expect(client).rejects.toThrow(message);
  });
});

test('a list that may be kept is the same for everybody at its address', async () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } });
  const modern = { ...headers, 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/list' };
  const list = async (query: string) => {
    const { text } = await ask(`${front.url}/mcp${query}`, { method: 'POST', headers: modern, body });
    return JSON.parse(text).result;
  };
  const kept = { ttlMs: 300_000, cacheScope: 'public' };
  expect(await list('')).toMatchObject({ ...kept, tools: published });
  expect(await list('?tools=list_tags')).toMatchObject({ ...kept, tools: [{ name: 'list_tags' }] });
  expect(await list('?tools=list_tags')).toEqual(await list('?tools=list_tags'));
});
