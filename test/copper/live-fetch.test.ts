import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { createLiveFetch, type LiveOptions } from '../../src/copper/live-fetch.ts';
import { readJson } from '../../src/copper/reply.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A real server on loopback, and a live send to it. */
async function serve(listener: RequestListener, options?: LiveOptions) {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const live = createLiveFetch(options);
  closing.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
    live.close,
  );
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  const { signal } = new AbortController();
  return {
    live,
    url,
    send: (init?: RequestInit) => live.fetch(new Request(url, init)),
    read: async (maxBytes?: number) =>
      readJson(
        await live.fetch(new Request(url)),
        maxBytes === undefined ? { signal } : { signal, maxBytes },
      ),
  };
}

test('sends a body with its length, and a GET without any', async () => {
  const seen: unknown[] = [];
  const { live, url, send } = await serve((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
      seen.push([request.method, length, coding, text]);
      response.end();
    });
  });
  const { signal } = new AbortController();
  const headers = new Headers();
  await live.fetch({ method: 'POST', url, headers, signal, text: async () => '{"a":"ä"}' });
  await send({ method: 'POST', body: '{"a":"ä"}' });
  await live.fetch({ method: 'GET', url, headers, signal, text: async () => '' });
  await send();
  const [post, get] = [
    ['POST', '10', undefined, '{"a":"ä"}'],
    ['GET', undefined, undefined, ''],
  ];
  expect(seen).toEqual([post, post, get, get]);
});

test('keeps its connections, and no more than it may', async () => {
  const sockets = new Set<unknown>();
  const { send } = await serve(
    (request, response) => {
      sockets.add(request.socket);
      setImmediate(() => response.end('{}'));
    },
    { connections: 2 },
  );
  await Promise.all(Array.from({ length: 20 }, async () => (await send()).text()));
  expect(sockets.size).toBe(2);
});

test('a redirect comes back as it is, whatever the request says', async () => {
  let count = 0;
  const { send } = await serve((_, response) => {
    count++;
    response.writeHead(302, { Location: '/elsewhere' }).end();
  });
  expect((await send({ redirect: 'follow' })).status).toBe(302);
  expect(count).toBe(1);
});

test.each([
  ['gzip', gzipSync('[{"id":1}]')],
  ['x-gzip', gzipSync('[{"id":1}]')],
  ['br', brotliCompressSync('[{"id":1}]')],
])('unpacks %s', async (encoding, body) => {
  const { read } = await serve((_, response) => {
    response.writeHead(200, { 'Content-Encoding': encoding }).end(body);
  });
  expect(await read()).toMatchObject({ json: [{ id: 1 }] });
});

test('a small gzip of a huge body is counted unpacked', async () => {
  const { read } = await serve((_, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(21_000_000, 0x20)));
  });
  await expect(read()).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('20 MB'),
  });
});

test('a body in chunks without end is left when it is too large', async () => {
  let closed = () => {};
  const left = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { read } = await serve((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
    };
    response.on('drain', more).on('close', closed);
    more();
  });
  await expect(read(100_000)).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('0.1 MB'),
  });
  await left;
});

test.each([
  ['plain', {}],
  ['packed', { 'Content-Encoding': 'gzip' }],
])('a %s body that nobody reads is left when it is cancelled', async (_, more) => {
  let closed = () => {};
  const left = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { send } = await serve((_, response) => {
    response.on('close', closed).writeHead(200, more).write(gzipSync('{}'));
  });
  const { body } = await send();
  await body?.cancel();
  await left;
});

test('a body that is waited for ends with the reason of the signal', async () => {
  const stop = new AbortController();
  const reason = new Error('mine');
  const { send } = await serve((_, response) => void response.writeHead(200).write('{'));
  const reader = (await send({ signal: stop.signal })).body?.getReader();
  await reader?.read();
  stop.abort(reason);
  await expect(reader?.read()).rejects.toBe(reason);
});

test.each([204, 205, 304])('a reply with status %i has no body', async (status) => {
  const { send } = await serve((_, response) => void response.writeHead(status).end());
  const reply = await send();
  expect([reply.status, reply.body]).toEqual([status, null]);
});

test.each<[string, RequestListener]>([
  [
    'short of its length',
    (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('[{"id":1}', () => response.destroy());
    },
  ],
  [
    'between chunks',
    (_, response) => {
      response.write('[{"id":1}', () => response.destroy());
    },
  ],
  [
    'in its packing',
    (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.write(gzipSync('[{"id":1}]').subarray(0, 12), () => response.destroy());
    },
  ],
])('a body cut %s is unavailable', async (_, listener) => {
  const { read } = await serve(listener);
  await expect(read()).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('cut off'),
    cause: expect.any(TypeError),
  });
});

test('a server that says nothing is a broken connection after a while', async () => {
  const { send } = await serve(() => {}, { headersTimeoutMs: 1 });
  await expect(send()).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
});

test('aborting rejects with the reason', async () => {
  const stop = new AbortController();
  const reason = new Error('mine');
  const { send } = await serve(() => stop.abort(reason));
  await expect(send({ signal: stop.signal })).rejects.toBe(reason);
});

test('a pool that could not be opened is opened with the next request, and closing minds it not', async () => {
  const { live, send } = await serve((_, response) => response.end('{}'));
  vi.doMock('undici', () => {
    throw new Error('EMFILE');
  });
  const failed = send();
  const closed = live.close();
  await expect(failed).rejects.toThrow();
  await closed;
  vi.doUnmock('undici');
  expect((await send()).status).toBe(200);
});

test('closing ends what is in flight; without a request there is nothing to close', async () => {
  const { live, send } = await serve(() => live.close());
  await expect(send()).rejects.toThrow(TypeError);
  await createLiveFetch().close();
});
