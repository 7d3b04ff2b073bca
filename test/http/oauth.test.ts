import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIssuerKeys } from '../../src/http/issuer-keys.ts';
import { createMask } from '../../src/tool/outgoing-text.ts';
import { manualClock } from '../manual-clock.ts';
import { ask, callTool, type Front, startFront } from './front.ts';
import { type Issuer, startIssuer } from './issuer.ts';

const audience = 'https://crm.example.com/mcp';
const metadataUrl = 'https://crm.example.com/.well-known/oauth-protected-resource/mcp';

let issuer: Issuer;
let front: Front;
/** The same with a callers file. */
let listed: Front;
/** The same with an issuer that never says whether an address is verified. */
let trusting: Front;

beforeAll(async () => {
  issuer = await startIssuer(audience);
  const auth = { kind: 'oauth', issuer: issuer.url, audience } as const;
  front = await startFront({ settings: { auth: { ...auth, callers: undefined } } });
  const callers = [
    { name: 'jane', claims: { sub: 'auth0|jane' }, copper: 'server' },
    { name: 'sales', claims: { email: 'bob@example.com' }, copper: 'server' },
  ];
  listed = await startFront({
    settings: { auth: { ...auth, callers: 'callers.json' } },
    files: { 'callers.json': JSON.stringify(callers) },
  });
  trusting = await startFront({
    settings: { auth: { ...auth, callers: 'callers.json', trustEmailClaim: true } },
    files: { 'callers.json': JSON.stringify(callers) },
  });
});

afterAll(() => Promise.all([front.close(), listed.close(), trusting.close(), issuer.close()]));

const call = (at: Front, token?: string) =>
  callTool(
    at.url,
    'list_pipelines',
    {},
    {
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    },
  );

const lastRefusal = (at: Front) => at.logged.findLast(({ message }) => message === 'refused')?.fields;

/** Changes the claims of a token without signing it again. */
function forge(token: string): string {
  const [head, , signature] = token.split('.');
  const claims = { iss: issuer.url, aud: audience, sub: 'admin', scope: 'copper:read', exp: 4e9 };
  return `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
}

const past = () => Math.floor(Date.now() / 1000) - 3600;

interface Failure {
  readonly what: string;
  readonly token: () => Promise<string | undefined> | string | undefined;
  readonly status: 401 | 403;
  readonly error?: string;
  readonly reason: string;
  /** Undefined where nobody can know. */
  readonly caller?: string;
}

const unsigned = () =>
  new UnsecuredJWT({ scope: 'copper:read', sub: 'auth0|jane' })
    .setIssuer(issuer.url)
    .setAudience(audience)
    .setExpirationTime('5m')
    .encode();

const sharedSecret = () =>
  new SignJWT({ scope: 'copper:read', sub: 'auth0|jane' })
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .setIssuer(issuer.url)
    .setAudience(audience)
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode('a secret that everybody can guess'));

const caller = 'auth0|jane';
const invalid = { status: 401, error: 'invalid_token' } as const;
const failures: Failure[] = [
  { what: 'no token', token: () => undefined, status: 401, reason: 'no_token' },
  { what: 'no JWT', token: () => 'abc', ...invalid, reason: 'malformed' },
  {
    what: 'changed claims',
    token: async () => forge(await issuer.token()),
    ...invalid,
    reason: 'bad_signature',
  },
  { what: 'expired', token: () => issuer.token({}, -60), ...invalid, reason: 'expired', caller },
  {
    what: 'no expiry',
    token: () => issuer.token({}, 'endless'),
    ...invalid,
    reason: 'bad_claim',
    caller,
  },
  {
    what: 'wrong audience',
    token: () => issuer.token({ aud: 'https://other.example/mcp' }),
    ...invalid,
    reason: 'wrong_audience',
    caller,
  },
  {
    what: 'wrong issuer',
    token: () => issuer.token({ iss: 'https://other.example' }),
    ...invalid,
    reason: 'wrong_issuer',
    caller,
  },
  {
    what: 'not yet valid',
    token: () => issuer.token({ nbf: past() + 7200 }),
    ...invalid,
    reason: 'not_yet_valid',
    caller,
  },
  { what: 'alg none', token: unsigned, ...invalid, reason: 'alg_not_allowed' },
  { what: 'a shared secret', token: sharedSecret, ...invalid, reason: 'alg_not_allowed' },
  {
    what: 'insufficient scope',
    token: () => issuer.token({ scope: 'openid copper:write' }),
    status: 403,
    error: 'insufficient_scope',
    reason: 'insufficient_scope',
    caller,
  },
  {
    what: 'no scope',
    token: () => issuer.token({ scope: undefined }),
    status: 403,
    error: 'insufficient_scope',
    reason: 'insufficient_scope',
    caller,
  },
];

describe('a token that does not count', () => {
  test.each(failures)('$what: $status, $reason', async (failure) => {
    const { status, headers, text } = await call(front, await failure.token());
    expect(status).toBe(failure.status);
    const challenge = headers['www-authenticate'] ?? '';
    expect(challenge).toMatch(/^Bearer /);
    expect(challenge).toContain(`resource_metadata="${metadataUrl}"`);
    expect(challenge).toContain('scope="copper:read"');
    expect(/ error="([^"]*)"/.exec(challenge)?.[1]).toBe(failure.error);
    expect(JSON.parse(text).error).toBe(failure.error ?? 'unauthorized');
    const line = lastRefusal(front);
    expect(line).toMatchObject({ status: failure.status, reason: failure.reason });
    expect(line?.caller).toBe(failure.caller);
  });

  test('one in the address counts as none', async () => {
    const { status } = await ask(`${front.url}/mcp?access_token=${await issuer.token()}`, { method: 'POST' });
    expect(status).toBe(401);
    expect(lastRefusal(front)?.reason).toBe('no_token');
  });

  test('no token ever stands in the log', async () => {
    const token = await issuer.token();
    await call(front, forge(token));
    const [, claims, signature] = token.split('.');
    expect(JSON.stringify(front.logged)).not.toContain(signature);
    expect(JSON.stringify(front.logged)).not.toContain(claims);
  });
});

describe('a token that counts', () => {
  test.each([
    ['scope', {}],
    ['scp, a list', { scope: undefined, scp: ['openid', 'copper:read'] }],
    ['scp, a text', { scope: undefined, scp: 'copper:read' }],
    ['several audiences', { aud: ['https://other.example', audience] }],
  ])('%s', async (_, claims) => {
    const { status, text } = await call(front, await issuer.token(claims));
    expect(status).toBe(200);
    expect(JSON.parse(text).result.isError).toBe(false);
    expect(front.logged.at(-1)).toMatchObject({ message: 'call', fields: { caller, outcome: 'ok' } });
  });

  test('its claims name the caller in the callers file', async () => {
    await call(listed, await issuer.token());
    expect(listed.logged.at(-1)?.fields.caller).toBe('jane');
    await call(listed, await issuer.token({ sub: 'x', email: 'bob@example.com', email_verified: true }));
    expect(listed.logged.at(-1)?.fields.caller).toBe('sales');
  });

  test('nobody else gets in', async () => {
    const stranger = await call(listed, await issuer.token({ sub: 'auth0|eve' }));
    expect(stranger.status).toBe(403);
    expect(lastRefusal(listed)).toMatchObject({ reason: 'not_listed', caller: 'auth0|eve' });
  });

  test.each<[object, 'listed' | 'trusting', number, string]>([
    [{ email_verified: false }, 'listed', 403, 'email_not_verified'],
    [{}, 'listed', 403, 'email_verified_missing'],
    [{ email_verified: false }, 'trusting', 403, 'email_not_verified'],
    [{ email_verified: 'true' }, 'trusting', 403, 'email_not_verified'],
    [{}, 'trusting', 200, ''],
    [{ email_verified: true }, 'trusting', 200, ''],
  ])(
    'an e-mail address with %j, on the server that is %s: %i, and the log says %j',
    async (said, which, status, reason) => {
      const at = { listed, trusting }[which];
      const claims = { sub: 'auth0|eve', email: 'bob@example.com', ...said };
      expect((await call(at, await issuer.token(claims))).status).toBe(status);
      if (status === 403) expect(lastRefusal(at)).toMatchObject({ reason, caller: 'auth0|eve' });
      else expect(at.logged.at(-1)?.fields.caller).toBe('sales');
    },
  );

  test('a refusal names the caller as the file does', async () => {
    await call(listed, await issuer.token({}, -60));
    expect(lastRefusal(listed)).toMatchObject({ reason: 'expired', caller: 'jane' });
  });
});

test('the metadata is found at both addresses, without a token', async () => {
  for (const path of ['', '/mcp']) {
    const { status, text } = await ask(`${front.url}/.well-known/oauth-protected-resource${path}`);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      resource: audience,
      authorization_servers: [issuer.url],
      scopes_supported: ['copper:read'],
      bearer_methods_supported: ['header'],
      resource_name: 'Copper CRM, read-only',
    });
  }
  const open = await startFront();
  expect((await ask(`${open.url}/.well-known/oauth-protected-resource`)).status).toBe(404);
  await open.close();
});

describe('the keys of the issuer', () => {
  test('a rotated key is fetched, the old one counts no more, strange ones fetch nothing twice', async () => {
    const other = await startIssuer(audience, { oauth: false });
    const clock = manualClock(Date.now());
    const keys = createIssuerKeys({ issuer: other.url, clock, cooldownMs: 0 });
    const auth = { kind: 'oauth', issuer: other.url, audience, callers: undefined } as const;
    const { identifyByJwt } = await import('../../src/http/identify-by-jwt.ts');
    const identify = identifyByJwt({ ...auth, metadataUrl, keys, clock });
    const arrival = (token: string) => ({
      id: '',
      method: 'POST',
      path: '/mcp',
      host: '',
      secure: false,
      peer: '',
      local: '',
      query: new URLSearchParams(),
      header: (name: string) => (name === 'authorization' ? `Bearer ${token}` : undefined),
      mask: createMask([token]),
    });
    const old = await other.token();
    await expect(identify(arrival(old))).resolves.toEqual({ name: caller, copper: 'server' });
    await other.rotate();
    await expect(identify(arrival(await other.token()))).resolves.toMatchObject({ name: caller });
    await expect(identify(arrival(old))).rejects.toMatchObject({ status: 401, reason: 'unknown_key' });
    expect(other.asked.filter((path) => path === '/keys').length).toBeLessThanOrEqual(3);
    await other.close();
  });

  test('unknown keys do not make us ask the issuer again and again', async () => {
    const other = await startIssuer(audience);
    const one = await startFront({
      settings: { auth: { kind: 'oauth', issuer: other.url, audience, callers: undefined } },
    });
    await call(one, await other.token());
    await other.rotate();
    const strange = await other.token();
    for (let each = 0; each < 10; each++) expect((await call(one, strange)).status).toBe(401);
    expect(other.asked.filter((path) => path === '/keys')).toHaveLength(1);
    await Promise.all([one.close(), other.close()]);
  });

  test('an issuer that is away is no fault of the token: 503, once asked, and it works again', async () => {
    const other = await startIssuer(audience);
    const one = await startFront({
      settings: { auth: { kind: 'oauth', issuer: other.url, audience, callers: undefined } },
    });
    other.fail(true);
    const token = await other.token();
    for (let each = 0; each < 5; each++) {
      const { status, headers } = await call(one, token);
      expect(status).toBe(503);
      expect(headers['retry-after']).toBe('5');
    }
    expect(other.asked).toHaveLength(2);
    expect(lastRefusal(one)).toMatchObject({
      reason: 'issuer_unavailable',
      cause: expect.stringContaining('reached'),
    });
    other.fail(false);
    await expect.poll(async () => (await call(one, token)).status, { interval: 250 }).toBe(200);
    await Promise.all([one.close(), other.close()]);
  });
});
