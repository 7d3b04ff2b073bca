import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Handlers } from '../../src/mcp/handlers.ts';
import type { OutgoingRequest } from '../../src/tool/fetch-copper.ts';
import { ask, mcpHeaders, startFront } from './front.ts';

/** A Copper that never answers by itself, and what became of each request to it. */
function silentCopper() {
  const aborted: boolean[] = [];
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const sendFor = () => async (asked: OutgoingRequest) => {
    const at = aborted.push(false) - 1;
    await new Promise<void>((resolve, reject) => {
      answered.then(resolve);
      asked.signal.addEventListener('abort', () => {
        aborted[at] = true;
        reject(asked.signal.reason);
      });
    });
    return Response.json([]);
  };
  return { aborted, sendFor, answer: () => answer() };
}

const version = '2026-07-28';
const modern = {
  headers: { 'MCP-Protocol-Version': version, 'Mcp-Method': 'tools/call', 'Mcp-Name': 'list_tags' },
  meta: {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};
const legacy = { headers: {}, meta: {} };

test.each([1, 2, 5, 12, 16])(
  '%i calls one behind the other end when their connection does',
  async (count) => {
    let waiting = 0;
    let left = 0;
    const handle = ({ signal }: Request) =>
      new Promise<Response>((_, reject) => {
        waiting++;
        signal.addEventListener('abort', () => {
          left++;
          reject(signal.reason);
        });
      });
    const front = await startFront({ over: { endpoint: { handle } } });
    const { hostname, port } = new URL(front.url);
    const headers = { Host: `${hostname}:${port}`, ...mcpHeaders, 'Content-Length': '2' };
    const lines = Object.entries(headers).map((line) => `${line.join(': ')}\r\n`);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(`POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n{}`.repeat(count));
    await expect.poll(() => waiting).toBe(count);
    socket.destroy();
    await expect.poll(() => left).toBe(count);
    await front.close();
  },
);

/** Calls `list_tags` and leaves as soon as Copper was asked. */
async function callAndLeave({ headers, meta }: typeof modern | typeof legacy) {
  const copper = silentCopper();
  const front = await startFront({ sendFor: copper.sendFor });
  const params = { name: 'list_tags', arguments: {}, _meta: meta };
  const asked = request(`${front.url}/mcp`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...headers,
    },
  });
  asked.on('error', () => undefined);
  asked.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
  await expect.poll(() => copper.aborted).toHaveLength(1);
  asked.destroy();
  const running = async () => /requests_running (\d+)/.exec((await ask(`${front.url}/metrics`)).text)?.[1];
  return { copper, front, running };
}

test.each([
  ['2026-07-28', modern],
  ['2025-11-25', legacy],
])('a client of %s that leaves ends its call, down to the request to Copper', async (_, client) => {
  const { copper, front, running } = await callAndLeave(client);
  await expect.poll(() => copper.aborted).toEqual([true]);
  await expect.poll(running).toBe('0');
  expect(
    front.logged.filter(({ message }) => message === 'call').map(({ fields }) => fields.outcome),
  ).toEqual(['cancelled']);
  await front.close();
});

test('work that outlives its response keeps its place until it ends', async () => {
  const copper = silentCopper();
  const endpoint = {
    async handle(_: Request, handlers: Handlers) {
      void handlers.call('list_tags', {}, { signal: new AbortController().signal });
      return new Response(null, { status: 202 });
    },
  };
  const front = await startFront({ sendFor: copper.sendFor, over: { endpoint } });
  expect((await ask(`${front.url}/mcp`, { method: 'POST', body: '{}' })).status).toBe(202);
  const running = async () => /requests_running (\d+)/.exec((await ask(`${front.url}/metrics`)).text)?.[1];
  expect(await running()).toBe('1');
  copper.answer();
  await expect.poll(running).toBe('0');
  await front.close();
});
