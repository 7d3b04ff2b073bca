import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { toolChoice } from '../../src/cli/tool-choice.ts';
import { readConfig } from '../../src/config.ts';
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import { createHandlers, type Handlers } from '../../src/mcp/handlers.ts';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { showsViews } from '../../src/mcp/views.ts';
import { publishedCapabilities } from '../../src/published.ts';
import { createCancellation, realClock } from '../../src/tool/clock.ts';
import { reports } from '../../tools/reports/index.ts';
import { page, viewApp } from '../view/view-app.ts';
import { modernMeta, raw, toModernRequest, toRequest } from './raw.ts';

const uri = 'ui://copper/view.html';
const key = 'io.github.copper-mcp/view';
const ui = { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } };
const declared = { extensions: ui };
const { app } = viewApp();

const handlersWith = (env: Record<string, string> = {}, words?: string): Handlers => {
  const choice = toolChoice(readConfig(env, () => '', 'UTC'));
  return createHandlers({
    selection: words === undefined ? choice.offered : choice.narrow(words),
    capabilities: publishedCapabilities,
    app: async () => app,
    readView: async () => page,
  });
};
const handlers = handlersWith();

const call = { name: 'search_opportunities', arguments: { limit: 2 } };
const other = { name: 'list_users', arguments: { limit: 1 } };

interface Result {
  readonly tools?: readonly { readonly name: string; readonly _meta?: object }[];
  readonly content?: readonly { readonly text: string }[];
  readonly contents?: readonly object[];
  readonly resources?: readonly { readonly uri: string }[];
  readonly cacheScope?: string;
  readonly _meta?: Readonly<Record<string, { readonly tables: readonly { rows: readonly unknown[] }[] }>>;
}

/** A connection over stdio; each question is answered in turn. */
function connect(modern: boolean, capabilities: object) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const waiting = new Map<number, (result: Result) => void>();
  stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.trim().split('\n')) {
      const { id, result } = JSON.parse(line);
      waiting.get(id)?.(result);
    }
  });
  serveStdio({ stdin, stdout, handlers, version: '1.2.3', clock: realClock, answerTimeoutMs: 60_000 });
  let count = 0;
  const meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': capabilities };
  const ask = (method: string, params: object = {}) =>
    new Promise<Result>((resolve) => {
      const id = ++count;
      waiting.set(id, resolve);
      const given = modern ? { ...params, _meta: meta } : params;
      stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params: given })}\n`);
    });
  const opening = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'raw', version: '1' } };
  const opened = modern ? ask('server/discover') : ask('initialize', opening);
  return { ask, opened };
}

const listed = ({ tools = [] }: Result) =>
  tools.flatMap(({ name, _meta }) => (_meta === undefined ? [] : [[name, _meta] as const]));
const viewed = [
  ...['search_activities', 'search_companies', 'search_leads', 'search_opportunities', 'search_people'],
  'search_tasks',
  ...reports.map(({ name }) => name),
];

describe.each([
  ['2025-11-25', false],
  ['2026-07-28', true],
])('over stdio, a client of %s', (_, modern) => {
  test('that shows views is told of them, and gets data, with the SDK and without', async () => {
    const { ask, opened } = connect(modern, declared);
    await opened;
    const lists = [await ask('tools/list')];
    const results = [await ask('tools/call', call)];
    // Loads the SDK.
    await ask('completion/complete', {
      ref: { type: 'ref/prompt', name: 'pipeline_review' },
      argument: { name: 'owner', value: 'D' },
    });
    lists.push(await ask('tools/list'));
    results.push(await ask('tools/call', call));
    for (const list of lists) {
      expect(new Map(listed(list))).toEqual(
        new Map(viewed.map((name) => [name, { ui: { resourceUri: uri }, 'ui/resourceUri': uri }])),
      );
      expect(list.cacheScope).toBe(modern ? 'private' : undefined);
    }
    expect(lists[1]).toEqual(lists[0]);
    expect(results[0]?._meta?.[key]?.tables[0]?.rows).toHaveLength(2);
    expect(results[1]).toEqual(results[0]);
    expect((await ask('tools/call', other))._meta?.[key]).toBeUndefined();
  });

  test('that shows none gets what it always got', async () => {
    const { ask, opened } = connect(modern, {});
    await opened;
    const list = await ask('tools/list');
    expect(listed(list)).toEqual([]);
    expect(list.cacheScope).toBe(modern ? 'public' : undefined);
    const result = await ask('tools/call', call);
    expect(result._meta?.[key]).toBeUndefined();
    const shown = connect(modern, declared);
    await shown.opened;
    expect((await shown.ask('tools/call', call)).content).toEqual(result.content);
  });

  test('reads the page, which no list names and which may load nothing', async () => {
    const { ask, opened } = connect(modern, declared);
    await opened;
    const { resources = [] } = await ask('resources/list');
    expect(resources.map((one) => one.uri)).not.toContain(uri);
    const { contents } = await ask('resources/read', { uri });
    const csp = { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] };
    expect(contents).toEqual([
      { uri, mimeType: 'text/html;profile=mcp-app', text: page, _meta: { ui: { csp, prefersBorder: true } } },
    ]);
  });
});

describe('over HTTP', () => {
  const endpoint = createEndpoint({ version: '0.0.0-test' });
  const meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': declared };

  /** The same directly and by the SDK. */
  async function both(request: Request, served = handlers): Promise<Result> {
    const body = await request.clone().text();
    const header = (name: string) => request.headers.get(name) ?? undefined;
    const { signal } = createCancellation();
    const direct = await endpoint.direct({ header, body, signal }, served);
    const { body: bySdk } = (await raw(served, request)) as { body: { result: Result } };
    if (!('json' in direct)) throw new Error('not answered directly');
    expect(JSON.parse(Buffer.from(direct.json).toString())).toEqual(bySdk);
    return bySdk.result;
  }

  test('a client of 2026-07-28 says with each request whether it shows views', async () => {
    const list = await both(toModernRequest({ method: 'tools/list', params: { _meta: meta } }));
    expect(listed(list).map(([name]) => name)).toHaveLength(viewed.length);
    expect(list.cacheScope).toBe('private');
    const result = await both(toModernRequest({ method: 'tools/call', params: { ...call, _meta: meta } }));
    expect(result._meta?.[key]?.tables[0]?.rows).toHaveLength(2);
    const plain = await both(toModernRequest({ method: 'tools/list' }));
    expect([listed(plain), plain.cacheScope]).toEqual([[], 'public']);
  });

  test('one of 2025-11-25 said so in its handshake, of which nothing is kept: it gets text', async () => {
    const list = await both(toRequest({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
    expect(listed(list)).toEqual([]);
    const result = await both(toRequest({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }));
    expect(result._meta).toBeUndefined();
  });

  test('tools under other names, and fewer of them, keep their views', async () => {
    const served = handlersWith({ COPPER_TOOL_PREFIX: 'crm_' }, 'search_people,list_users');
    const list = await both(toModernRequest({ method: 'tools/list', params: { _meta: meta } }), served);
    expect(listed(list).map(([name]) => name)).toEqual(['crm_search_people']);
    const params = { name: 'crm_search_people', arguments: { limit: 1 }, _meta: meta };
    const result = await both(toModernRequest({ method: 'tools/call', params }), served);
    expect(result._meta?.[key]?.tables).toHaveLength(1);
  });
});

test.each<[unknown, boolean]>([
  [declared, true],
  [{ extensions: { 'io.modelcontextprotocol/ui': {} } }, true],
  [{ extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html+skybridge'] } } }, false],
  [{ extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: 'text/html;profile=mcp-app' } } }, false],
  [{ extensions: { 'io.modelcontextprotocol/tasks': {} } }, false],
  [{ extensions: [] }, false],
  [{}, false],
  [undefined, false],
])('%j shows views: %j', (capabilities, expected) => {
  expect(showsViews(capabilities)).toBe(expected);
});
