import { createServer, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createByteBudget } from '../../src/http/byte-budget.ts';
import { HttpError } from '../../src/http/http-error.ts';
import { readRequestBody } from '../../src/http/read-body.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that keeps what it reads of each caller, and answers its length or the status of the error. */
async function serve({ perCaller = 8_388_608, total = 33_554_432 } = {}, clock: ManualClock = manualClock()) {
  const budget = createByteBudget({ perCaller, total });
  const server = createServer((incoming, outgoing) => {
    const reservation = budget.reserve(String(incoming.headers['x-caller'] ?? 'one'));
    readRequestBody(incoming, reservation, clock).then(
      (body) => outgoing.end(String(body.length)),
      (error: unknown) => {
        reservation.release();
        outgoing.writeHead(error instanceof HttpError ? error.status : 500).end();
      },
    );
    outgoing.once('finish', reservation.release);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Sends the start of a body; `end` ends it and gives the status. */
function send(port: number, start: string, caller = 'one') {
  const sending = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'x-caller': caller } });
  const status = new Promise<number>((resolve, reject) => {
    sending.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sending.on('error', reject);
  });
  sending.write(start);
  const end = () => {
    sending.end();
    return status;
  };
  return { status, end };
}

const arrived = () => new Promise((resolve) => setImmediate(resolve));

test('bodies of all clients together may be so large; room that is given back is used again', async () => {
  const port = await serve({ perCaller: 10_000, total: 10_000 });
  const slow = send(port, 'x'.repeat(6_000));
  const [, refused] = await Promise.all([arrived(), send(port, 'y'.repeat(6_000)).status]);
  const late = await slow.end().catch(() => 503);
  expect([refused, late].toSorted()).toEqual([200, 503]);
  expect(await send(port, 'z'.repeat(6_000)).end()).toBe(200);
});

test.each([1, 2, 3, 5, 10, 20, 30, 40, 50, 100])(
  'unfinished bodies of one caller, %i of them, leave the room of others alone',
  async (count) => {
    const port = await serve({ perCaller: 8_192, total: 16_384 });
    for (let at = 0; at < count; at++) send(port, 'x'.repeat(2_000), 'greedy').status.catch(() => 0);
    await arrived();
    expect(await send(port, 'y'.repeat(6_000), 'modest').end()).toBe(200);
  },
);

/** A body in pieces of so many bytes, written to the wire at once. */
function chunked(port: number, bytes: number, each: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  const piece = `${each.toString(16)}\r\n${'x'.repeat(each)}\r\n`;
  const head =
    'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
    socket.write(`${head}${piece.repeat(bytes / each)}0\r\n\r\n`);
  });
}

describe('a body in pieces', () => {
  test.each([
    [1_000, 1, 200],
    [4_000, 1, 200],
    [4_200, 1, 413],
    [200_000, 1, 413],
    [8_000, 2, 200],
    [8_400, 2, 413],
    [12_000, 3, 200],
    [40_000, 10, 200],
    [42_000, 10, 413],
    [400_000, 100, 200],
    [1_048_576, 65_536, 200],
    [1_114_112, 65_536, 413],
  ])('of %i bytes, %i each: %i', async (bytes, each, status) => {
    expect(await chunked(await serve(), bytes, each)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});

test('what a body holds is its bytes, in however many pieces they come', async () => {
  const budget = createByteBudget({ perCaller: 60_000, total: 60_000 });
  const reservation = budget.reserve('one');
  expect(reservation.resize(60_001)).toBe(false);
  const port = await serve({ perCaller: 60_000, total: 60_000 });
  expect(await chunked(port, 4_000, 1)).toMatch(/^HTTP\/1.1 200 /);
  expect(await send(port, '{},'.repeat(1_000)).end()).toBe(503);
  expect(await send(port, ' '.repeat(3_000)).end()).toBe(200);
});

test.each([
  '',
  '{',
  '{"jsonrpc":',
  ' ',
  '[',
  '"',
  'x'.repeat(10),
  '{}',
  'x'.repeat(1_000),
  'x'.repeat(9_000),
])('a body that begins with %j and never ends is refused before the connection is', async (start) => {
  const clock = manualClock();
  const port = await serve({}, clock);
  const { status } = send(port, start === '' ? ' ' : start);
  await expect.poll(() => clock.sleepers()).toBe(1);
  await clock.advance(10_000);
  expect(await status).toBe(408);
});
