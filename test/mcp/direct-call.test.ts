import { describe, expect, test } from 'vitest';
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import { createCancellation } from '../../src/tool/clock.ts';
import { fixtureHandlers } from './fixture.ts';
import { randomFrames } from './random-frames.ts';
import { modernMeta } from './raw.ts';
import { calls, handlersFor, ids, metas } from './usual-calls.ts';

const endpoint = createEndpoint({ version: '0.0.0-test' });

type Headers = Readonly<Record<string, string | undefined>>;

/** What came back, and which calls of tools it took. */
interface Outcome {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
  readonly calls: readonly unknown[];
}

function toRequest(body: string, headers: Headers): Request {
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return new Request('http://server.test/mcp', { method: 'POST', headers: pairs, body });
}

async function bySdk(body: string, headers: Headers): Promise<Outcome> {
  const calls: unknown[] = [];
  const response = await endpoint.handle(toRequest(body, headers), handlersFor(calls));
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: await response.text(),
    calls,
  };
}

async function directly(body: string, headers: Headers): Promise<Outcome & { readonly direct: boolean }> {
  const calls: unknown[] = [];
  const { signal } = createCancellation();
  const request = { header: (name: string) => headers[name], body, signal };
  const answer = await endpoint.direct(request, handlersFor(calls));
  if ('json' in answer) {
    const text = Buffer.from(answer.json).toString();
    return { status: 200, type: 'application/json', body: text, calls, direct: true };
  }
  const response = await endpoint.handle(toRequest(body, headers), answer.fallback);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: await response.text(),
    calls,
    direct: false,
  };
}

const usual = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Sends it both ways; true if it was answered directly. */
async function expectSame(body: string, headers: Headers): Promise<boolean> {
  const { direct, ...answer } = await directly(body, headers);
  const expected = await bySdk(body, headers);
  expect(answer, `${body.slice(0, 300)} ${JSON.stringify(headers)}`).toEqual(expected);
  return direct;
}

const accepts = [
  usual.accept,
  'application/json',
  '*/*',
  undefined,
  'application/*;q=0.5',
  'text/event-stream',
  'text/html',
  'application/json;q=0',
];
const methods = ['tools/call', 'tools/list', 'ping', 'resources/list', 'server/discover', 'nope'];

/** A message of either generation, with headers that fit it. */
function sent(modern: boolean, method: string, params: Record<string, unknown>, id: unknown = 1) {
  const { _meta, ...others } = params;
  const meta = modern ? { ...modernMeta, ...(_meta as object) } : _meta;
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id,
    method,
    params: { ...others, ...(meta === undefined ? {} : { _meta: meta }) },
  });
  const name = typeof params.name === 'string' ? params.name : undefined;
  const headers = modern
    ? { ...usual, 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, 'mcp-name': name }
    : { ...usual, 'mcp-protocol-version': '2025-11-25' };
  return { body, headers };
}

describe.each([
  ['2025-11-25', false],
  ['2026-07-28', true],
])('what is answered directly to clients of %s is what the SDK answers', (_, modern) => {
  test('every call, with every kind of metadata', async () => {
    let direct = 0;
    for (const call of calls)
      for (const _meta of metas) {
        const { body, headers } = sent(modern, 'tools/call', { ...call, ...(_meta && { _meta }) });
        if (await expectSame(body, headers)) direct++;
      }
    expect(direct).toBeGreaterThan(25);
  });

  test('every method and id, whatever kind of answer is accepted', async () => {
    let direct = 0;
    for (const method of methods)
      for (const accept of accepts)
        for (const id of ids) {
          const params = method === 'tools/call' ? { name: 'plain' } : {};
          const { body, headers } = sent(modern, method, params, id);
          if (await expectSame(body, { ...headers, accept })) direct++;
        }
    expect(direct).toBeGreaterThan(60);
  });

  test('headers that are missing, of another revision, or say something else than the message', async () => {
    const values = [
      undefined,
      '',
      'x',
      'plain',
      'ping',
      'tools/call',
      '2025-06-18',
      '2026-07-28',
      '2026-09-01',
    ];
    const names = ['content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name'];
    for (const method of ['tools/call', 'tools/list', 'ping'])
      for (const name of names)
        for (const value of [...values, 'application/json; charset=utf-8', '=?base64?cGxhaW4=?=']) {
          const { body, headers } = sent(modern, method, method === 'tools/call' ? { name: 'plain' } : {});
          await expectSame(body, { ...headers, [name]: value });
        }
  });

  test('random frames, most of them wrong', async () => {
    for (const { text, method, name } of randomFrames(20261128, 400, modern)) {
      const said = modern
        ? { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, 'mcp-name': name }
        : { 'mcp-protocol-version': '2025-06-18' };
      await expectSame(text, { ...usual, ...said });
    }
  });
});

test('a call whose client has gone is not waited for, and left with its reason', async () => {
  const gone = createCancellation();
  const { body, headers } = sent(false, 'tools/call', { name: 'endless' });
  const handlers = fixtureHandlers({ endless: () => new Promise(() => {}) });
  const header = (name: string) => new Map(Object.entries<string | undefined>(headers)).get(name);
  const answering = endpoint.direct({ header, body, signal: gone.signal }, handlers);
  gone.abort(new Error('gone'));
  const answer = await answering;
  if (!('fallback' in answer)) throw new Error('it was answered');
  await expect(answer.fallback.call('endless', {}, { signal: gone.signal })).rejects.toThrow('gone');
});

test('the bytes of a list are made once for all who are offered it', async () => {
  const handlers = fixtureHandlers();
  let reads = 0;
  const list = new Proxy(handlers.list, {
    get(target, key) {
      if (key === 'toJSON') reads++;
      return Reflect.get(target, key);
    },
  });
  const { body, headers } = sent(false, 'tools/list', {});
  const header = (name: string) => new Map(Object.entries<string | undefined>(headers)).get(name);
  const { signal } = createCancellation();
  for (let round = 0; round < 3; round++)
    expect(await endpoint.direct({ header, body, signal }, { ...handlers, list })).toHaveProperty('json');
  expect(reads).toBe(1);
});
