import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createDocumentFetch,
  type DocumentNetwork,
  documentNetwork,
  isPublicAddress,
} from '../../../src/http/sign-in/client-document.ts';
import { realClock } from '../../../src/tool/clock.ts';
import { manualClock } from '../../manual-clock.ts';
import { ask } from '../front.ts';
import {
  authorizationUrl,
  createBrowser,
  documentsOf,
  redirect,
  type Signing,
  startSigning,
} from './signing.ts';

const id = 'https://client.example/metadata.json';
const document = { client_id: id, client_name: 'Example', redirect_uris: [redirect] };

describe('addresses', () => {
  test.each([
    '93.184.216.34',
    '8.8.8.8',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.0.1.1',
    '198.20.0.1',
    '223.255.255.254',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '0:0:0:0:0:ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '',
  ])('%j is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

/** A network that answers with this, and counts what was sent. */
function networkOf(
  reply: Partial<Awaited<ReturnType<DocumentNetwork['get']>>> & { readonly text?: string } = {},
  addresses: readonly string[] = ['93.184.216.34'],
) {
  const sent: string[] = [];
  const network: DocumentNetwork = {
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    async get(url, to) {
      sent.push(`${url.href} at ${to.address}`);
      return {
        status: 200,
        cacheControl: '',
        contentType: 'application/json',
        body: (async function* () {
          yield Buffer.from(reply.text ?? JSON.stringify(document));
        })(),
        ...reply,
      };
    },
  };
  return { network, sent };
}

describe('a document is asked for at a public address only', () => {
  test.each([
    ['https://127.0.0.1/c', []],
    ['https://[::1]/c', []],
    ['https://[::ffff:127.0.0.1]/c', []],
    ['https://169.254.169.254/latest/meta-data', []],
    ['https://10.0.0.1:8443/c', []],
    ['https://0x7f000001/c', []],
    ['https://2130706433/c', []],
    ['https://127.1/c', []],
    ['https://localhost/c', ['127.0.0.1']],
    ['https://internal.example/c', ['10.0.0.5']],
    ['https://metadata.example/c', ['169.254.169.254']],
    ['https://six.example/c', ['fd00::1']],
    ['https://mapped.example/c', ['::ffff:192.168.0.1']],
    ['https://half.example/c', ['93.184.216.34', '192.168.0.1']],
    ['https://other-half.example/c', ['::1', '93.184.216.34']],
    ['https://nowhere.example/c', []],
    ['http://client.example/c', ['93.184.216.34']],
  ])('%s, which is %j, is not', async (address, addresses) => {
    const { network, sent } = networkOf({}, addresses);
    await expect(createDocumentFetch(network, realClock)(address)).rejects.toThrow(
      /public internet|unknown|not https/,
    );
    expect(sent).toEqual([]);
  });

  test('the connection goes to the address that was checked, whatever the name stands for later', async () => {
    let asked = 0;
    const { network, sent } = networkOf();
    const rebinding = {
      ...network,
      resolve: async () => [{ address: asked++ === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 }],
    };
    await createDocumentFetch(rebinding, realClock)(id);
    expect([asked, sent]).toEqual([1, [`${id} at 93.184.216.34`]]);
  });

  test.each([
    ['a redirect', { status: 302 }],
    ['a redirect that keeps the method', { status: 307 }],
    ['an error', { status: 500 }],
    ['nothing', { status: 204 }],
    ['HTML', { contentType: 'text/html' }],
    ['a type that only begins like JSON', { contentType: 'application/jsonp' }],
    ['no type', { contentType: '' }],
    ['what is not JSON', { text: '{' }],
    ['a list', { text: '[]' }],
    ['no redirect addresses', { text: JSON.stringify({ client_id: id, client_name: 'Example' }) }],
    ['no name', { text: JSON.stringify({ client_id: id, redirect_uris: [redirect] }) }],
    ['too much', { text: JSON.stringify({ ...document, client_uri: 'x'.repeat(10_240) }) }],
    ['spaces without end', { text: ' '.repeat(20_000) }],
  ])('%s is not a document of a client', async (_, reply) => {
    const { network } = networkOf(reply);
    await expect(createDocumentFetch(network, realClock)(id)).rejects.toThrow();
  });

  test('what is longer than three seconds on its way is given up', async () => {
    const clock = manualClock();
    let stopped = false;
    const network: DocumentNetwork = {
      resolve: async () => [{ address: '93.184.216.34', family: 4 }],
      get: (_, __, signal) =>
        new Promise((___, reject) => {
          signal.addEventListener('abort', () => {
            stopped = true;
            reject(new Error('stopped'));
          });
        }),
    };
    const result = createDocumentFetch(network, clock)(id).catch(String);
    await clock.advance(3_000);
    expect([await result, stopped]).toEqual(['Error: it took too long', true]);
  });

  test.each(['before', 'after'])(
    'three are fetched at once, and what is still looked up %s its time is over counts',
    async (moment) => {
      const clock = manualClock();
      const lookups: (() => void)[] = [];
      const { network, sent } = networkOf();
      const slow: DocumentNetwork = {
        ...network,
        async resolve(host) {
          if (host.startsWith('slow')) await new Promise<void>((done) => lookups.push(done));
          return [{ address: '93.184.216.34', family: 4 }];
        },
      };
      const fetchDocument = createDocumentFetch(slow, clock);
      const outcomes = Array.from({ length: 50 }, (_, at) =>
        fetchDocument(`https://slow${at}.example/c`).catch(String),
      );
      if (moment === 'after') await clock.advance(3_000);
      await expect(fetchDocument(id)).rejects.toThrow('too many');
      expect([lookups.length, sent]).toEqual([3, []]);
      for (const done of lookups) done();
      await Promise.all(outcomes);
      await expect.poll(async () => (await fetchDocument(id).catch(() => undefined))?.status).toBe(200);
    },
  );

  test('what a document says beyond name and redirect addresses does not count', async () => {
    const text = JSON.stringify({
      ...document,
      jwks_uri: 'https://10.0.0.1/keys',
      logo_uri: 'https://10.0.0.1/logo',
      token_endpoint_auth_method: 'private_key_jwt',
    });
    const { network } = networkOf({ text });
    const response = await createDocumentFetch(network, realClock)(id);
    expect(await response.json()).toEqual({
      ...document,
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    });
  });
});

describe('the real network', () => {
  let port: number;
  let seen: { host: string | undefined; accept: string | undefined } | undefined;
  // Without a certificate the handshake fails: what matters is where it goes.
  const server = createServer();
  server.on('tlsClientError', () => undefined);
  server.on('connection', () => {
    seen = { host: 'reached', accept: '' };
  });
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  test('connects to the address it is given, and asks nobody for the name', async () => {
    const network = documentNetwork(async () => {
      throw new Error('asked for the name');
    });
    const url = new URL(`https://name-of-nobody.invalid:${port}/c`);
    const to = { address: '127.0.0.1', family: 4 };
    await expect(network.get(url, to, new AbortController().signal)).rejects.toThrow(
      /SSL|TLS|handshake|alert/i,
    );
    expect(seen?.host).toBe('reached');
  });
});

describe('a client whose id is an address', () => {
  let signing: Signing;
  const other = 'https://client.example/other.json';
  const network = documentsOf({
    [id]: document,
    [other]: { ...document, client_id: id },
    'https://client.example/secret.json': { ...document, client_id: 'https://client.example/secret.json' },
  });
  beforeAll(async () => {
    signing = await startSigning({ network });
  });
  afterAll(() => signing.close());

  test('is asked for once while it is remembered', async () => {
    for (let time = 0; time < 3; time++)
      expect((await createBrowser().load(authorizationUrl(signing, id, redirect).url)).status).toBe(200);
    expect(network.asked.filter((address) => address === id)).toEqual([id]);
  });

  test.each([
    ['a document that names another id', other],
    ['no document', 'https://client.example/none.json'],
    ['plain http', 'http://client.example/metadata.json'],
    ['a fragment', `${id}#x`],
    ['a login', 'https://a:b@client.example/metadata.json'],
    ['no path', 'https://client.example'],
    ['an empty path', 'https://client.example/'],
    ['dots in its path', 'https://client.example/x/../metadata.json'],
    ['another case of its host', 'https://CLIENT.example/metadata.json'],
  ])('%s is not a client', async (_, client) => {
    const { status, headers } = await createBrowser().load(authorizationUrl(signing, client, redirect).url);
    expect([status, headers.location]).toEqual([400, undefined]);
  });

  test('why is in the log', () => {
    const causes = signing.front.logged.map(({ fields }) => fields.cause);
    expect(causes).toContain('the answer is 404, not 200');
  });
});

describe('documents that one address has fetched', () => {
  const idOf = (at: number) => `https://client.example/${at}.json`;
  const send = {
    authorize: async (signing: Signing, client: string, peer: string) =>
      (await createBrowser(peer).load(authorizationUrl(signing, client, redirect).url)).text,
    ...Object.fromEntries(
      ['token', 'revoke'].map((path) => [
        path,
        async ({ issuer }: Signing, client: string, peer: string) => {
          const form = { grant_type: 'refresh_token', refresh_token: 'x', token: 'x', client_id: client };
          const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Forwarded-For': peer };
          const body = new URLSearchParams(form).toString();
          return (await ask(`${issuer}/${path}`, { method: 'POST', headers, body })).text;
        },
      ]),
    ),
  };

  test.each(Object.entries(send))(
    '%s: thirty in ten minutes, and nobody else has fewer',
    async (__, sendFrom) => {
      const described = [id, ...Array.from({ length: 40 }, (_, at) => idOf(at))];
      const network = documentsOf(
        Object.fromEntries(described.map((client) => [client, { ...document, client_id: client }])),
      );
      const signing = await startSigning({ network, trustProxy: true });
      try {
        for (let at = 0; at < 40; at++) {
          const text = await sendFrom(signing, idOf(at), '198.51.100.1');
          expect(text.includes('temporarily_unavailable'), text).toBe(at >= 30);
        }
        expect(network.asked).toHaveLength(30);
        expect(await sendFrom(signing, id, '198.51.100.2')).not.toContain('temporarily_unavailable');
        expect(network.asked).toHaveLength(31);
        // What is remembered is not fetched.
        expect(await sendFrom(signing, id, '198.51.100.1')).not.toContain('temporarily_unavailable');
      } finally {
        await signing.close();
      }
    },
  );
});
