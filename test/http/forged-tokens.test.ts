import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callTool, type Front, startFront } from './front.ts';
import { type Issuer, startIssuer } from './issuer.ts';

const audience = 'https://crm.example.com/mcp';
const own = await generateKeyPair('ES256', { extractable: true });
const ownJwk = { ...(await exportJWK(own.publicKey)), alg: 'ES256', use: 'sig', kid: 'key-1' };
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let issuer: Issuer;
let front: Front;
/** Publishes the forger's key, and counts who asks for it. */
const lure = createServer((_, outgoing) => {
  lured++;
  outgoing.end(JSON.stringify({ keys: [ownJwk] }));
});
let lured = 0;
let lureUrl = '';

beforeAll(async () => {
  issuer = await startIssuer(audience);
  await new Promise<void>((resolve) => void lure.listen(0, '127.0.0.1', resolve));
  const address = lure.address();
  lureUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/keys`;
  const auth = { kind: 'oauth', issuer: issuer.url, audience, callers: undefined } as const;
  front = await startFront({ settings: { auth } });
});

afterAll(() => {
  lure.close();
  return Promise.all([front.close(), issuer.close()]);
});

const encoded = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

const claims = (changes: object = {}) => ({
  iss: issuer.url,
  aud: audience,
  sub: 'admin',
  scope: 'copper:read',
  exp: Math.floor(Date.now() / 1000) + 300,
  ...changes,
});

/** A token that the forger signed with a key of their own. */
function signed(header: object, payload: unknown = claims()): string {
  const head = `${encoded({ alg: 'ES256', kid: 'key-1', typ: 'at+jwt', ...header })}.${encoded(payload)}`;
  const signature = sign('sha256', Buffer.from(head), { key: other.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${head}.${signature.toString('base64url')}`;
}

/** A token whose signature is whatever the forger likes. */
const withSignature = (header: object, signature: string | Buffer, payload: unknown = claims()) =>
  `${encoded(header)}.${encoded(payload)}.${Buffer.from(signature).toString('base64url')}`;

async function keyedBy(secret: string | Buffer, alg = 'HS256'): Promise<string> {
  const head = `${encoded({ alg, kid: 'key-1' })}.${encoded(claims())}`;
  return `${head}.${createHmac(alg.replace('HS', 'sha'), secret).update(head).digest('base64url')}`;
}

/** The issuer's key as it is published. */
async function published(): Promise<{ jwk: object; pem: string }> {
  const { keys } = JSON.parse(await (await fetch(`${issuer.url}/keys`)).text());
  const key = await crypto.subtle.importKey('jwk', keys[0], { name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'verify',
  ]);
  return { jwk: keys[0], pem: await exportSPKI(key) };
}

/** A token of the issuer with other parts. */
async function tampered(change: (parts: string[]) => string[]): Promise<string> {
  return change((await issuer.token()).split('.')).join('.');
}

const forgeries: Record<string, () => string | Promise<string>> = {
  'alg none without a signature': () => `${encoded({ alg: 'none' })}.${encoded(claims())}.`,
  'alg None': () => withSignature({ alg: 'None', kid: 'key-1' }, ''),
  'alg nOnE with a signature': () => withSignature({ alg: 'nOnE', kid: 'key-1' }, 'x'),
  'no alg': () => withSignature({ kid: 'key-1' }, 'x'),
  'alg as a list': () => withSignature({ alg: ['ES256'], kid: 'key-1' }, 'x'),
  'HS256 with the published key as PEM': async () => keyedBy((await published()).pem),
  'HS256 with the published key as PEM, without its last line end': async () =>
    keyedBy((await published()).pem.trim()),
  'HS256 with the published key as JSON': async () => keyedBy(JSON.stringify((await published()).jwk)),
  'HS512 with the published key': async () => keyedBy((await published()).pem, 'HS512'),
  'HS256 with an empty secret': () => keyedBy(''),
  'another key under the same kid': () => signed({}),
  'an unknown kid': () => signed({ kid: 'key-99' }),
  'no kid': () => signed({ kid: undefined }),
  'a kid that is a path': () => signed({ kid: '../../../../dev/null' }),
  'a kid that is an address': () => signed({ kid: lureUrl }),
  'a kid that is a query': () => signed({ kid: "key-1' OR '1'='1" }),
  'a kid that is a number': () => signed({ kid: 1 }),
  'a kid that is a list': () => signed({ kid: ['key-1'] }),
  'a kid of a prototype': () => signed({ kid: '__proto__' }),
  'a kid of 5 KB': () => signed({ kid: 'k'.repeat(5_000) }),
  jku: () => signed({ jku: lureUrl }),
  x5u: () => signed({ x5u: lureUrl }),
  'the key itself in the header': () => signed({ jwk: ownJwk }),
  'certificates in the header': () => signed({ x5c: ['MIIB'] }),
  'a critical header that nobody knows': () => signed({ crit: ['exp'], exp: 1 }),
  'a payload that is not encoded': () => signed({ b64: false, crit: ['b64'] }),
  'a signature of zeros': () => withSignature({ alg: 'ES256', kid: 'key-1' }, Buffer.alloc(64)),
  'a signature of ones': () => withSignature({ alg: 'ES256', kid: 'key-1' }, Buffer.alloc(64, 255)),
  'an empty signature': () => tampered(([head = '', payload = '']) => [head, payload, '']),
  'a signature that goes on': () =>
    tampered(([head = '', payload = '', end]) => [head, payload, `${end}AAAA`]),
  'another algorithm than the key is for': () =>
    tampered(([, payload = '', end = '']) => [encoded({ alg: 'RS256', kid: 'key-1' }), payload, end]),
  'a header that is not JSON': () => tampered(([, ...rest]) => [encoded('{'), ...rest]),
  'a header that is null': () => tampered(([, ...rest]) => [encoded('null'), ...rest]),
  'a header with alg twice': () =>
    tampered(([, ...rest]) => [encoded('{"alg":"none","alg":"ES256","kid":"key-1"}'), ...rest]),
  'claims that are not JSON': () => signed({}, 'not json'),
  'claims that are a list': () => signed({}, []),
  'five parts, as an encrypted one has': () => tampered((parts) => [...parts, 'x', 'y']),
  'two parts': () => tampered(([head = '', payload = '']) => [head, payload]),
  'the token of another audience beside ours, unsigned': () =>
    withSignature({ alg: 'none' }, '', claims({ aud: [audience, 'x'] })),
  'a token in a token': async () => signed({ cty: 'JWT' }, encoded(await issuer.token())),
};

/** Signed by the issuer, and not for us, or not now. */
const strays: Record<string, () => Promise<string>> = {
  'an audience that begins like ours': () => issuer.token({ aud: `${audience}/other` }),
  'an audience in capitals': () => issuer.token({ aud: audience.toUpperCase() }),
  'an audience that is empty': () => issuer.token({ aud: '' }),
  'an audience that is an empty list': () => issuer.token({ aud: [] }),
  'no audience': () => issuer.token({ aud: undefined as never }),
  'an issuer with a slash at the end': () => issuer.token({ iss: `${issuer.url}/` }),
  'an issuer as a list': async () => issuer.token({ iss: [issuer.url] as never }),
  'no issuer': () => issuer.token({ iss: undefined as never }),
  'an expiry as text': () => issuer.token({ exp: '9999999999' as never }, 'endless'),
  'an expiry in milliseconds of long ago': () => issuer.token({ exp: 1 }),
  'an expiry that is no number': () => issuer.token({ exp: null as never }),
  'an expiry before all time': () => issuer.token({ exp: -1 }),
  'a beginning far away': () => issuer.token({ nbf: 9_999_999_999 }),
  'a beginning as text': () => issuer.token({ nbf: 'now' as never }),
};

const call = (token: string) =>
  callTool(front.url, 'list_pipelines', {}, { headers: { Authorization: `Bearer ${token}` } });

test.each(Object.entries({ ...forgeries, ...strays }))(
  '%s: 401, and nobody else is asked',
  async (_, make) => {
    const before = lured;
    const { status, text } = await call(await make());
    expect([status, JSON.parse(text).error]).toEqual([401, 'invalid_token']);
    expect(lured).toBe(before);
  },
);

test('after all of these a good token counts', async () => {
  expect((await call(await issuer.token())).status).toBe(200);
});

test('a token that is longer than any is refused without being read', async () => {
  expect((await call('x'.repeat(100_000))).status).toBe(431);
});
