import { createServer, request } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { HttpError } from '../../src/http/http-error.ts';
import { createBodyReader, type ReadBody } from '../../src/http/read-body.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that answers what it read, or the status of the error. */
async function serve(readBody: ReadBody): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    readBody(incoming).then(
      (body) => outgoing.end(String(body.length)),
      (error: unknown) => outgoing.writeHead(error instanceof HttpError ? error.status : 500).end(),
    );
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
function send(port: number, start: string) {
  const sending = request({ port, host: '127.0.0.1', method: 'POST' });
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

test('bodies of all clients together may be so large; room that is given back is used again', async () => {
  const port = await serve(createBodyReader(1_000));
  const slow = send(port, 'x'.repeat(900));
  const [, refused] = await Promise.all([
    new Promise((resolve) => setImmediate(resolve)),
    send(port, 'y'.repeat(900)).status,
  ]);
  const late = await slow.end().catch(() => 503);
  expect([refused, late].toSorted()).toEqual([200, 503]);
  expect(await send(port, 'z'.repeat(900)).end()).toBe(200);
});
