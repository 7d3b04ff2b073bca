import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import nock from 'nock';
import { afterEach, describe, expect, test } from 'vitest';
import { createIssuerKeys } from '../../src/http/issuer-keys.ts';
import { manualClock } from '../manual-clock.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
  nock.cleanAll();
  nock.enableNetConnect();
});

/** Asks for the keys of an issuer and then for the one that signed a token. */
async function askFor(issuer: string): Promise<string> {
  try {
    const keys = await createIssuerKeys({ issuer, clock: manualClock() })();
    await keys({ alg: 'ES256', kid: 'k' }, { payload: '', signature: '' });
    return 'found';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('an issuer over https', () => {
  const issuer = 'https://auth.example';
  test.each([
    ['http://auth.example/keys', false],
    ['http://localhost/keys', false],
    ['http://127.0.0.1:8080/keys', false],
    ['http://[::1]/keys', false],
    ['http://169.254.169.254/latest', false],
    ['HTTP://auth.example/keys', false],
    ['file:///etc/passwd', false],
    ['data:application/json,{}', false],
    ['ftp://auth.example/keys', false],
    ['blob:https://auth.example/1', false],
    ['https://auth.example/keys', true],
    ['https://keys.example/keys', true],
  ])('keys at %s count: %s', async (address, counts) => {
    nock.disableNetConnect();
    const metadata = { issuer, jwks_uri: address };
    nock(issuer)
      .get(/well-known/)
      .times(2)
      .reply(200, metadata);
    const { publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
    if (counts)
      nock(new URL(address).origin)
        .get('/keys')
        .reply(200, { keys: [jwk] });
    expect(await askFor(issuer)).toEqual(counts ? 'found' : expect.stringContaining('not https'));
  });
});

/** An issuer on this machine whose replies are written by hand. */
async function issuerOf(answer: (path: string, url: string, outgoing: ServerResponse) => void) {
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => undefined);
    outgoing.setHeader('Content-Type', 'application/json');
    answer(incoming.url ?? '', url, outgoing);
  });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return url;
}

/** Writes until nobody listens any more, and counts. */
function pour(outgoing: ServerResponse, start: string, piece: string) {
  const sent = { bytes: 0 };
  outgoing.write(start);
  const more = () => {
    while (!outgoing.destroyed) {
      sent.bytes += piece.length;
      if (!outgoing.write(piece)) return void outgoing.once('drain', more);
    }
  };
  more();
  return sent;
}

const isMetadata = (path: string) => path.includes('well-known');

describe('replies without an end are not read', () => {
  test.each([
    ['blanks', '{', ' '],
    ['a long text', '{"issuer":"', 'x'],
    ['brackets', '', '['],
    ['keys', '{"keys":[', '{"kty":"EC","kid":"x"},'],
    ['empty objects', '{"keys":[', '{},'],
    ['line breaks', '', '\n'],
    ['zeros', '', '\0'],
    ['members', '{', '"a":1,'],
    ['commas', '[', ','],
    ['numbers', '', '1'],
  ])('%s, as metadata and as keys', async (_, start, piece) => {
    const poured: { bytes: number }[] = [];
    const long = piece.repeat(65_536);
    const atOnce = await issuerOf((_path, _url, outgoing) => poured.push(pour(outgoing, start, long)));
    expect(await askFor(atOnce)).toContain('longer than');
    const later = await issuerOf((path, url, outgoing) =>
      isMetadata(path)
        ? outgoing.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }))
        : poured.push(pour(outgoing, start, long)),
    );
    expect(await askFor(later)).toMatch(/longer than|failed/);
    expect(poured).toHaveLength(3);
    for (const { bytes } of poured) expect(bytes).toBeLessThan(20_000_000);
  });
});
