import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSeal, newSecret } from '../../../src/http/sign-in/seal.ts';
import { tempHome } from '../../clients/temp-home.ts';
import { startServer } from '../../scenarios/server-process.ts';
import { ask, callTool } from '../front.ts';
import { testShell } from '../shell.ts';
import {
  authorizationUrl,
  codeForm,
  createBrowser,
  freePort,
  people,
  postForm,
  redirect,
  secret,
} from './signing.ts';

const audience = ['--audience', 'https://crm.example.com/mcp'];
const signIn = ['--auth', 'sign-in', ...audience];
const withSecret = { COPPER_HTTP_SECRET: secret };

describe('copper-mcp http --auth sign-in', () => {
  test.each<[Record<string, string>, string[], string]>([
    [withSecret, ['--auth', 'sign-in'], '--auth sign-in needs --audience'],
    [withSecret, ['--auth', 'sign-in', '--audience', 'http://crm.example.com/mcp'], 'over https'],
    [withSecret, ['--auth', 'sign-in', '--audience', 'https://crm.example.com'], 'with the path /mcp'],
    [withSecret, ['--auth', 'sign-in', '--audience', 'https://crm.example.com/a/mcp'], 'with the path /mcp'],
    [
      withSecret,
      ['--auth', 'sign-in', '--audience', 'https://crm.example.com/mcp?tools=core'],
      'nothing after it',
    ],
    [{}, signIn, '--auth sign-in needs COPPER_HTTP_SECRET or COPPER_HTTP_SECRET_FILE'],
    [
      { COPPER_HTTP_SECRET: 'short' },
      signIn,
      'COPPER_HTTP_SECRET: a secret must have at least 43 characters',
    ],
    [{ COPPER_HTTP_SECRET: `${secret},short` }, signIn, 'a secret must have at least 43 characters'],
    [
      { COPPER_HTTP_SECRET: `${secret} ${secret} ${secret}` },
      signIn,
      'COPPER_HTTP_SECRET has 3 secrets; at most two',
    ],
    [{ COPPER_HTTP_SECRET_FILE: 'nowhere' }, signIn, 'COPPER_HTTP_SECRET_FILE: nowhere cannot be read'],
    [
      { ...withSecret, COPPER_REDIS_URL: 'redis://127.0.0.1:1' },
      [...signIn, '--sign-ins', '/kept'],
      'With COPPER_REDIS_URL sign-ins are kept in Redis: leave --sign-ins out',
    ],
    [withSecret, [...signIn, '--caller-keys'], 'leave --caller-keys out'],
    [withSecret, [...signIn, '--sign-ins', '/'], 'in which sign-ins are kept, is a folder, not a file'],
    [withSecret, [...signIn, '--allow-email-domain', 'example'], '--allow-email-domain takes a domain'],
    [
      withSecret,
      [...signIn, '--allow-email-domain', 'https://example.com'],
      '--allow-email-domain takes a domain',
    ],
    [withSecret, [...signIn, '--allow-email', 'example.com'], '--allow-email takes an e-mail address'],
  ])('%j %j is refused with a line that helps', async (env, args, message) => {
    const shell = testShell(env);
    expect(await shell.run('http', '--sandbox', '--port', '0', ...args)).toBe(2);
    expect(shell.err.join('\n')).toContain(message);
    expect(shell.err.join('\n')).not.toContain(secret);
  });

  test.each([
    ['torn', (text: string) => text.slice(0, 60), 'is damaged'],
    ['from another secret', () => createSeal([newSecret()]).seal('[]'), 'was sealed with another secret'],
  ])('a file that is %s prevents the start, and stays as it is', async (_, change, why) => {
    const shell = testShell(withSecret);
    const text = change(createSeal([secret]).seal('[]'));
    shell.files.set('sign-ins', text, 0o600);
    expect(await shell.run('http', '--sandbox', '--port', '0', ...signIn, '--sign-ins', 'sign-ins')).toBe(2);
    expect(shell.err.join('\n')).toMatch(
      new RegExp(`sign-ins ${why}\\. Start with the secret that it was sealed with`),
    );
    expect(shell.files.get('sign-ins')).toBe(text);
  });

  test.each<[string[], boolean]>([
    [[], true],
    [['--allow-email-domain', 'example.com'], false],
    [['--allow-email', 'dana.li@example.com'], false],
  ])('with %j it warns that anybody may come: %j', async (args, warns) => {
    const shell = testShell(withSecret);
    const code = shell.run('http', '--sandbox', '--port', '0', ...signIn, ...args);
    const url = await shell.address();
    expect(shell.err.join('\n').includes('Anybody with a Copper key')).toBe(warns);
    const page = await ask(url);
    expect(page.text).toContain('You sign in with your own Copper API key');
    const headers = { Host: 'crm.example.com', Accept: 'text/html' };
    const registered = await ask(`${url}/register`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [redirect] }),
    });
    const asked = authorizationUrl(
      { issuer: url, endpoint: 'https://crm.example.com/mcp' },
      JSON.parse(registered.text).client_id,
      redirect,
    );
    const begun = await ask(asked.url, { headers });
    expect(begun.headers.location).toMatch(/^\/sign-in\/|^https:\/\/crm\.example\.com\/sign-in\//);
    for (const cookie of begun.headers['set-cookie'] ?? []) expect(cookie).toContain('; secure');
    expect(shell.err.join('\n')).not.toMatch(/is not a setting|No Copper key is set|is not used/);
    shell.interrupt();
    await code;
  });

  test('variables do what the options do, and files that others can read are told', async () => {
    const shell = testShell({
      COPPER_HTTP_AUTH: 'sign-in',
      COPPER_HTTP_AUDIENCE: 'https://crm.example.com/mcp',
      COPPER_HTTP_SECRET_FILE: '/secret',
      COPPER_HTTP_SIGN_INS: '/kept',
      COPPER_HTTP_ALLOW_EMAIL_DOMAIN: 'example.com, example.org',
      COPPER_API_KEY: 'a-key-of-the-server',
      COPPER_USER_EMAIL: 'a@example.com',
    });
    shell.files.set('/secret', `${newSecret()}\n${secret}\n`);
    shell.files.set('/kept', createSeal([secret]).seal('[]'), 0o600);
    const code = shell.run('http', '--port', '0');
    await shell.address();
    const text = shell.err.join('\n');
    expect(text).toContain('Other users can read /secret');
    expect(text).not.toContain('Other users can read /kept');
    expect(text).toContain('the one that is set here is not used');
    expect(text).not.toMatch(/is not a setting|Anybody/);
    shell.interrupt();
    await code;
  });
});

test('token secret prints a new secret, and nothing is stored', async () => {
  const shell = testShell();
  expect(await shell.run('token', 'secret')).toBe(0);
  expect(shell.out.join()).toMatch(/^[\w-]{43}$/);
  expect(await shell.run('token', 'secret', '--json')).toBe(0);
  expect(JSON.parse(shell.out[1] ?? '').secret).toMatch(/^[\w-]{43}$/);
  expect(shell.out[0]).not.toBe(JSON.parse(shell.out[1] ?? '').secret);
  expect(shell.files.size).toBe(0);
  expect(await shell.run('token', 'secret', 'alice')).toBe(2);
});

test('the built server: signed in, stopped, started again, still signed in; the file is its owner’s alone', async () => {
  const folder = tempHome();
  const path = join(folder, 'sign-ins');
  writeFileSync(join(folder, 'secret'), secret, { mode: 0o600 });
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const start = () =>
    startServer(
      [
        ...['http', '--sandbox', '--port', String(port), '--auth', 'sign-in', '--audience', `${issuer}/mcp`],
        ...['--sign-ins', path, '--allow-email-domain', 'example.com'],
      ],
      { COPPER_HTTP_SECRET_FILE: join(folder, 'secret') },
    );
  const first = start();
  await expect
    .poll(() =>
      ask(`${issuer}/healthz`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  const ownRedirect = 'http://127.0.0.1:1/cb';
  const registered = await ask(`${issuer}/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    body: JSON.stringify({ redirect_uris: [ownRedirect] }),
  });
  const { client_id: clientId } = JSON.parse(registered.text);
  const verifier = 'v'.repeat(43);
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: ownRedirect,
    response_type: 'code',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const back = await createBrowser().signIn(`${issuer}/authorize?${query}`, people.dana);
  const { body } = await postForm(`${issuer}/token`, codeForm(back, verifier, clientId, ownRedirect));
  const headers = { Authorization: `Bearer ${String(body.access_token)}`, Connection: 'close' };
  const call = () => callTool(issuer, 'list_users', {}, { headers });
  expect((await call()).text).toContain('Dana Li');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).not.toMatch(/dana|key-of/i);
  first.kill('SIGTERM');
  await first.gone;
  const second = start();
  await expect
    .poll(() =>
      call().then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  const lines = (first.stderr() + second.stderr()).trim().split('\n');
  expect(lines.map((line) => typeof JSON.parse(line))).toEqual(lines.map(() => 'object'));
  second.kill('SIGTERM');
  await second.gone;
});
