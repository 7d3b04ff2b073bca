import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { main } from '../../src/cli/main.ts';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { tempHome } from '../clients/temp-home.ts';
import { testNow } from '../harness.ts';
import { sharedWorld } from '../worlds.ts';
import { type FakeMachine, type FakeStartServer, fakeShell, run, stillClock } from './fake-shell.ts';

const key = 'c0pper-key-0123456789-abcdefghij';
const email = 'dana.li@example.com';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A sandbox on a port, and the settings that point at it. Nobody asks npm. */
async function served(options: Partial<SandboxOptions> = {}) {
  const { now, sleep } = stillClock;
  const sandbox = createSandbox({ now, sleep, credentials: [key], generate: sharedWorld, ...options });
  const { url, close } = await serveSandbox(sandbox);
  closing.push(close);
  const env = {
    COPPER_API_BASE_URL: url,
    COPPER_API_KEY: key,
    COPPER_USER_EMAIL: email,
    NO_UPDATE_NOTIFIER: '1',
  };
  return { sandbox, env };
}

/** The doctor's report as lines of mark, subject and what is said; advice stands below its line. */
async function examined(machine: FakeMachine, ...more: string[]) {
  const { code, out, err } = await run(['doctor', ...more], { columns: 500, ...machine });
  expect(err).toBe('');
  expect(out).not.toContain(key);
  const lines = out.split('\n');
  const line = (what: string) => lines.find((each) => each.slice(2).startsWith(`${what.padEnd(10)} `)) ?? '';
  const advice = (what: string) => lines[lines.indexOf(line(what)) + 1] ?? '';
  return { code, out, line, advice };
}

const onEnv = (env: FakeMachine['env'], ...more: string[]) => examined({ env: env ?? {} }, ...more);

test('a healthy account: everything is well', async () => {
  const { code, out } = await onEnv({}, '--sandbox');
  expect(code).toBe(0);
  expect(out.replace(packageJson.version, '1.2.3')).toMatchInlineSnapshot(`
    "✓ node       24.11.0
    ✓ key        none is needed in the sandbox
    ✓ address    the sandbox, in this process
    ✓ zone       America/Los_Angeles, this machine's
    ✓ settings   all at their defaults
    ✓ tools      all: 37 tools, 5,053 tokens
    ✓ account    the key is valid and belongs to "Dana Li" <dana.li@example.com>
    ✓ leads      available
    ✓ links      none: records of the sandbox are in no Copper
    ✓ replies    array, with totals (600 deals)
    ✓ dialect    the contract's parameter names
    ✓ pages      200 deals in one page of 200
    ✓ clock      the same as Copper's
    ✓ limit      176 of 180 requests left this minute by our count; Copper sends no rate-limit headers
    ✓ version    1.2.3
    Everything works.
    "
  `);
});

test('over HTTP, the key, its owner and the way there are told, the key masked', async () => {
  const { env } = await served();
  const { code, line } = await onEnv(env);
  expect(code).toBe(0);
  expect(line('key')).toBe('✓ key        c0…ij (32 characters), from COPPER_API_KEY');
  expect(line('email')).toBe(`✓ email      ${email}, from COPPER_USER_EMAIL`);
  expect(line('address')).toContain(`${env.COPPER_API_BASE_URL}, from COPPER_API_BASE_URL`);
  expect(line('network')).toMatch(
    /^✓ network {4}127\.0\.0\.1:\d+ accepts connections at 127\.0\.0\.1, \d+ ms$/,
  );
  expect(line('account')).toContain(`"Dana Li" <${email}>`);
  expect(line('clock')).toBe("✓ clock      the same as Copper's");
});

test.each([
  ['Dana Li', '"Dana Li"'],
  ['nobody. Everything works', '"nobody. Everything works"'],
  ['Dana" (x), who may do all', '"Dana\\" (x), who may do all"'],
  ['Dana\nlimit 1 of 1', '"Dana; limit 1 of 1"'],
  ['Dana\u202e\u001b[31m', '"Dana[31m"'],
  ['\u2713 leads available', '"\u2713 leads available"'],
  ['\u2192 Run rm -rf', '"\u2192 Run rm -rf"'],
  ['x'.repeat(400), `"${'x'.repeat(60)}\u2026"`],
  ['', 'unknown'],
  ['<b>Dana</b>', 'unknown'],
  [7, 'unknown'],
])('the name %j of the owner is quoted, whatever it says', async (name, said) => {
  const server = createServer((_, response) => {
    const user = JSON.stringify({ id: 1, name, email: name === 'Dana Li' ? email : 'a. b@c' });
    response.writeHead(200, { 'content-type': 'application/json' }).end(user);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  const { env } = await served();
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  const { line } = await onEnv({ ...env, COPPER_API_BASE_URL: `http://127.0.0.1:${port}` });
  const address = name === 'Dana Li' ? email : '"a. b@c"';
  expect(line('account')).toBe(`\u2713 account    the key is valid and belongs to ${said} <${address}>`);
});

test.each([0.2, 1.4, 170.322509765625, 1234.5678])(
  'a connection after %d ms is told in whole ones',
  async (ms) => {
    const { env } = await served();
    let read = 0;
    const clock = { ...stillClock, steady: () => ms * read++ };
    const { line } = await examined({ env, clock });
    expect(line('network')).toMatch(/, \d+ ms$/);
  },
);

describe('where values come from', () => {
  test('a file, a variable, this machine, nowhere', async () => {
    const { env } = await served();
    const { COPPER_API_KEY, ...rest } = env;
    const { code, line } = await examined({
      env: { ...rest, COPPER_API_KEY_FILE: '/run/key', COPPER_RATE_LIMIT: '60', LOG_LEVEL: 'error' },
      files: { '/run/key': `${COPPER_API_KEY}\n` },
    });
    expect(code).toBe(0);
    expect(line('key')).toContain('(32 characters), from /run/key (COPPER_API_KEY_FILE)');
    expect(line('zone')).toBe("✓ zone       America/Los_Angeles, this machine's");
    expect(line('settings')).toBe(
      '✓ settings   COPPER_RATE_LIMIT=60, LOG_LEVEL=error; others at their defaults',
    );
  });

  test('the default address, a zone that is set, and no password of Redis', async () => {
    const { line, out } = await onEnv(
      {
        COPPER_TIMEZONE: 'Europe/Berlin',
        COPPER_REDIS_URL: 'redis://:hunter2@localhost:1',
        COPPER_REPLICAS: '2',
      },
      '--offline',
    );
    expect(line('address')).toContain('https://api.copper.com/developer_api/v1, the default');
    expect(line('zone')).toContain('Europe/Berlin, from COPPER_TIMEZONE');
    expect(line('settings')).toContain('COPPER_REDIS_URL=…, COPPER_REPLICAS=2');
    expect(out).not.toContain('hunter2');
  });

  test('a token is masked, too', async () => {
    const { env } = await served();
    const { COPPER_API_KEY, COPPER_USER_EMAIL: _, ...rest } = env;
    const { code, line } = await onEnv({ ...rest, COPPER_ACCESS_TOKEN: COPPER_API_KEY });
    expect(code).toBe(0);
    expect(line('token')).toContain(
      'c0…ij (32 characters), from COPPER_ACCESS_TOKEN, sent as a bearer token',
    );
  });

  test('both a key and a token are set: said, with which one counts', async () => {
    const { env } = await served();
    const { code, line } = await onEnv({ ...env, COPPER_ACCESS_TOKEN: 'another' });
    expect(code).toBe(0);
    expect(line('setting')).toBe(
      '! setting    Both COPPER_API_KEY and COPPER_ACCESS_TOKEN are set; the key is used. Unset the other.',
    );
  });

  test.each([
    ['COPPER_APIKEY', 'COPPER_APIKEY is not a setting of copper-mcp; did you mean COPPER_API_KEY?'],
    ['COPPER_TIME_ZONE', 'did you mean COPPER_TIMEZONE?'],
  ])('a slip in the name of a setting is told once: %s', async (name, said) => {
    const { code, out } = await onEnv({ [name]: 'x' }, '--sandbox');
    expect(code).toBe(0);
    expect(out.match(new RegExp(`${name} is`, 'g'))).toHaveLength(1);
    expect(out).toContain(said);
    expect(out.trimEnd()).toMatch(/It works, with 1 warning\.$/);
  });
});

describe('what runs it', () => {
  test.each([
    ['20.20.2', '! node       20.20.2, which has had no security fixes since 2026-04-30'],
    ['23.1.0', '! node       23.1.0, which has had no security fixes since 2025-06-01'],
    ['22.23.3', '✓ node       22.23.3'],
    ['99.0.0', '✓ node       99.0.0'],
  ])('Node %s', async (nodeVersion, said) => {
    const { code, line, advice } = await examined({ nodeVersion }, '--sandbox');
    expect(code).toBe(0);
    expect(line('node')).toBe(said);
    expect(advice('node').includes('→ It works, but install Node 24')).toBe(said.startsWith('!'));
  });

  test('a line ends its life on the day after its last', async () => {
    const at = async (day: string) => {
      const clock = { ...stillClock, now: () => Date.parse(day) };
      return (await examined({ nodeVersion: '24.1.0', clock }, '--sandbox')).line('node')[0];
    };
    expect([await at('2028-04-30T23:59:59Z'), await at('2028-05-01T00:00:00Z')]).toEqual(['✓', '!']);
  });
});

describe('whether there is a newer version', () => {
  /** A registry that says this of every package, and what it was asked. */
  async function registry(status: number, body: string) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(String(request.url));
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const { env } = await served();
    const { NO_UPDATE_NOTIFIER: _, ...asking } = env;
    return { asked, env: { ...asking, npm_config_registry: `http://127.0.0.1:${port}/npm/` } };
  }

  const ours = packageJson.version;

  test.each([
    ['a newer one', 200, '{"version":"999.0.0"}', `! version    ${ours}; 999.0.0 is available`],
    ['the same', 200, JSON.stringify({ version: ours }), `✓ version    ${ours}, the latest`],
    ['an older one', 200, '{"version":"0.0.9"}', `✓ version    ${ours}, the latest`],
    ['a number of more digits', 200, '{"version":"0.10.0"}', `! version    ${ours}; 0.10.0 is available`],
    ['none', 404, '{}', `✓ version    ${ours} (npm did not say whether it is the latest)`],
    ['nonsense', 200, '{"version":"\\u001b[31m1"}', `✓ version    ${ours} (npm did not say`],
    ['no JSON', 200, '<html>', `✓ version    ${ours} (npm did not say`],
  ])('npm knows %s', async (_, status, body, said) => {
    const { env, asked } = await registry(status, body);
    const { code, line, advice } = await onEnv(env);
    expect(code).toBe(0);
    expect(asked).toEqual(['/npm/copper-mcp/latest']);
    expect(line('version').startsWith(said)).toBe(true);
    expect(advice('version').includes('→ Run it with npx copper-mcp@latest')).toBe(said.startsWith('!'));
  });

  test('a registry that is away fails nothing, and --offline, --sandbox and NO_UPDATE_NOTIFIER ask none', async () => {
    const { env, asked } = await registry(200, '{"version":"999.0.0"}');
    const away = await onEnv({ ...env, npm_config_registry: 'http://127.0.0.1:1' });
    expect([away.code, away.line('version')]).toEqual([0, expect.stringContaining('npm did not say')]);
    const lines = [
      await onEnv(env, '--offline'),
      await onEnv(env, '--sandbox'),
      await onEnv({ ...env, NO_UPDATE_NOTIFIER: '1' }),
    ].map(({ line }) => line('version'));
    expect(new Set(lines)).toEqual(new Set([`✓ version    ${ours}`]));
    expect(asked).toEqual([]);
  });
});

describe('clients that are said to start this server', () => {
  const entry = (command: string, args: readonly string[], env = {}) => ({
    mcpServers: { copper: { command, args, env } },
  });
  const npx = entry('/bin/sh', ['-c', 'cd / && exec "$@"', 'sh', 'npx', '-y', 'copper-mcp']);
  const local = entry('/usr/bin/env', ['node', '/src/copper-mcp.js', '--sandbox']);

  /** The lines about clients, where these start and others do not. */
  async function told(
    configs: Record<string, object>,
    starts: (command: string) => boolean,
    ...more: string[]
  ) {
    const home = tempHome();
    for (const [path, config] of Object.entries(configs)) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), JSON.stringify(config));
    }
    const asked: Parameters<FakeStartServer>[0][] = [];
    const { code, out } = await examined(
      {
        machine: { home, env: { HOME: home, COPPER_TOOLS: 'mine', PATH: '/bin' } },
        async startServer(options) {
          asked.push(options);
          return starts(options.command.join(' ')) ? { tools: 32 } : { problem: 'it ended with exit code 1' };
        },
      },
      '--sandbox',
      ...more,
    );
    return { home, code, asked, out, lines: out.split('\n').filter((line) => / client | {13}→/.test(line)) };
  }

  test('are started as each of them does it, and what does not start is a problem with its reason', async () => {
    const { home, code, asked, lines, out } = await told(
      { '.cursor/mcp.json': npx, '.gemini/settings.json': local },
      (command) => !command.includes('npx'),
    );
    expect([code, lines]).toEqual([
      1,
      [
        '✗ client     Cursor cannot start this server: it ended with exit code 1',
        '             → Run `copper-mcp install cursor` again.',
        '✓ client     Gemini CLI starts this server, with the sandbox: 32 tools',
      ],
    ]);
    // This copy and the account are well all the same, and looked at.
    expect(out).toContain('✓ account');
    expect(out).toContain('1 problem.');
    expect(asked.map(({ cwd, env }) => ({ cwd, env }))).toEqual([
      { cwd: home, env: { HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin' } },
      { cwd: home, env: { HOME: home, PATH: '/bin' } },
    ]);
  });

  test('are started once if they do it in the same way', async () => {
    const configs = { '.cursor/mcp.json': npx, '.codeium/windsurf/mcp_config.json': npx };
    const { asked, lines, code } = await told(configs, () => true);
    expect([code, asked.length, lines.length]).toEqual([0, 1, 2]);
  });

  test('are not started with --offline if that may need the network', async () => {
    const configs = { '.cursor/mcp.json': npx, '.gemini/settings.json': local };
    const { asked, lines } = await told(configs, () => true, '--offline');
    expect([asked.length, lines]).toEqual([
      1,
      [
        '✓ client     Cursor has a command for this server; not started, as that may need the network',
        '✓ client     Gemini CLI starts this server, with the sandbox: 32 tools',
      ],
    ]);
  });

  test('cannot without their files, and a key that others can read is told besides', async () => {
    const gone = entry('/nowhere/npx', ['copper-mcp'], { COPPER_API_KEY: key, COPPER_USER_EMAIL: email });
    const { code, asked, lines } = await told({ '.cursor/mcp.json': gone }, () => true);
    expect([code, asked]).toEqual([1, []]);
    expect(lines).toEqual([
      '✗ client     Cursor cannot start this server: /nowhere/npx is missing',
      '             → Run `copper-mcp install cursor` again.',
      expect.stringMatching(
        /^! client {5}Cursor: other users of this machine can read .*mcp\.json, which contains the key/,
      ),
      expect.stringContaining('chmod 600'),
    ]);
  });
});

test('--offline asks nobody, and what is on this machine is told', async () => {
  const { env, sandbox } = await served();
  const { code, out, line } = await onEnv(env, '--offline');
  expect(code).toBe(0);
  expect(sandbox.log).toEqual([]);
  expect(line('key')).toContain('from COPPER_API_KEY');
  expect(out).not.toMatch(/network|account/);
  expect(out.trimEnd()).toMatch(/No problems found\. Copper was not asked\.$/);
});

test('at most six requests are spent', async () => {
  const { env, sandbox } = await served({ names: 'documented', pageSize: 25 });
  await onEnv(env);
  expect(sandbox.log.length).toBeLessThanOrEqual(6);
});

describe('what accounts differ in', () => {
  test.each<[string, Partial<SandboxOptions>, Record<string, string>]>([
    [
      'as the documentation has it',
      { leads: false, names: 'documented', pageSize: 25, rateHeaders: true },
      {
        leads: '! leads      not available',
        replies: '✓ replies    array, with totals (600 deals)',
        dialect: '✓ dialect    the documented parameter names',
        pages: '✓ pages      at most 25 deals per page',
        limit: 'Copper says 174 are left',
      },
    ],
    [
      'as the contract has it',
      { shape: 'envelope', names: 'contract' },
      {
        leads: '✓ leads      available',
        replies: '✓ replies    envelope, with totals (600 deals)',
        dialect: "✓ dialect    the contract's parameter names",
        pages: '✓ pages      at most 25 deals per page',
        limit: 'Copper sends no rate-limit headers',
      },
    ],
    [
      'poorly',
      { totals: false, pageSize: 25, overMax: 'reject' },
      {
        replies: '! replies    array, without a total',
        pages: '! pages      pages of 200 deals are refused; smaller ones are used',
      },
    ],
  ])('%s', async (_, options, said) => {
    const { env } = await served(options);
    const { code, line } = await onEnv(env);
    expect(code).toBe(0);
    for (const [what, words] of Object.entries(said)) expect(line(what)).toContain(words);
  });

  test('with the dialect of the contract no page is asked for that is larger than it allows', async () => {
    const { env, sandbox } = await served({ names: 'contract', overMax: 'reject' });
    const { line } = await onEnv({ ...env, COPPER_DIALECT: 'contract' });
    expect(line('pages')).toBe(
      '✓ pages      25 deals in one page of 25; larger ones are not tried, as set by COPPER_DIALECT',
    );
    expect(sandbox.log.filter(({ status }) => status >= 400)).toEqual([]);
  });

  test('documented names come with advice, which is then no longer given', async () => {
    const { env } = await served({ names: 'documented' });
    expect((await onEnv(env)).advice('dialect')).toContain('→ Set COPPER_DIALECT=documented');
    const { line, out } = await onEnv({
      ...env,
      COPPER_DIALECT: 'documented',
      COPPER_ACCOUNT_ID: '61234',
    });
    expect(line('dialect')).toBe('✓ dialect    the documented parameter names, as set by COPPER_DIALECT');
    expect(out).not.toContain('→');
  });

  test('a dialect that is set and that the account does not speak', async () => {
    const { env } = await served({ names: 'documented' });
    const { code, line, advice } = await onEnv({ ...env, COPPER_DIALECT: 'contract' });
    expect(code).toBe(1);
    expect(line('dialect').startsWith('✗ dialect    Copper rejected the request (422)')).toBe(true);
    expect(advice('dialect')).toContain('COPPER_DIALECT=contract: unset it');
  });

  test('a Redis that is away is a warning', async () => {
    const { env } = await served();
    const { code, out } = await run(['doctor'], {
      env: { ...env, COPPER_REDIS_URL: 'redis://127.0.0.1:1', COPPER_REPLICAS: '2', LOG_LEVEL: 'silent' },
      columns: 500,
    });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^! limit .* of 90 requests left .*; Redis is unreachable\n +→ Check COPPER_REDIS_URL/m,
    );
  });

  test.each([
    [-600_000, "10 min ahead of Copper's"],
    [90 * 60_000, "1 h 30 min behind Copper's"],
    [-3 * 86_400_000, "3 d ahead of Copper's"],
    [30_000, undefined],
  ])('a Copper whose clock is %i ms ahead of ours', async (ahead, said) => {
    const { env } = await served({ now: () => testNow + ahead });
    const { code, line, advice } = await onEnv(env);
    expect(code).toBe(0);
    expect(line('clock')).toBe(
      said === undefined ? "✓ clock      the same as Copper's" : `! clock      ${said}`,
    );
    expect(advice('clock').includes('→ Let this machine set its clock')).toBe(said !== undefined);
  });
});

describe('what fails is told with advice, and the exit code is 1', () => {
  const failed = async (env: FakeMachine['env'], what: string, said: string, advised: string) => {
    const { code, out, line, advice } = await onEnv(env);
    expect(line(what).startsWith('✗ ')).toBe(true);
    expect(line(what)).toContain(said);
    expect(advice(what)).toContain(advised);
    expect(out.trimEnd()).toMatch(/1 problem\.$/);
    expect(code).toBe(1);
    return line;
  };

  test('no key, and the way to Copper is looked at all the same', async () => {
    const { env } = await served();
    const { COPPER_API_KEY: _, ...rest } = env;
    const line = await failed(rest, 'key', 'none is set', '→ Set COPPER_API_KEY');
    expect(line('network')).toMatch(/^✓/);
    expect(line('account')).toBe('');
  });

  test('a key file that is empty', async () => {
    const { env } = await served();
    const { COPPER_API_KEY: _, ...rest } = env;
    const machine = { env: { ...rest, COPPER_API_KEY_FILE: '/run/key' }, files: { '/run/key': '\n' } };
    const { code, line } = await examined(machine);
    expect([code, line('key')]).toEqual([1, '✗ key        the file /run/key is empty (COPPER_API_KEY_FILE)']);
  });

  test.each([
    ['your-copper-api-key', 'COPPER_API_KEY is a placeholder that was not filled in'],
    ['xxxx', 'COPPER_API_KEY is a placeholder that was not filled in'],
    ['$COPPER_KEY', 'COPPER_API_KEY is $COPPER_KEY, a placeholder that was not filled in'],
    ['%COPPER_KEY%', 'COPPER_API_KEY is %COPPER_KEY%, a placeholder that was not filled in'],
  ])('%s in the place of a key, and Copper is not asked', async (wrong, said) => {
    const { env, sandbox } = await served();
    const { code, line } = await onEnv({ ...env, COPPER_API_KEY: wrong });
    expect([code, line('key')]).toEqual([1, '✗ key        none is set']);
    expect(line('setting')).toContain(said);
    expect(sandbox.log).toEqual([]);
  });

  test('a setting that cannot be used', () =>
    failed(
      { COPPER_RATE_LIMIT: 'many' },
      'setting',
      'COPPER_RATE_LIMIT is "many"; it must be a whole number from 1 to 100000.',
      'Fix this first',
    ));

  test('a bad key', async () => {
    const { env } = await served({ credentials: ['another'] });
    await failed(env, 'account', '(401)', 'COPPER_USER_EMAIL');
  });

  test('an e-mail that is not the owner of the key', async () => {
    const { env } = await served();
    await failed({ ...env, COPPER_USER_EMAIL: 'nobody@example.com' }, 'account', '(401)', '32 characters');
  });

  test.each([
    key,
    'key-0123456789',
    'dana.li',
    'dana.li.example.com',
    '@',
    '@example.com',
    'dana@',
    'a@b@c',
    '0123456789abcdef0123456789abcdef',
    'no-mail',
  ])('an e-mail that is none is not printed, as it may be the key: %s', async (given) => {
    const { env } = await served();
    const { code, line, out } = await onEnv({ ...env, COPPER_API_KEY: email, COPPER_USER_EMAIL: given });
    expect(code).toBe(1);
    expect(line('email')).toMatch(/^✗ email {6}not an e-mail address: /);
    if (given.length > 8) expect(out).not.toContain(given);
    expect(out).toContain('the two may be swapped');
  });

  test('a bad key without an e-mail', async () => {
    const { env } = await served({ credentials: ['another'] });
    const { COPPER_USER_EMAIL: _, ...rest } = env;
    const line = await failed(
      rest,
      'account',
      '(401)',
      "Set COPPER_USER_EMAIL to the e-mail of the key's owner",
    );
    expect(line('key')).toContain('sent as a bearer token: no COPPER_USER_EMAIL');
  });

  test('a token that has run out', async () => {
    const { env } = await served({ credentials: ['another'] });
    const { COPPER_API_KEY, COPPER_USER_EMAIL: _, ...rest } = env;
    await failed({ ...rest, COPPER_ACCESS_TOKEN: COPPER_API_KEY }, 'account', '(401)', 'get a new one');
  });

  test('a server that is down', async () => {
    const { env } = await served();
    await closing.pop()?.();
    await failed(env, 'network', 'does not accept connections (ECONNREFUSED)', 'COPPER_API_BASE_URL');
  });

  test('a name that is not there', async () => {
    const { env } = await served();
    const nowhere = { ...env, COPPER_API_BASE_URL: 'https://copper.invalid' };
    await failed(
      nowhere,
      'network',
      'the name copper.invalid cannot be resolved (E',
      'Is this machine online?',
    );
  });

  test('a wrong path', async () => {
    const { env } = await served();
    const wrong = { ...env, COPPER_API_BASE_URL: env.COPPER_API_BASE_URL.replace('developer_api', 'api') };
    await failed(wrong, 'account', 'web page instead of data', 'COPPER_API_BASE_URL');
  });

  test('a path that is not there', async () => {
    const { env } = await served();
    const wrong = { ...env, COPPER_API_BASE_URL: `${env.COPPER_API_BASE_URL}/v2` };
    await failed(wrong, 'account', '', 'COPPER_API_BASE_URL');
  });

  test('a server that says nothing, within the deadline', async () => {
    const { env } = await served({ fault: { kind: 'hang', every: 1 } });
    await failed({ ...env, COPPER_TIMEOUT_MS: '1000' }, 'account', 'did not answer within 1 s', 'network');
  });

  test('a server in trouble', async () => {
    const { env } = await served({ fault: { kind: '502-html', every: 1 } });
    await failed(env, 'account', 'Copper returned 502 (tried 4 times)', 'network');
  });

  test('a used up limit', async () => {
    const { env } = await served({ fault: { kind: '429', every: 1 } });
    await failed({ ...env, COPPER_MAX_WAIT_MS: '0' }, 'account', 'rate limit', 'wait a minute');
  });
});

const address = (account: string) => `https://app.copper.com/companies/${account}/…`;

test.each<[string, FakeMachine['env'], string[], string, string]>([
  [
    'nothing is set: the number that the account shows is proposed, not assumed',
    {},
    [],
    '✓ links      none: the number of the account is not set',
    `→ It may be 61234, which custom activity types carry. If your Copper is at ${address('61234')}, set COPPER_ACCOUNT_ID=61234.`,
  ],
  [
    'an address is pasted',
    {},
    ['--account-id', 'https://app.copper.com/companies/77/app#/browse/list/people/default'],
    '! links      none; the address that was given is of account 77',
    "→ Set COPPER_ACCOUNT_ID=77, in the client's configuration as well: `copper-mcp install --account-id 77` does that.",
  ],
  [
    'another one is set than is pasted',
    { COPPER_ACCOUNT_ID: '5' },
    ['--account-id', '77'],
    '! links      to account 5; the address that was given is of account 77',
    '→ Set COPPER_ACCOUNT_ID=77',
  ],
  [
    'another one is set than the account shows',
    { COPPER_ACCOUNT_ID: '5' },
    [],
    '! links      to account 5, but custom activity types carry 61234',
    `→ Compare COPPER_ACCOUNT_ID with any address of your Copper: ${address('NUMBER')}.`,
  ],
  [
    'it is set',
    { COPPER_ACCOUNT_ID: '61234' },
    [],
    '✓ links      to account 61234, from COPPER_ACCOUNT_ID',
    '',
  ],
])('links: %s', async (_, more, args, said, advised) => {
  const { env } = await served();
  const { line, advice } = await onEnv({ ...env, ...more }, ...args);
  expect(line('links')).toBe(said);
  expect(advice('links')).toContain(advised);
});

test('an account number that is none is refused', async () => {
  const { code, err } = await run(['doctor', '--account-id', 'acme'], { columns: 200 });
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('--account-id must be an address of your Copper, or the number in it.'),
  ]);
});

test('--json is the same report as data, whose keys stay', async () => {
  const { env } = await served({ leads: false });
  const { code, out } = await onEnv(env, '--json');
  expect(code).toBe(0);
  const { ok, version, findings } = JSON.parse(out);
  expect([ok, version]).toEqual([true, packageJson.version]);
  expect(findings.map(({ mark, what }: { mark: string; what: string }) => `${mark} ${what}`)).toEqual([
    'ok node',
    'ok key',
    'ok email',
    'ok address',
    'ok zone',
    'ok settings',
    'ok tools',
    'ok network',
    'ok account',
    'warn leads',
    'ok links',
    'ok replies',
    'ok dialect',
    'ok pages',
    'ok clock',
    'ok limit',
    'ok version',
  ]);
  for (const finding of findings)
    expect(['mark', 'what', 'said', 'advice']).toEqual(expect.arrayContaining(Object.keys(finding)));
  const { code: failing, out: report } = await onEnv({}, '--json', '--offline');
  expect([failing, JSON.parse(report).ok]).toEqual([1, false]);
});

test('no line is wider than the terminal, and advice stays under what it belongs to', async () => {
  const { out } = await examined({ columns: 60 }, '--offline');
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  expect(out).toContain('\n             → Set COPPER_API_KEY (Copper: Settings →');
});

test('an interrupted doctor ends at once, with 130 and no verdict', async () => {
  const { env } = await served({ fault: { kind: 'hang', every: 1 } });
  const { shell, out, interrupt } = fakeShell(['doctor'], { env });
  const ended = main(shell);
  await expect.poll(out, { interval: 5 }).toContain('network');
  interrupt();
  expect(await ended).toBe(130);
  expect(out()).not.toMatch(/problem|works/);
});

test('the tools that are offered are told with their cost, and a choice that cannot be made ends it', async () => {
  const tools = { COPPER_TOOLS: 'search_tasks,list_users', COPPER_TOOL_PREFIX: 'crm_' };
  const { line } = await examined({ env: tools }, '--sandbox');
  expect(line('tools')).toMatch(
    /^✓ tools {6}search_tasks,list_users: 2 tools, \d+ tokens, with the prefix crm_$/,
  );
  const { code, err } = await run(['doctor', '--sandbox'], { env: { COPPER_TOOLS: 'nothing' } });
  expect([code, err]).toEqual([2, expect.stringContaining('"nothing" is not a tool or a group of tools.')]);
});
