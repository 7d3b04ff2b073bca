import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { createByteBudget } from '../../src/http/byte-budget.ts';
import { type Written, writeResponse } from '../../src/http/write-response.ts';
import { realClock } from '../../src/tool/clock.ts';
import { manualClock } from '../manual-clock.ts';
import { ask, mcpHeaders, startFront } from './front.ts';

const json = { headers: { 'Content-Type': 'application/json' } };
const events = { headers: { 'Content-Type': 'text/event-stream' } };

/** A stream of pieces that never ends by itself. */
function endless(piece: string) {
  const made = { pieces: 0, cancelled: false };
  const bytes = new TextEncoder().encode(piece);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      made.pieces++;
      controller.enqueue(bytes);
    },
    cancel() {
      made.cancelled = true;
    },
  });
  return { made, body };
}

/** Answers a client that asks and then reads nothing. */
async function answerDeaf(response: Response, { perCaller = 16_777_216 } = {}) {
  const clock = manualClock();
  const budget = createByteBudget({ perCaller, total: 67_108_864 });
  let written: Written | undefined;
  let started = false;
  const server = createServer((_, outgoing) => {
    started = true;
    const sending = { headers: {}, reservation: budget.reserve('one'), clock };
    writeResponse(outgoing, response, sending).then((how) => {
      written = how;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await expect.poll(() => started).toBe(true);
  return {
    clock,
    written: () => written,
    close() {
      socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

test.each([1, 4, 8, 16, 64, 100, 256, 512, 1_000, 1_024])(
  'a stream of pieces of %i KB to a client that does not read is not filled, and ends after 30 seconds',
  async (kilobytes) => {
    const { made, body } = endless('x'.repeat(kilobytes * 1_024));
    const { clock, written, close } = await answerDeaf(new Response(body, events));
    await expect.poll(() => clock.sleepers()).toBe(1);
    const before = made.pieces;
    await new Promise((resolve) => setImmediate(resolve));
    expect(made.pieces).toBe(before);
    // What the system holds for a connection on this machine is a few megabytes.
    expect(before * kilobytes).toBeLessThan(16_384);
    await clock.advance(30_000);
    await expect.poll(written).toBe('unread');
    await expect.poll(() => made.cancelled).toBe(true);
    close();
  },
);

test('an answer that is not read within 30 seconds ends with its connection', async () => {
  const { clock, written, close } = await answerDeaf(new Response('x'.repeat(15_000_000), json));
  await expect.poll(() => clock.sleepers()).toBe(1);
  await clock.advance(29_999);
  expect(written()).toBeUndefined();
  await clock.advance(1);
  await expect.poll(written).toBe('unread');
  close();
});

test.each([
  ['an answer', () => new Response('x'.repeat(2_000), json)],
  ['an event', () => new Response('x'.repeat(2_000), events)],
])('%s for which a caller has no room left is not kept', async (_, response) => {
  const { written, close } = await answerDeaf(response(), { perCaller: 1_999 });
  await expect.poll(written).toBe('unread');
  close();
});

test('what an answer took is free again when the answer fails', async () => {
  const megabytes = new Uint8Array(5_000_000).fill(120);
  function failing(): Response {
    let pieces = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++pieces > 1) controller.error(new Error('no more'));
        else controller.enqueue(megabytes);
      },
    });
    return new Response(body, events);
  }
  const { url, logged, close } = await startFront({ over: { endpoint: { handle: async () => failing() } } });
  // Together more than may wait for one caller.
  for (let asked = 0; asked < 5; asked++)
    await expect(ask(`${url}/mcp`, { method: 'POST', headers: mcpHeaders, body: '{}' })).rejects.toThrow();
  await close();
  expect(logged.map(({ message }) => message)).toEqual(Array(5).fill('internal'));
});

/** Connections that ask `each` times for an answer of this size and read none. */
function askAndNeverRead(url: string, connections: number, each: number): () => void {
  const { hostname, port } = new URL(url);
  const lines = Object.entries({ Host: `${hostname}:${port}`, ...mcpHeaders, 'Content-Length': '2' });
  const one = `POST /mcp HTTP/1.1\r\n${lines.map((line) => `${line.join(': ')}\r\n`).join('')}\r\n{}`;
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(one.repeat(each));
    return socket;
  });
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

test.each([
  // More answers than a caller may have under way, more bytes than may wait for one, and both.
  [60, 1, 5_000_000],
  [200, 16, 20_000],
  [20, 16, 20_000],
  [40, 16, 100_000],
  [10, 16, 1_000_000],
  [4, 16, 10_000_000],
  [3, 1, 16_000_000],
  [200, 2, 200_000],
  [1, 16, 16_000_000],
  [100, 16, 5_000],
])(
  '%i connections with %i unread answers of %i bytes each: the next call of their caller is served',
  async (connections, each, bytes) => {
    let answered = 0;
    const body = new Uint8Array(bytes).fill(120);
    const handle = async () => {
      answered++;
      return new Response(body, json);
    };
    let later = 0;
    const clock = { ...realClock, steady: () => realClock.steady() + later };
    const { url, close } = await startFront({ over: { endpoint: { handle }, clock } });
    const leave = askAndNeverRead(url, connections, each);
    await expect.poll(() => answered).toBeGreaterThanOrEqual(Math.min(connections, 50));
    // Answers that nobody reads are kept for a second; more of them may still be on their way.
    const next = async () => {
      later += 1_000;
      const asked = { method: 'POST', headers: mcpHeaders, body: '{}' };
      return ask(`${url}/mcp`, asked).then(
        ({ status, text }) => [status, text.length],
        () => [],
      );
    };
    await expect.poll(next).toEqual([200, bytes]);
    leave();
    await close();
  },
);

test('who has waited longest makes room, of the same caller alone, and only where that is enough', () => {
  const left: string[] = [];
  const isNew = new Set<string>();
  const budget = createByteBudget({ perCaller: 10, total: 25 });
  const reserve = (caller: string, name: string, bytes: number) => {
    const one = budget.reserve(caller, {
      canEvict: () => !isNew.has(name),
      leave: () => void left.push(name),
    });
    return { ...one, taken: one.resize(bytes) };
  };
  const first = reserve('a', 'a1', 4);
  reserve('a', 'a2', 4);
  reserve('b', 'b1', 10);
  expect(reserve('a', 'a3', 4).taken).toBe(true);
  expect(left).toEqual(['a1']);
  // What has made room holds nothing, and gives nothing twice.
  first.release();
  expect(reserve('a', 'a4', 10).taken).toBe(true);
  expect(left).toEqual(['a1', 'a2', 'a3']);
  expect(reserve('a', 'a5', 11).taken).toBe(false);
  expect(reserve('c', 'c1', 6).taken).toBe(false);
  expect(reserve('c', 'c2', 5).taken).toBe(true);
  isNew.add('a4');
  expect(reserve('a', 'a6', 1).taken).toBe(false);
  isNew.clear();
  const last = reserve('a', 'a6', 1);
  expect([last.taken, last.resize(11), last.resize(10)]).toEqual([true, false, true]);
  expect(left).toEqual(['a1', 'a2', 'a3', 'a4']);
});
