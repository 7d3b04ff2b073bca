import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startServer } from '../scenarios/server-process.ts';
import { ask, callTool } from './front.ts';
import { testShell } from './shell.ts';

describe('copper-mcp http', () => {
  test('serves the sandbox until it is stopped', async () => {
    const shell = testShell();
    const code = shell.run('http', '--port', '0', '--sandbox');
    const url = await shell.address();
    const { text } = await callTool(url, 'list_pipelines');
    expect(JSON.parse(text).result.isError).toBe(false);
    const page = await ask(url);
    expect([page.status, page.text.includes(`${url}/mcp`)]).toEqual([200, true]);
    expect(page.text).toContain('?tools=core');
    expect((await ask(`${url}/nowhere`)).status).toBe(404);
    shell.interrupt();
    expect(await code).toBe('now');
    await expect(ask(`${url}/healthz`)).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/);
    const messages = shell.err.map((line) => JSON.parse(line).msg);
    expect(messages).toEqual(['listening', 'call', 'stopped']);
  });

  test('takes its settings from the environment, too, and what is written out counts more', async () => {
    const shell = testShell({
      COPPER_HTTP_PORT: '1',
      COPPER_HTTP_METRICS_PORT: '0',
      COPPER_HTTP_ALLOW_HOST: 'a.example, b.example',
      COPPER_HTTP_CALLER_KEYS: 'true',
      COPPER_HTTP_TRUST_PROXY: '1',
      LOG_ARGS: '1',
    });
    const code = shell.run('http', '--port', '0', '--sandbox');
    const url = await shell.address();
    const headers = { Host: 'b.example', 'X-Request-Id': 'mine' };
    const answer = await callTool(url, 'list_pipelines', {}, { headers });
    expect([answer.status, answer.headers['x-request-id']]).toEqual([200, 'mine']);
    expect((await ask(`${url}/metrics`)).status).toBe(404);
    const [started = '{}', called = '{}'] = shell.err;
    const { metrics } = JSON.parse(started);
    expect((await ask(metrics)).text).toContain(
      'copper_mcp_calls_total{tool="list_pipelines",outcome="ok"} 1',
    );
    expect(JSON.parse(called)).toMatchObject({ id: 'mine', args: {} });
    expect(shell.err.join()).not.toContain('is not a setting');
    shell.interrupt();
    await code;
  });

  test.each([
    [['--host', '0.0.0.0'], '--auth none serves this machine only'],
    [['--host', 'crm.example.com'], '--auth none serves this machine only'],
    [['--auth', 'token'], '--auth token needs --callers FILE'],
    [['--auth', 'token', '--callers', 'missing.json'], 'missing.json cannot be read'],
    [['--auth', 'token', '--callers', 'bad.json'], 'bad.json: entry 1: "name"'],
    [['--auth', 'oauth'], '--auth oauth needs --issuer'],
    [['--auth', 'oauth', '--issuer', 'http://plain.example', '--audience', 'https://a'], 'needs --issuer'],
    [['--auth', 'oauth', '--issuer', 'https://auth.example'], 'needs --audience'],
    [['--auth', 'magic'], '--auth can be none, token, oauth or sign-in, not "magic"'],
    [['--port', '70000'], '--port takes a whole number up to 65535'],
    [['--allow-origin', 'app.example.com'], '--allow-origin takes an origin'],
    [['--allow-origin', '*'], '--allow-origin takes an origin'],
    [['--colour'], '`copper-mcp http` has no option --colour'],
  ])('%j is refused with a line that helps', async (args, message) => {
    const shell = testShell();
    shell.files.set('bad.json', '[{}]');
    expect(await shell.run('http', '--sandbox', ...args)).toBe(2);
    expect(shell.err.join('\n')).toContain(message);
    expect(shell.out).toEqual([]);
  });

  test('a taken port is an error', async () => {
    const first = testShell();
    const code = first.run('http', '--port', '0', '--sandbox');
    const { port } = new URL(await first.address());
    const second = testShell();
    expect(await second.run('http', '--port', port, '--sandbox')).toBe(2);
    expect(second.err.at(-1)).toContain(`Port ${port} of 127.0.0.1 is taken`);
    first.interrupt();
    await code;
  });
});

const isRoot = process.getuid?.() === 0;

test.each([
  ['nothing', 'nowhere.json'],
  ['a folder', '.'],
  ['a file in a file', 'package.json/callers.json'],
  ['a name that is too long', 'x'.repeat(300)],
  ...(isRoot ? [] : [['a file in a folder of root', '/root/callers.json']]),
])('%s in place of the callers file is refused with a line that helps', async (_, path) => {
  const server = startServer(['http', '--port', '0', '--sandbox', '--auth', 'token', '--callers', path]);
  expect(await server.gone).toEqual({ code: 2, signal: null });
  const [line, ...others] = server.stderr().trimEnd().split('\n');
  expect(line).toBe(
    `copper-mcp: ${path} cannot be read; check its path and permissions, and that it is a regular file.`,
  );
  expect(others).toEqual([]);
});

/** In some containers everybody can use every port. */
const canUseAnyPort = () =>
  isRoot ||
  process.platform !== 'linux' ||
  Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) <= 1;

test.skipIf(canUseAnyPort())('a port that only an administrator can use is refused', async () => {
  const server = startServer(['http', '--port', '1', '--sandbox']);
  expect(await server.gone).toEqual({ code: 2, signal: null });
  expect(server.stderr()).toBe('copper-mcp: Port 1 needs an administrator; choose another with --port.\n');
});

test.each([
  [0o600, false],
  [0o644, false],
  [0o660, true],
  [0o602, true],
  [0o666, true],
])(
  'a callers file with the permissions %i, to which others can add themselves, is warned of: %s',
  async (mode, warned) => {
    const shell = testShell();
    shell.files.set('c.json', '[]', mode);
    const code = shell.run('http', '--port', '0', '--sandbox', '--auth', 'token', '--callers', 'c.json');
    await shell.address();
    shell.interrupt();
    await code;
    expect(shell.err.join().includes('Other users can write c.json')).toBe(warned);
  },
);

describe('copper-mcp token new', () => {
  test('prints the token once, keeps its hash, and a running server takes it', async () => {
    const shell = testShell();
    expect(await shell.run('token', 'new', 'jane', '--callers', 'c.json')).toBe(0);
    expect(await shell.run('token', 'new', 'bob', '--callers', 'c.json')).toBe(0);
    const [jane = '', bob = ''] = shell.out.splice(0);
    const file = shell.files.get('c.json') ?? '';
    expect(JSON.parse(file)).toEqual([
      { name: 'jane', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), copper: 'server' },
      { name: 'bob', sha256: expect.any(String), copper: 'server' },
    ]);
    for (const token of [jane, bob]) expect(`${file}${shell.err.join()}`).not.toContain(token);
    const code = shell.run('http', '--port', '0', '--sandbox', '--auth', 'token', '--callers', 'c.json');
    const url = await shell.address();
    const call = (token: string) =>
      callTool(url, 'list_pipelines', {}, { headers: { Authorization: `Bearer ${token}` } });
    expect((await call(bob)).status).toBe(200);
    expect((await call('copper-mcp_other')).status).toBe(401);
    shell.interrupt();
    await code;
  });

  test('--json is the same as data, and the words of help stay beside it', async () => {
    const shell = testShell();
    expect(await shell.run('token', 'new', 'jane', '--callers', 'c.json', '--json')).toBe(0);
    const { name, token, sha256, callers, ...rest } = JSON.parse(shell.out.join('\n'));
    expect([name, callers, rest]).toEqual(['jane', 'c.json', {}]);
    expect(token).toMatch(/^copper-mcp_/);
    expect(JSON.parse(shell.files.get('c.json') ?? '')).toEqual([{ name, sha256, copper: 'server' }]);
    const alone = testShell();
    expect(await alone.run('token', 'new', 'bob', '--json')).toBe(0);
    expect(JSON.parse(alone.out.join('\n'))).not.toHaveProperty('callers');
    expect(alone.err.join()).toContain('Save the token');
  });

  test('without a file, it says what to add to one', async () => {
    const shell = testShell();
    expect(await shell.run('token', 'new', 'jane')).toBe(0);
    expect(shell.err.join()).toContain('"name": "jane"');
    expect(shell.files.size).toBe(0);
  });

  test.each([
    [[], 'Write `copper-mcp token new NAME`'],
    [['new'], 'Write `copper-mcp token new NAME`'],
    [['make', 'jane'], 'Write `copper-mcp token new NAME`'],
    [['new', 'jane', 'doe'], '`copper-mcp token` does not take "doe"'],
    [['new', 'jane', '--callers', 'c.json'], 'c.json: there is already a caller named "jane"'],
    [['new', ' ', '--callers', 'c.json'], 'entry 2: "name"'],
    [['new', 'bob', '--callers', 'broken.json'], 'broken.json: the file is not valid JSON'],
  ])('%j is refused and changes nothing', async (args, message) => {
    const shell = testShell();
    const before = '[{"name": "jane"}]';
    shell.files.set('c.json', before);
    shell.files.set('broken.json', '[');
    expect(await shell.run('token', ...args)).toBe(2);
    expect(shell.err.join()).toContain(message);
    expect(shell.out).toEqual([]);
    expect(shell.files.get('c.json')).toBe(before);
  });
});
