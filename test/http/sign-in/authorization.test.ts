import { connect } from 'node:net';
import { auth } from '@modelcontextprotocol/sdk/client/auth.js';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openFileStore } from '../../../src/http/sign-in/file-store.ts';
import { createSeal } from '../../../src/http/sign-in/seal.ts';
import { realClock } from '../../../src/tool/clock.ts';
import { ask, callTool } from '../front.ts';
import {
  authorizationUrl,
  codeForm,
  createBrowser,
  memoryFile,
  newClientId,
  people,
  postForm,
  redirect,
  register,
  type Signing,
  secret,
  signInClient,
  startSigning,
  testClient,
} from './signing.ts';

let signing: Signing;
let clientId: string;
beforeAll(async () => {
  signing = await startSigning();
  clientId = await newClientId(signing);
});
afterAll(() => signing.close());
afterEach(() => {
  vi.useRealTimers();
});

/** Only the time of day is set: connections and timers go on. */
function goTo(hours: number): void {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + hours * 3_600_000);
}

/** A code for the client, and what it is exchanged with. */
async function newCode(changes: Parameters<typeof authorizationUrl>[3] = {}, to = redirect) {
  const { url, verifier } = authorizationUrl(signing, clientId, to, changes);
  const back = await createBrowser().signIn(url);
  return { back, form: codeForm(back, verifier, clientId, to) };
}

const exchange = (form: Readonly<Record<string, string>>) => postForm(`${signing.issuer}/token`, form);
const refresh = (token: unknown, client = clientId) =>
  exchange({ grant_type: 'refresh_token', refresh_token: String(token), client_id: client });
const tryToken = async (token: unknown) => {
  const headers = { Authorization: `Bearer ${String(token)}` };
  return (await callTool(signing.issuer, 'list_users', {}, { headers })).status;
};
const newTokens = async () => (await exchange((await newCode()).form)).body;

describe('the metadata', () => {
  test.each(
    ['oauth-authorization-server', 'openid-configuration'].flatMap((name) => [
      `/.well-known/${name}`,
      `/.well-known/${name}/mcp`,
      `/mcp/.well-known/${name}`,
    ]),
  )('%s is the metadata of the authorization server', async (path) => {
    const { status, text } = await ask(`${signing.issuer}${path}`);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      issuer: signing.issuer,
      authorization_endpoint: `${signing.issuer}/authorize`,
      token_endpoint: `${signing.issuer}/token`,
      registration_endpoint: `${signing.issuer}/register`,
      code_challenge_methods_supported: ['S256'],
      client_id_metadata_document_supported: true,
      authorization_response_iss_parameter_supported: true,
      scopes_supported: ['copper:read'],
    });
    expect((await ask(`${signing.issuer}${path}`, { method: 'HEAD' })).status).toBe(200);
  });

  test.each(['/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource/mcp'])(
    '%s is the metadata of the resource',
    async (path) => {
      const { text } = await ask(`${signing.issuer}${path}`);
      expect(JSON.parse(text)).toMatchObject({
        resource: signing.endpoint,
        authorization_servers: [signing.issuer],
      });
    },
  );

  test.each([
    ['/token', 'GET', 'POST'],
    ['/token', 'HEAD', 'POST'],
    ['/register', 'GET', 'POST'],
    ['/revoke', 'DELETE', 'POST'],
    ['/authorize', 'POST', 'GET'],
    ['/authorize/x', 'POST', 'GET'],
    ['/sign-in/x', 'PUT', 'GET, POST'],
    ['/.well-known/oauth-authorization-server', 'POST', 'GET, HEAD'],
  ])('%s has no %s, but %s', async (path, method, allowed) => {
    const { status, headers } = await ask(`${signing.issuer}${path}`, { method });
    expect([status, headers.allow]).toEqual([405, allowed]);
  });

  test('a call without a token says where', async () => {
    const { status, headers } = await callTool(signing.issuer, 'list_users');
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(
      `Bearer resource_metadata="${signing.issuer}/.well-known/oauth-protected-resource/mcp", scope="copper:read"`,
    );
  });
});

describe('the request for authorization', () => {
  test.each<[string, Record<string, string | undefined>, string]>([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without a method', { code_challenge_method: undefined }, 'invalid_request'],
    ['a token instead of a code', { response_type: 'token' }, 'unsupported_response_type'],
    ['an ID token', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
    ['a resource that is not an address', { resource: 'mcp' }, 'invalid_target'],
    ['another scope', { scope: 'copper:write' }, 'invalid_scope'],
    ['another scope alone, of OpenID Connect', { scope: 'openid' }, 'invalid_scope'],
    ['a path below that of this server', { resource: 'http://127.0.0.1/mcp/x' }, 'invalid_target'],
    ['PKCE that is too short', { code_challenge: 'x'.repeat(42) }, 'invalid_request'],
    ['PKCE that is too long', { code_challenge: 'x'.repeat(129) }, 'invalid_request'],
    ['no person to be asked', { prompt: 'none' }, 'login_required'],
  ])('%s: the client is told %3$s, and by whom', async (_, changes, error) => {
    const { url } = authorizationUrl(signing, clientId, redirect, changes);
    const { headers } = await createBrowser().load(url);
    const back = new URL(headers.location ?? 'about:blank');
    const told = new URLSearchParams(back.hash.slice(1) || back.search);
    expect([back.origin, told.get('error'), told.get('state'), told.get('iss')]).toEqual([
      'https://client.example',
      error,
      'abc',
      signing.issuer,
    ]);
    expect(told.get('code')).toBeNull();
  });

  test.each([
    'https://evil.example/callback',
    'https://client.example/callback/',
    'https://client.example/callback?next=1',
    'https://client.example/other',
    'https://client.example.evil.example/callback',
    'https://client.example@evil.example/callback',
    'https://CLIENT.example/callback',
    'http://client.example/callback',
    'https://client.example:444/callback',
    'https://client.example/../callback',
    'javascript:alert(1)',
    '//client.example/callback',
    '',
  ])('the redirect address %j is not the registered one: nobody is sent there', async (to) => {
    const { status, headers, text } = await createBrowser().load(authorizationUrl(signing, clientId, to).url);
    expect([status, headers.location]).toEqual([400, undefined]);
    expect(text).toContain('This sign-in cannot continue');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  test('an unknown client is told on the page alone', async () => {
    const { status, headers } = await createBrowser().load(authorizationUrl(signing, 'nobody', redirect).url);
    expect([status, headers.location]).toEqual([400, undefined]);
  });

  test.each([
    ['http://127.0.0.1:8080/cb', 'http://127.0.0.1:51234/cb'],
    ['http://localhost:8080/cb', 'http://localhost:9/cb'],
    ['http://[::1]:8080/cb', 'http://[::1]:51234/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51234/cb'],
  ])('a program on the own machine, registered as %s, may listen at %s', async (registered, used) => {
    const client = await newClientId(signing, { redirect_uris: [registered] });
    const { url } = authorizationUrl(signing, client, used);
    const back = await createBrowser().signIn(url);
    expect(back.href.startsWith(used)).toBe(true);
    const other = authorizationUrl(signing, client, used.replace('/cb', '/other'));
    expect((await createBrowser().load(other.url)).status).toBe(400);
  });

  test.each([
    ...['scope', 'state', 'code_challenge', 'code_challenge_method', 'response_type'].map(
      (name) => [name, true] as const,
    ),
    ...['client_id', 'redirect_uri'].map((name) => [name, false] as const),
  ])('%s twice, even with the same value, is refused; the client is told: %j', async (name, isSent) => {
    const { url } = authorizationUrl(signing, clientId, redirect);
    const value = new URL(url).searchParams.get(name) ?? '';
    const { headers, text } = await createBrowser().load(`${url}&${new URLSearchParams({ [name]: value })}`);
    expect(headers.location !== undefined).toBe(isSent);
    const told = new URL(headers.location ?? 'about:blank').searchParams.get('error_description') ?? text;
    expect(told).toContain('parameter must not be provided twice');
    expect(told).toContain(name);
  });

  test.each([
    ['another case of scheme and host', (endpoint: string) => endpoint.replace('http://', 'HTTP://')],
    ['a selection of tools', (endpoint: string) => `${endpoint}?tools=core`],
  ])('a resource with %s is this one', async (_, change) => {
    const resource = change(signing.endpoint);
    const { form } = await newCode({ resource });
    const { status, body } = await exchange({ ...form, resource });
    expect([status, await tryToken(body.access_token)]).toEqual([200, 200]);
  });

  test('older clients that name neither scope nor resource get a token for this server', async () => {
    const { form } = await newCode({ scope: undefined, resource: undefined });
    const { body } = await exchange(form);
    expect(body.scope).toBe('copper:read');
    expect(await tryToken(body.access_token)).toBe(200);
  });

  test('parameters of OpenID Connect count as not there', async () => {
    const changes = { scope: 'openid profile offline_access copper:read', nonce: 'n', max_age: '1' };
    const { form } = await newCode(changes);
    const { body } = await exchange(form);
    expect(Object.keys(body).toSorted()).toEqual(
      ['access_token', 'expires_in', 'refresh_token', 'scope', 'token_type'].toSorted(),
    );
  });
});

describe('registration', () => {
  test.each<[string, unknown]>([
    ['no addresses', {}],
    ['an empty list', { redirect_uris: [] }],
    ['a script', { redirect_uris: ['javascript:alert(1)'] }],
    ['data', { redirect_uris: ['data:text/html,x'] }],
    ['a file', { redirect_uris: ['file:///etc/passwd'] }],
    ...[
      ...[
        'ms-msdt:/id',
        'MS-Settings:x',
        'search-ms:query=x',
        'smb://evil.example/share',
        'mailto:a@b.example',
      ],
      ...['tel:123', 'sms:123', 'ssh://evil.example', 'ldap://evil.example/x', 'intent://x/y', 'res://x/y'],
      ...['jar:https://a.example!/', 'filesystem:https://a.example/x', 'view-source:https://a.example/'],
    ].map((address): [string, unknown] => [address, { redirect_uris: [address] }]),
    ['plain http elsewhere', { redirect_uris: ['http://client.example/cb'] }],
    ['a name that looks like loopback', { redirect_uris: ['http://localhost.evil.example/cb'] }],
    ['a fragment', { redirect_uris: ['https://client.example/cb#x'] }],
    ['a login in the address', { redirect_uris: ['https://a:b@client.example/cb'] }],
    ['a number', { redirect_uris: [1] }],
    ['a backslash', { redirect_uris: ['https://client.example\\@evil.example/cb'] }],
    ['a tab in a host', { redirect_uris: ['https://cli\tent.example/cb'] }],
    ['a line end', { redirect_uris: ['https://client.example/cb\n'] }],
    ['a space before it', { redirect_uris: [' https://client.example/cb'] }],
    ['letters of other scripts', { redirect_uris: ['https://сlient.example/cb'] }],
    ['not an address', { redirect_uris: ['callback'] }],
    ['too many', { redirect_uris: Array.from({ length: 21 }, (_, at) => `https://client.example/${at}`) }],
    ['a long one', { redirect_uris: [`https://client.example/${'x'.repeat(2_000)}`] }],
    ...[2, 3, 5, 10, 20].map((count): [string, unknown] => [
      `${count} that are long together`,
      {
        redirect_uris: Array.from(
          { length: count },
          () => `https://client.example/${'x'.repeat(2_000 / count)}`,
        ),
      },
    ]),
    ['a list', []],
    ['a text', 'x'],
  ])('%s is refused', async (_, metadata) => {
    const { status, body } = await register(signing, metadata as object);
    expect(status).toBe(400);
    expect(['invalid_redirect_uri', 'invalid_client_metadata']).toContain(body.error);
  });

  test('whatever a client asks for, it is a public one, without keys and documents elsewhere', async () => {
    const { status, body } = await register(signing, {
      redirect_uris: [redirect],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'implicit', 'client_credentials'],
      jwks_uri: 'https://client.example/keys',
      sector_identifier_uri: 'http://169.254.169.254/',
      client_secret: 'mine',
      client_id: clientId,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    });
    expect(body).not.toHaveProperty('client_secret');
    expect(JSON.stringify(body)).not.toMatch(/jwks|sector|169\.254/);
    expect(body.client_id).not.toBe(clientId);
  });
});

describe('codes and tokens', () => {
  test.each<[string, Record<string, string>]>([
    ['another verifier', { code_verifier: 'x'.repeat(43) }],
    ['another redirect address', { redirect_uri: 'https://client.example/other' }],
    ['an invented code', { code: 'invented' }],
  ])('%s gets nothing', async (_, wrong) => {
    const { form } = await newCode();
    const { status, body } = await exchange({ ...form, ...wrong });
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
    expect(body).not.toHaveProperty('access_token');
  });

  test('a code of another client gets nothing (code injection)', async () => {
    const other = await newClientId(signing);
    const { form } = await newCode();
    const { status } = await exchange({ ...form, client_id: other });
    expect(status).toBe(400);
  });

  test('a code that comes twice ends what the first time gave', async () => {
    const { form } = await newCode();
    const { body } = await exchange(form);
    expect(await tryToken(body.access_token)).toBe(200);
    expect((await exchange(form)).status).toBe(400);
    expect(await tryToken(body.access_token)).toBe(401);
    expect((await refresh(body.refresh_token)).status).toBe(400);
  });

  /** Sends the same form three times in one piece, so that no request is answered before the next one has arrived. */
  function inOnePiece(form: Readonly<Record<string, string>>): Promise<{ status: string; token: string }[]> {
    const body = new URLSearchParams(form).toString();
    const head = `POST /token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded`;
    const whole = `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    return new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(signing.port, '127.0.0.1', () => socket.write(whole.repeat(3)));
      socket.on('error', reject);
      socket.on('data', (data) => {
        text += String(data);
        const answers = text.split('HTTP/1.1 ').slice(1);
        if (answers.length < 3 || !answers.at(-1)?.includes('}')) return;
        socket.destroy();
        resolve(
          answers.map((answer) => ({
            status: answer.slice(0, 3),
            token: /"access_token":"([^"]+)"/.exec(answer)?.[1] ?? '',
          })),
        );
      });
    });
  }

  test('a code that comes three times at once is used once at most, and that ends at once', async () => {
    const answers = await inOnePiece((await newCode()).form);
    expect(answers.filter(({ status }) => status === '200').length).toBeLessThanOrEqual(1);
    for (const { token } of answers) expect(await tryToken(token)).toBe(401);
  });

  test('a refresh token that comes three times at once is used once at most, and that ends at once', async () => {
    const { refresh_token: token } = await newTokens();
    const form = { grant_type: 'refresh_token', refresh_token: String(token), client_id: clientId };
    const answers = await inOnePiece(form);
    expect(answers.filter(({ status }) => status === '200').length).toBeLessThanOrEqual(1);
    for (const each of answers) expect(await tryToken(each.token)).toBe(401);
  });

  test('a code is valid for a minute', async () => {
    const { form } = await newCode();
    goTo(61 / 3600);
    expect((await exchange(form)).status).toBe(400);
  });

  test('an access token is valid for an hour, a refresh token for 30 days since it was last used', async () => {
    const first = await newTokens();
    expect(first.expires_in).toBe(3600);
    goTo(0.99);
    expect(await tryToken(first.access_token)).toBe(200);
    goTo(0.02);
    expect(await tryToken(first.access_token)).toBe(401);
    goTo(29 * 24);
    const { body: second } = await refresh(first.refresh_token);
    expect(await tryToken(second.access_token)).toBe(200);
    goTo(29 * 24);
    const { body: third } = await refresh(second.refresh_token);
    expect(await tryToken(third.access_token)).toBe(200);
    goTo(31 * 24);
    expect(['invalid_client', 'invalid_grant']).toContain((await refresh(third.refresh_token)).body.error);
  });

  test('a stolen refresh token: whoever comes second ends it for both', async () => {
    const first = await newTokens();
    const { body: thief } = await refresh(first.refresh_token);
    expect(await tryToken(thief.access_token)).toBe(200);
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    expect(await tryToken(thief.access_token)).toBe(401);
    expect((await refresh(thief.refresh_token)).status).toBe(400);
    expect(await tryToken(first.access_token)).toBe(401);
  });

  test('also after the thief has refreshed many times', async () => {
    const first = await newTokens();
    let thief = (await refresh(first.refresh_token)).body;
    for (let time = 0; time < 15; time++) thief = (await refresh(thief.refresh_token)).body;
    expect(await tryToken(thief.access_token)).toBe(200);
    expect((await refresh(first.refresh_token)).status).toBe(400);
    expect(await tryToken(thief.access_token)).toBe(401);
  });

  test.each([
    [{ resource: 'https://other.example/mcp' }, 'invalid_target'],
    [{ resource: 'mcp' }, 'invalid_target'],
    [{ scope: 'copper:write' }, 'invalid_scope'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
    [{ client_id: 'nobody' }, 'invalid_client'],
  ])('a refresh with %j is refused, and costs nothing', async (wrong, error) => {
    const { refresh_token: token } = await newTokens();
    const form = { grant_type: 'refresh_token', refresh_token: String(token), client_id: clientId };
    expect((await exchange({ ...form, ...wrong })).body.error).toBe(error);
    expect((await exchange(form)).status).toBe(200);
  });

  test('a refresh token of another client gets nothing, and ends nothing', async () => {
    const other = await newClientId(signing);
    const tokens = await newTokens();
    expect((await refresh(tokens.refresh_token, other)).status).toBe(400);
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });

  test.each(['access_token', 'refresh_token'])('revoking the %s ends the sign-in', async (name) => {
    const tokens = await newTokens();
    const form = { token: String(tokens[name]), client_id: clientId };
    expect((await postForm(`${signing.issuer}/revoke`, form)).status).toBe(200);
    expect(await tryToken(tokens.access_token)).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
  });

  test('nobody revokes the tokens of another client', async () => {
    const other = await newClientId(signing);
    const tokens = await newTokens();
    const form = { token: String(tokens.refresh_token), client_id: other };
    await postForm(`${signing.issuer}/revoke`, form);
    expect(await tryToken(tokens.access_token)).toBe(200);
  });

  test('a token in the address, a refresh token, or a code is not an access token', async () => {
    const { form } = await newCode();
    const tokens = (await exchange(form)).body;
    expect(
      (await ask(`${signing.endpoint}?access_token=${String(tokens.access_token)}`, { method: 'POST' }))
        .status,
    ).toBe(401);
    expect(await tryToken(tokens.refresh_token)).toBe(401);
    expect(await tryToken(form.code)).toBe(401);
    expect(await tryToken('')).toBe(401);
  });
});

test.each([
  ['another audience', { aud: 'https://other.example/mcp' }, 401, 'invalid_token'],
  ['another scope', { scope: 'copper:write' }, 403, 'insufficient_scope'],
])('a token of %s is refused', async (_, change, status, error) => {
  const file = memoryFile();
  const other = await startSigning({ file });
  try {
    const client = testClient(redirect);
    await signInClient(other, client);
    const token = client.kept?.access_token ?? '';
    const seal = createSeal([secret]);
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const store = openFileStore({ file, seal, clock: realClock, log });
    const { value, expiresAt } = store.find('AccessToken', token) ?? { value: {}, expiresAt: 0 };
    store.put('AccessToken', token, { ...value, ...change }, expiresAt);
    await store.saved();
    const headers = { Authorization: `Bearer ${token}` };
    const call = () => callTool(other.issuer, 'list_users', {}, { headers });
    await expect.poll(async () => (await call()).status).toBe(status);
    const said = (await call()).headers['www-authenticate'] ?? '';
    for (const part of [`error="${error}"`, 'scope="copper:read"', 'resource_metadata="'])
      expect(said).toContain(part);
  } finally {
    await other.close();
  }
});

test('a token that expires in the middle of a session is refreshed without a person', async () => {
  const client = testClient(redirect);
  await signInClient(signing, client);
  const before = client.kept;
  goTo(1.5);
  expect(await tryToken(before?.access_token)).toBe(401);
  client.opened = undefined;
  expect(await auth(client, { serverUrl: signing.endpoint })).toBe('AUTHORIZED');
  expect(client.opened).toBeUndefined();
  expect(client.kept?.access_token).not.toBe(before?.access_token);
  expect(await tryToken(client.kept?.access_token)).toBe(200);
});

test('when Copper refuses the key, the client is told to sign in again, and that works', async () => {
  const own = { ...people.dana, key: 'key-that-ends' };
  const client = testClient(redirect);
  await signInClient(signing, client, own);
  expect(await tryToken(client.kept?.access_token)).toBe(200);
  signing.revoked.add(own.key);
  const headers = { Authorization: `Bearer ${client.kept?.access_token}` };
  const call = () => callTool(signing.issuer, 'search_people', { limit: 1 }, { headers });
  const refused = await call();
  expect([refused.status, JSON.parse(refused.text).result.isError]).toEqual([200, true]);
  expect(refused.text).toContain('ask them to sign in again');
  const next = await call();
  expect(next.status).toBe(401);
  expect(next.headers['www-authenticate']).toContain('error="invalid_token"');
  expect(await auth(client, { serverUrl: signing.endpoint })).toBe('REDIRECT');
  await signInClient(signing, client, { ...own, key: 'the-next-key' });
  expect(await tryToken(client.kept?.access_token)).toBe(200);
});
