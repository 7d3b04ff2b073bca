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

describe('keys that cannot be fetched', async () => {
  const { publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
  const whole = JSON.stringify({ keys: [jwk] });

  /** An issuer whose keys are at an address that can be changed, and how often its paths were asked for. */
  async function movingIssuer(wrong: (outgoing: ServerResponse) => void) {
    const state = { path: '/old', isWrong: true };
    const asked: string[] = [];
    const issuer = await issuerOf((path, url, outgoing) => {
      asked.push(path);
      if (isMetadata(path)) outgoing.end(JSON.stringify({ issuer: url, jwks_uri: `${url}${state.path}` }));
      else if (path === state.path && !state.isWrong) outgoing.end(whole);
      else wrong(outgoing);
    });
    const clock = manualClock();
    const keys = createIssuerKeys({ issuer, clock, cooldownMs: 0 });
    const ask = async (kid = 'k') => {
      try {
        await (await keys())({ alg: 'ES256', kid }, { payload: '', signature: '' });
        return 'found';
      } catch {
        return 'not found';
      }
    };
    return { state, asked, clock, ask };
  }

  const faults: [string, (outgoing: ServerResponse) => void][] = [
    ['500', (outgoing) => outgoing.writeHead(500).end()],
    ['503 with keys', (outgoing) => outgoing.writeHead(503).end(whole)],
    ['404', (outgoing) => outgoing.writeHead(404).end('{}')],
    ['403', (outgoing) => outgoing.writeHead(403).end('{"error":"no"}')],
    ['204', (outgoing) => outgoing.writeHead(204).end()],
    ['a redirect', (outgoing) => outgoing.writeHead(302, { location: '/new' }).end()],
    ['a web page', (outgoing) => outgoing.end('<!doctype html>')],
    ['nothing', (outgoing) => outgoing.end()],
    ['no set of keys', (outgoing) => outgoing.end('{"keys":{}}')],
    ['a list', (outgoing) => outgoing.end('[]')],
    ['half of it', (outgoing) => outgoing.end(whole.slice(0, 40))],
    ['a reset', (outgoing) => outgoing.destroy()],
  ];

  test.each(faults)('%s: where they are is asked again, and the next token counts', async (_, wrong) => {
    const { state, asked, clock, ask } = await movingIssuer(wrong);
    expect(await ask()).toBe('not found');
    state.path = '/new';
    state.isWrong = false;
    await clock.advance(3_000);
    await expect.poll(() => ask()).toBe('found');
    expect(asked.filter(isMetadata)).toHaveLength(2);
  });

  test.each(faults)(
    '%s, while others invent keys: what was fetched counts, little is asked',
    async (_, wrong) => {
      const { state, asked, clock, ask } = await movingIssuer(wrong);
      state.isWrong = false;
      expect(await ask()).toBe('found');
      state.isWrong = true;
      asked.length = 0;
      for (let at = 0; at < 40; at++) {
        expect(await ask(`invented ${at}`)).toBe('not found');
        expect(await ask()).toBe('found');
        await clock.advance(50);
      }
      // For keys and for their address, once in two seconds.
      expect(asked.length).toBeLessThanOrEqual(4);
      state.isWrong = false;
      await clock.advance(3_000);
      expect(await ask()).toBe('found');
    },
  );
});
