import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bareEnv, serverPath } from './server-process.ts';
import { startUpstream, type Upstream } from './upstream.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/**
 * The built server, the official client and a Copper over real connections. At the end of the test the server must be gone and must
 * not have said a word on stderr, where an unhandled rejection would show.
 */
async function connect(env: Readonly<Record<string, string>> = {}) {
  const upstream = await startUpstream();
  const settings = {
    COPPER_API_KEY: 'any',
    COPPER_API_BASE_URL: upstream.url,
    COPPER_MAX_WAIT_MS: '0',
    ...env,
  };
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [serverPath],
    env: bareEnv(settings),
    stderr: 'pipe',
  });
  let said = '';
  transport.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  const { pid } = transport;
  async function close() {
    await client.close();
    await upstream.close();
    expect(() => process.kill(pid ?? -1, 0)).toThrow('ESRCH');
    expect(said).toBe('');
  }

  async function call(name: string, options?: RequestOptions) {
    const { content, isError } = await client.callTool({ name }, undefined, options);
    const [first] = Array.isArray(content) ? content : [];
    return { isError: isError === true, text: first?.type === 'text' ? String(first.text) : '' };
  }
  return { upstream, call, close };
}

type Connected = Awaited<ReturnType<typeof connect>>;

/** The same for one test. */
async function connectOnce(env?: Readonly<Record<string, string>>): Promise<Connected> {
  const connected = await connect(env);
  closing.push(connected.close);
  return connected;
}

/** Answers with the head of a reply and then does something else than ending it. */
const begun =
  (then: (outgoing: Parameters<RequestListener>[1]) => void): RequestListener =>
  (_, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    outgoing.write('[{"id":1,"name":"Wh', () => then(outgoing));
  };

const drip = begun((outgoing) => {
  const timer = setInterval(() => outgoing.write(' '), 50);
  outgoing.once('close', () => clearInterval(timer));
});

const huge: RequestListener = (_, outgoing) => {
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.end(`[${'{"id":1,"name":"A tag"},'.repeat(1_050_000)}{}]`);
};

const webPage: RequestListener = (_, outgoing) => {
  outgoing.writeHead(200, { 'content-type': 'text/html' });
  outgoing.end('<!DOCTYPE html><title>Copper</title><script>alert(1)</script>');
};

/** One call meets this behaviour and says this; the next one works. */
async function breaks({ upstream, call }: Connected, behaviour: RequestListener, sentence: RegExp) {
  upstream.behave(behaviour);
  const { isError, text } = await call('list_tags');
  expect(text).toMatch(sentence);
  expect(isError).toBe(true);
  upstream.behave();
  expect(await call('list_tags')).toMatchObject({ isError: false });
}

describe('one fixed sentence for each thing that breaks, and the next call works', () => {
  let connected: Connected;
  beforeAll(async () => {
    connected = await connect();
  });
  afterAll(() => connected.close());

  const faults: readonly (readonly [string, RequestListener, RegExp])[] = [
    [
      'killed in the middle of a reply',
      begun((outgoing) => outgoing.destroy()),
      /^unavailable: Copper's answer was cut off\. Try again\.$/,
    ],
    [
      'a reply that ends short of its length',
      begun((outgoing) => outgoing.socket?.end()),
      /^unavailable: Copper's answer was cut off\. Try again\.$/,
    ],
    ['a web page with 200', webPage, /^unavailable: Copper answered with a web page instead of data\./],
    [
      'a broken connection',
      (incoming) => incoming.socket.destroy(),
      /^unavailable: Copper could not be reached \([A-Z_]+\): \d attempts? in \d+ s\. Try again later; if this continues, ask the user to run `copper-mcp doctor`\.$/,
    ],
    [
      'a reset connection',
      (incoming) => incoming.socket.resetAndDestroy(),
      /^unavailable: Copper could not be reached \(ECONNRESET\): \d attempts? in \d+ s\. Try again later; if this continues, ask the user to run `copper-mcp doctor`\.$/,
    ],
    [
      'nonsense instead of HTTP',
      (incoming) => incoming.socket.end('nonsense\r\n\r\n'),
      /^unavailable: What answers at Copper's address does not speak HTTP as it should \(\w+\): 1 attempt\. Try again later;/,
    ],
    ['25 MB', huge, /^unavailable: Copper's answer is larger than 20 MB and was not read\./],
  ];

  test.each(faults)('%s', (_, behaviour, sentence) => breaks(connected, behaviour, sentence));

  test.each<[string, RequestListener]>([
    ['a hang', () => {}],
    ['a body that drips', drip],
  ])('%s', async (_, behaviour) => {
    const { upstream, call } = await connectOnce({ COPPER_TIMEOUT_MS: '1000' });
    upstream.behave(behaviour);
    const sentence = expect.stringMatching(/^timeout: Copper did not answer within 1 s\. Ask for less: /);
    expect(await call('list_tags')).toEqual({ isError: true, text: sentence });
    upstream.behave();
    // A busy machine may take a second for an answer, too.
    await expect.poll(() => call('list_tags')).toMatchObject({ isError: false });
  });
});

test('an upstream that is gone, and comes back', async () => {
  const { upstream, call } = await connectOnce();
  expect(await call('list_tags')).toMatchObject({ isError: false });
  await upstream.close();
  expect((await call('list_tags')).text).toMatch(/^unavailable: Copper could not be reached \([A-Z_]+\)/);
  await upstream.reopen();
  expect(await call('list_tags')).toMatchObject({ isError: false });
});

test('a redirect to another host is never followed', async () => {
  const seen: string[] = [];
  const other = createServer((_, outgoing) => outgoing.end('[]'));
  other.on('connection', () => seen.push('a connection'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => other.close(resolve)));
  // A server that listens on a port has an address object.
  const { port } = other.address() as AddressInfo;

  const { upstream, call } = await connectOnce();
  for (const status of [301, 302, 303, 307, 308]) {
    upstream.behave((_, outgoing) => {
      outgoing.writeHead(status, { location: `http://127.0.0.1:${port}/steal` }).end();
    });
    expect((await call('list_tags')).text).toBe(
      `unavailable: Copper answered with a redirect (${status}). Redirects are not followed, so that the key is sent nowhere else. Ask the user to check COPPER_API_BASE_URL.`,
    );
  }
  expect(upstream.requests).toEqual(Array(5).fill('GET /tags'));
  expect(seen).toEqual([]);
});

test('what breaks once is tried again, unseen', async () => {
  const { upstream, call } = await connectOnce({ COPPER_MAX_WAIT_MS: '20000' });
  upstream.behave((incoming) => {
    upstream.behave();
    incoming.socket.destroy();
  });
  expect(await call('list_tags')).toMatchObject({ isError: false });
  expect(upstream.requests).toEqual(['GET /tags', 'GET /tags']);
});

describe('a cancelled call stops at once', () => {
  const patient = { COPPER_TIMEOUT_MS: '600000', COPPER_MAX_WAIT_MS: '600000' };

  /** A behaviour that answers nothing, and the moments a request came and its connection was let go. */
  function hanging(upstream: Upstream, behaviour: RequestListener) {
    const letGo = new Promise<void>((closed) => {
      upstream.behave((incoming, outgoing) => {
        outgoing.once('close', closed);
        behaviour(incoming, outgoing);
      });
    });
    return {
      letGo,
      asked: () => expect.poll(() => upstream.requests.length, { interval: 5 }).toBe(1),
    };
  }

  test.each<[string, RequestListener]>([
    ['while Copper says nothing', () => {}],
    ['in the middle of a body', drip],
  ])('%s, and the connection is let go', async (_, behaviour) => {
    const { upstream, call } = await connectOnce(patient);
    const { letGo, asked } = hanging(upstream, behaviour);
    const stop = new AbortController();
    const cancelled = call('list_tags', { signal: stop.signal });
    await asked();
    stop.abort('enough');
    await expect(cancelled).rejects.toThrow('enough');
    await letGo;
    upstream.behave();
    expect(await call('list_tags')).toMatchObject({ isError: false });
  });

  test('while it waits for the rate limit, and nothing is sent', async () => {
    const { upstream, call } = await connectOnce({ ...patient, COPPER_RATE_LIMIT: '1' });
    expect(await call('list_tags')).toMatchObject({ isError: false });
    const stop = new AbortController();
    const waits: (string | undefined)[] = [];
    const cancelled = call('list_pipelines', {
      signal: stop.signal,
      onprogress({ message }) {
        waits.push(message);
        stop.abort('enough');
      },
    });
    await expect(cancelled).rejects.toThrow('enough');
    expect(waits).toEqual([expect.stringMatching(/^waiting \d+ s for Copper's rate limit$/)]);
    expect(upstream.requests).toEqual(['GET /tags']);
    expect((await call('nothing').catch(({ code }) => ({ text: code }))).text).toBe(-32602);
  });

  test('while it waits to try again', async () => {
    const { upstream, call } = await connectOnce(patient);
    const { asked } = hanging(upstream, (_, outgoing) => {
      outgoing.writeHead(503, { 'retry-after': '300' }).end();
    });
    const stop = new AbortController();
    const cancelled = call('list_tags', { signal: stop.signal });
    await asked();
    upstream.behave();
    stop.abort('enough');
    await expect(cancelled).rejects.toThrow('enough');
    expect(await call('list_tags')).toMatchObject({ isError: false });
    expect(upstream.requests).toEqual(['GET /tags', 'GET /tags']);
  });
});
