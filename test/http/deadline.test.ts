import { request } from 'node:http';
import { expect, test } from 'vitest';
import type { OutgoingRequest } from '../../src/tool/fetch-copper.ts';
import { ask, callMethod, callTool, type Front, type FrontOptions, startFront } from './front.ts';

/** A Copper that never answers; it does or does not mind being told to stop. */
const silent = (minds: boolean) => () => (asked: OutgoingRequest) =>
  new Promise<Response>((_, reject) => {
    if (minds) asked.signal.addEventListener('abort', () => reject(asked.signal.reason));
  });

const running = async ({ url }: Front) =>
  /requests_running (\d+)/.exec((await ask(`${url}/metrics`)).text)?.[1];

const start = (over: FrontOptions['over'], others: FrontOptions = {}) =>
  startFront({ ...others, over: { answerTimeoutMs: 300, ...over } });

const modern = {
  headers: { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': 'list_tags' },
  meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

test.each([
  ['2025', {}, true],
  ['2025, deaf', {}, false],
  ['2025 with progress', { meta: { progressToken: 1 } }, true],
  ['2026-07-28', modern, true],
  ['2026-07-28, deaf', modern, false],
  ['2026-07-28 with progress', { ...modern, meta: { ...modern.meta, progressToken: 1 } }, false],
])('a call of %s that never ends is answered and gives its place back', async (_, options, minds) => {
  const front = await start({}, { sendFor: silent(minds) });
  const answer = await callTool(front.url, 'list_tags', {}, options);
  expect(answer.text).not.toContain('"result"');
  await expect.poll(() => running(front)).toBe('0');
  await front.close();
});

test('an older client reads why', async () => {
  const front = await start({}, { sendFor: silent(true) });
  const { text } = await callTool(front.url, 'list_tags');
  expect(JSON.parse(text)).toMatchObject({
    id: 1,
    error: { code: -32603, message: expect.stringContaining('in time') },
  });
  await front.close();
});

test('a protocol that never answers does not keep a place', async () => {
  const front = await start({ endpoint: { handle: () => new Promise(() => undefined) } });
  const { status, text } = await callMethod(front.url, 'ping', {});
  expect([status, JSON.parse(text).error]).toEqual([504, 'timeout']);
  expect(await running(front)).toBe('0');
  await front.close();
});

/** Sends requests that are never answered, and leaves them. */
async function fill(front: Front, count: number) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_tags' } });
  const asked = Array.from({ length: count }, () => {
    const headers = { 'Content-Type': 'application/json' };
    const one = request(`${front.url}/mcp`, { method: 'POST', headers, agent: false });
    one.on('error', () => undefined).end(body);
    return one;
  });
  return { leave: () => asked.forEach((one) => void one.destroy()) };
}

test('while no place is free /readyz says busy; clients that leave give all of them back', async () => {
  const settings = { maxCalls: 100, maxCallsPerCaller: 5 };
  const front = await start({ answerTimeoutMs: 60_000 }, { settings, sendFor: silent(true) });
  const ready = async () => {
    const { status, text } = await ask(`${front.url}/readyz`);
    return [status, JSON.parse(text).status];
  };
  expect(await ready()).toEqual([200, 'ready']);
  const some = await fill(front, 4);
  await expect.poll(() => running(front)).toBe('4');
  expect(await ready()).toEqual([200, 'ready']);
  const { leave } = await fill(front, 6);
  await expect.poll(() => running(front)).toBe('5');
  expect(await ready()).toEqual([503, 'busy']);
  expect((await ask(`${front.url}/healthz`)).status).toBe(200);
  leave();
  some.leave();
  await expect.poll(() => running(front)).toBe('0');
  expect(await ready()).toEqual([200, 'ready']);
  expect((await callMethod(front.url, 'ping', {})).status).toBe(200);
  await front.close();
});
