import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type Browser, chromium } from 'playwright-core';
import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../../src/tool/clock.ts';
import { authority, good } from '../../cli/certificates.ts';
import { serveTls } from '../../cli/secure.ts';
import { onPath } from '../../on-path.ts';
import { until } from '../../redis/redis-server.ts';
import { startServer } from '../../scenarios/server-process.ts';
import { callTool } from '../front.ts';
import {
  documentsOf,
  freePort,
  people,
  secret,
  startSigning,
  type TestClient,
  testClient,
} from './signing.ts';

const browserPath = onPath('chromium', 'google-chrome');

/** Nothing listens there: what counts is the address that the browser is sent to. */
const redirect = 'http://127.0.0.1:9/callback';
const metadataUrl = 'https://client.example/oauth/metadata.json';
const network = documentsOf({
  [metadataUrl]: {
    client_id: metadataUrl,
    client_name: 'Test client',
    redirect_uris: [redirect],
    token_endpoint_auth_method: 'none',
  },
});

/** A little longer than an access token is valid, in milliseconds. */
const anHour = 3_700_000;

/** A server behind TLS. */
interface Secure {
  readonly endpoint: string;
  /** Its port without TLS. */
  readonly port: number;
  letAnHourPass(): void;
  close(): Promise<void>;
}

/** The built server, whose clock an import of its own moves at SIGUSR2. */
async function startBuilt(): Promise<Secure> {
  const port = await freePort();
  const tls = await serveTls(good, port);
  const endpoint = `https://localhost:${tls.port}/mcp`;
  const folder = mkdtempSync(join(tmpdir(), 'copper-mcp-tls-'));
  const movingClock = `
    const { now } = Date;
    let ahead = 0;
    process.on('SIGUSR2', () => void (ahead += ${anHour}));
    Date.now = () => now() + ahead;`;
  const server = startServer(
    [
      ...['http', '--sandbox', '--port', String(port), '--auth', 'sign-in', '--audience', endpoint],
      ...['--trust-proxy', '--sign-ins', join(folder, 'sign-ins')],
    ],
    {
      COPPER_HTTP_SECRET: secret,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(movingClock)}`,
    },
  );
  await until(() => server.lines().length > 0);
  return {
    endpoint,
    port,
    letAnHourPass: () => server.kill('SIGUSR2'),
    async close() {
      server.kill('SIGTERM');
      await server.gone;
      await tls.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The same server with another network, in which a client can describe itself without being on the internet. */
async function startWithDocuments(): Promise<Secure> {
  const port = await freePort();
  const tls = await serveTls(good, port);
  const issuer = `https://localhost:${tls.port}`;
  let ahead = 0;
  const clock = { ...realClock, now: () => realClock.now() + ahead };
  const { endpoint, close } = await startSigning({
    port,
    issuer,
    trustProxy: true,
    network,
    over: { clock },
  });
  return {
    endpoint,
    port,
    letAnHourPass() {
      ahead += anHour;
    },
    async close() {
      await close();
      await tls.close();
    },
  };
}

const dispatcher = new Agent({ connect: { ca: authority } });

/** Trusts the authority of these tests, and no other. */
const trustingFetch = (url: string | URL, init: RequestInit = {}) => {
  const options: object = { ...init, dispatcher };
  return fetch(url, options);
};

/** A session of a client, and its end. */
interface Session {
  users(): Promise<string>;
  close(): Promise<void>;
}

/** What a client does with a server to which nobody has signed in, and with what the browser brings back. */
const clients = {
  'of 2025-11-25': async (
    url: URL,
    authProvider: TestClient,
    signIn: () => Promise<URL>,
  ): Promise<Session> => {
    const open = () => new StreamableHTTPClientTransport(url, { authProvider, fetch: trustingFetch });
    const first = open();
    const client = () => new Client({ name: 'test', version: '1' });
    await expect(client().connect(first as never)).rejects.toThrow(/nauthorized/);
    await first.finishAuth((await signIn()).searchParams.get('code') ?? '');
    const mcp = client();
    await mcp.connect(open() as never);
    const users = async () => JSON.stringify(await mcp.callTool({ name: 'list_users', arguments: {} }));
    return { users, close: () => mcp.close() };
  },
  'of 2026-07-28': async (
    url: URL,
    authProvider: TestClient,
    signIn: () => Promise<URL>,
  ): Promise<Session> => {
    const open = () => new ModernTransport(url, { authProvider, fetch: trustingFetch });
    const first = open();
    const client = () =>
      new ModernClient(
        { name: 'test', version: '1' },
        { versionNegotiation: { mode: { pin: '2026-07-28' } } },
      );
    await expect(client().connect(first)).rejects.toThrow(/nauthorized/);
    await first.finishAuth((await signIn()).searchParams);
    const mcp = client();
    await mcp.connect(open());
    const users = async () => JSON.stringify(await mcp.callTool({ name: 'list_users', arguments: {} }));
    return { users, close: () => mcp.close() };
  },
};

describe.skipIf(browserPath === undefined)('over TLS, with Chromium at the page', () => {
  const servers = {
    'registers itself': { server: undefined as Secure | undefined, start: startBuilt, url: undefined },
    'is described at an address': {
      server: undefined as Secure | undefined,
      start: startWithDocuments,
      url: metadataUrl,
    },
  };
  let browser: Browser;
  beforeAll(async () => {
    const key = new X509Certificate(good.cert).publicKey.export({ type: 'spki', format: 'der' });
    const pin = createHash('sha256').update(key).digest('base64');
    const launch = chromium.launch({
      executablePath: browserPath ?? '',
      args: [
        ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
        // The certificate of this key, and no other that its own authorities do not know.
        `--ignore-certificate-errors-spki-list=${pin}`,
      ],
    });
    for (const each of Object.values(servers)) each.server = await each.start();
    browser = await launch;
  });
  afterAll(async () => {
    await browser?.close();
    for (const { server } of Object.values(servers)) await server?.close();
    await dispatcher.close();
  });

  /** Fills in the form that a client has opened; gives the address that the browser is sent to. */
  async function fillIn(opened: URL | undefined): Promise<URL> {
    const context = await browser.newContext();
    const view = await context.newPage();
    const back = view.waitForRequest((request) => request.url().startsWith(redirect));
    await view.goto(opened?.href ?? '');
    await view.getByLabel('Your e-mail address in Copper').fill(people.dana.email);
    await view.getByLabel('Copper API key').fill(people.dana.key);
    await view.getByRole('button', { name: 'Sign in' }).click();
    await view
      .getByRole('link', { name: 'Continue to Test client' })
      .click()
      .catch(() => undefined);
    const address = (await back).url();
    await context.close();
    return new URL(address);
  }

  const cases = Object.keys(clients).flatMap((client) =>
    Object.keys(servers).map((way) => [client, way] as [keyof typeof clients, keyof typeof servers]),
  );
  test.each(cases)('a client %s that %s signs in, and renews its token by itself', async (kind, way) => {
    const { server, url } = servers[way];
    if (server === undefined) throw new Error('not started');
    await expect(fetch(server.endpoint)).rejects.toThrow('fetch failed');
    const client = testClient(redirect, url);
    let signIns = 0;
    const session = await clients[kind](new URL(server.endpoint), client, () => {
      signIns++;
      return fillIn(client.opened);
    });
    expect(client.information?.client_id).toEqual(url ?? expect.stringMatching(/^[\w-]{20,}$/));
    expect(await session.users()).toContain('Dana Li');
    const before = client.kept;
    server.letAnHourPass();
    const headers = { Authorization: `Bearer ${before?.access_token}`, Connection: 'close' };
    const old = () => callTool(`http://127.0.0.1:${server.port}`, 'list_users', {}, { headers });
    await expect.poll(async () => (await old()).status).toBe(401);
    expect(await session.users()).toContain('Dana Li');
    expect(client.kept?.access_token).not.toBe(before?.access_token);
    expect(client.kept?.refresh_token).not.toBe(before?.refresh_token);
    expect(signIns).toBe(1);
    await session.close();
  });
});
