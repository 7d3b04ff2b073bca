import { request as httpRequest } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import type { CallContext } from '../../src/tool/app.ts';
import type { FetchCopper } from '../../src/tool/fetch-copper.ts';
import { fixtureHandlers } from './fixture.ts';
import { listen } from './node-http.ts';
import { productHandlers } from './product.ts';
import { modernMeta, toModernRequest, toRequest } from './raw.ts';

const endpoint = createEndpoint({ version: '0.0.0-test' });

/** A question to a Copper that never answers: `asked` when it arrives, `dropped` when it is taken back. */
function silentCopper() {
  let arrive = () => {};
  let drop = () => {};
  const asked = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const dropped = new Promise<void>((resolve) => {
    drop = resolve;
  });
  const send: FetchCopper = ({ signal }) =>
    new Promise((_, reject) => {
      arrive();
      signal.addEventListener('abort', () => {
        drop();
        reject(signal.reason);
      });
    });
  return { asked, dropped, send };
}

/** A tool that tells of progress and then works until it is told to stop; `stopped` says that it was, `finish` lets it end. */
function longTool() {
  let finish = () => {};
  let began = (_: CallContext) => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const running = new Promise<CallContext>((resolve) => {
    began = resolve;
  });
  const handlers = fixtureHandlers({
    async long(context) {
      context.onProgress?.({ done: 1, message: 'begun' });
      began(context);
      await finished;
      return { text: 'finished', isError: false };
    },
  });
  return { handlers, running, finish };
}

const call = { method: 'tools/call', params: { name: 'search_people' } };
const withProgress = { name: 'long', _meta: { ...modernMeta, progressToken: 1 } };

describe('a client of 2026-07-28', () => {
  test('ends the work by leaving before the answer', async () => {
    const copper = silentCopper();
    const gone = new AbortController();
    const request = toModernRequest(call, { signal: gone.signal });
    const answering = endpoint.handle(request, productHandlers(copper.send));
    await copper.asked;
    gone.abort();
    await copper.dropped;
    expect((await answering).ok).toBe(false);
  });

  test('ends the work by closing the stream', async () => {
    const { handlers, running } = longTool();
    const request = toModernRequest({ method: 'tools/call', params: withProgress });
    const { body } = await endpoint.handle(request, handlers);
    const { signal } = await running;
    expect(signal.aborted).toBe(false);
    await body?.cancel();
    expect(signal.aborted).toBe(true);
  });

  test('ends the work by hanging up', async () => {
    const copper = silentCopper();
    const handlers = productHandlers(copper.send);
    const server = await listen((arrived) => endpoint.handle(arrived, handlers));
    const request = toModernRequest(call);
    const headers = Object.fromEntries(request.headers);
    const client = httpRequest(server.url, { method: 'POST', headers });
    client.on('error', () => undefined).end(await request.text());
    await copper.asked;
    client.destroy();
    await copper.dropped;
    await server.close();
  });
});

describe('a client of 2025-11-25', () => {
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'long', _meta: { progressToken: 1 } },
  };

  test('ends its call when its connection drops, because nobody can fetch the answer', async () => {
    const { handlers, running, finish } = longTool();
    const gone = new AbortController();
    const { body } = await endpoint.handle(toRequest(message, { signal: gone.signal }), handlers);
    const { signal, onProgress } = await running;
    gone.abort();
    await body?.cancel();
    onProgress?.({ done: 2, message: 'to nobody' });
    expect(signal.aborted).toBe(true);
    finish();
  });

  test('ends its call by closing the stream', async () => {
    const { handlers, running, finish } = longTool();
    const { body } = await endpoint.handle(toRequest(message), handlers);
    const { signal } = await running;
    await body?.cancel();
    expect(signal.aborted).toBe(true);
    finish();
  });
});
