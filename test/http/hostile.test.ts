import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListenOptions } from '../../src/http/listen.ts';
import { ask, callTool, type Front, startFront } from './front.ts';

/** Cuts nobody off, however slow the machine is. */
let front: Front;
/** Cuts off slow headers alone. */
let briefHeaders: Front;
/** Cuts off slow bodies alone. */
let briefBodies: Front;

/** Longer than any test may take: a connection that closes was closed by another limit. */
const never = 3_600_000;

/** With all limits out of reach but these. */
const startPatient = (limits: Partial<ListenOptions>) =>
  startFront({
    listen: { headersTimeoutMs: never, requestTimeoutMs: never, ...limits },
    over: { answerTimeoutMs: never },
  });

beforeAll(async () => {
  front = await startPatient({});
  briefHeaders = await startPatient({ headersTimeoutMs: 300 });
  briefBodies = await startPatient({ headersTimeoutMs: 600, requestTimeoutMs: 600 });
});

afterAll(() => Promise.all([front, briefHeaders, briefBodies].map((each) => each.close())));

interface Raw {
  readonly socket: Socket;
  /** What came until the connection closed. */
  readonly closed: Promise<string>;
}

const raw = (...parts: string[]) => open(front, ...parts);

function open({ url }: Front, ...parts: string[]): Raw {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
  let text = '';
  socket.on('data', (data: Buffer) => {
    text += data.toString();
  });
  socket.on('error', () => undefined);
  for (const part of parts) socket.write(part);
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  return { socket, closed };
}

const head = 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const drip = (socket: Socket, text: string) => {
  const timer = setInterval(() => socket.write(text), 50);
  socket.once('close', () => clearInterval(timer));
};

test('a half-open socket that never speaks is closed', async () => {
  expect(await open(briefHeaders).closed).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

test('slow headers are cut off', async () => {
  const { socket, closed } = open(briefHeaders, head);
  drip(socket, 'X-Slow: 1\r\n');
  expect(await closed).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

test('a slow body is cut off, and its call never starts', async () => {
  const { socket, closed } = open(briefBodies, head, 'Content-Length: 100000\r\n\r\n');
  drip(socket, ' ');
  expect(await closed).toMatch(/^(HTTP\/1\.1 408 |$)/);
  expect(briefBodies.logged.filter(({ message }) => message === 'call')).toEqual([]);
});

test('5 MB are 413, before any of it comes if the Content-Length says so', async () => {
  const body = 'x'.repeat(5_000_000);
  const { closed } = raw(head, 'Content-Length: 5000000\r\n\r\n');
  expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
  const whole = await ask(`${front.url}/mcp`, { method: 'POST', body });
  expect(whole.status).toBe(413);
  expect(whole.headers.connection).toBe('close');
  expect(front.logged.at(-1)?.fields.reason).toBe('too_large');
});

test('5 MB in chunks are 413, and no more than the limit is read', async () => {
  const chunk = `40000\r\n${'x'.repeat(0x40000)}\r\n`;
  const { closed } = raw(head, 'Transfer-Encoding: chunked\r\n\r\n', ...Array(20).fill(chunk));
  expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
});

test('a body of just 1 MB is read', async () => {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
  const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const body = message.padEnd(1_048_576);
  expect((await ask(`${front.url}/mcp`, { method: 'POST', headers, body })).status).toBe(200);
  const more = await ask(`${front.url}/mcp`, { method: 'POST', headers, body: `${body} ` });
  expect(more.status).toBe(413);
});

test('something other than HTTP is 400', async () => {
  expect(await raw('\x16\x03\x01 what?\r\n\r\n').closed).toMatch(/^(HTTP\/1\.1 400 |$)/);
});

test('a client that leaves in the middle of its body leaves nothing behind', async () => {
  const { socket, closed } = raw(head, 'Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n');
  // Its request has begun.
  await once(socket, 'data');
  socket.write('{', () => socket.destroy());
  expect(await closed).toMatch(/^HTTP\/1\.1 100 /);
  expect((await callTool(front.url, 'list_pipelines')).status).toBe(200);
  const numbers = await ask(`${front.url}/metrics`);
  expect(numbers.text).toContain('copper_mcp_requests_running 0');
});

test('good clients do not notice hostile ones', async () => {
  const hostile = Array.from({ length: 10 }, () => {
    const one = raw(head, 'Content-Length: 100000\r\n\r\n');
    drip(one.socket, ' ');
    return one;
  });
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => callTool(front.url, 'list_pipelines')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  }
  expect(hostile.map(({ socket }) => socket.destroyed)).toEqual(Array(10).fill(false));
  for (const { socket } of hostile) socket.destroy();
  await Promise.all(hostile.map(({ closed }) => closed));
});

const nested: [string, string][] = [
  ['brackets', '['.repeat(1_000_000)],
  ['objects', '{"a":'.repeat(200_000)],
  ['brackets in _meta', JSON.stringify({ _meta: '#' }).replace('"#"', '['.repeat(900_000))],
  ['brackets that close', '['.repeat(500_000) + ']'.repeat(500_000)],
  ['empty objects', `[${'{},'.repeat(300_000)}0]`],
  ['empty lists', `[${'[],'.repeat(300_000)}0]`],
  ['numbers', `[${'1,'.repeat(500_000)}0]`],
  ['members', `{${'"a":1,'.repeat(150_000)}"b":0}`],
  ['brackets and blanks', '[ '.repeat(500_000)],
  ['65 levels', '['.repeat(65) + ']'.repeat(65)],
];
test.each(nested)('%s are 400 and not parsed', async (_, body) => {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  const { status, text } = await ask(`${front.url}/mcp`, { method: 'POST', headers, body });
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({
    error: { code: -32700, message: expect.stringMatching(/nested|more than 50,000/) },
  });
  const whole = { method: 'tools/call', params: { name: 'list_pipelines', arguments: body } };
  const inner = await ask(`${front.url}/mcp`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...whole }),
  });
  expect([400, 413]).toContain(inner.status);
  expect((await callTool(front.url, 'list_pipelines')).status).toBe(200);
});
