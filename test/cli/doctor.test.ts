import { afterEach, describe, expect, test, vi } from 'vitest';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { type Machine, run, stillClock } from './fake-shell.ts';

// Generous: it only ends what hangs.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const key = 'c0pper-key-0123456789-abcdefghij';
const email = 'dana.li@example.com';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A sandbox on a port, and the settings that point at it. */
async function served(options: Partial<SandboxOptions> = {}) {
  const { now, sleep } = stillClock;
  const sandbox = createSandbox({ now, sleep, credentials: [key], ...options });
  const { url, close } = await serveSandbox(sandbox);
  closing.push(close);
  return { sandbox, env: { COPPER_API_BASE_URL: url, COPPER_API_KEY: key, COPPER_USER_EMAIL: email } };
}

/** The doctor's report as lines of mark, subject and what is said; advice stands below its line. */
async function examined(env: Machine['env'], ...more: string[]) {
  const { code, out, err } = await run(['doctor', ...more], { env: env ?? {} });
  expect(err).toBe('');
  expect(out).not.toContain(key);
  const line = (what: string) =>
    out.split('\n').find((each) => each.slice(2).startsWith(`${what.padEnd(14)} `)) ?? '';
  const advice = (what: string) => out.split('\n')[out.split('\n').indexOf(line(what)) + 1] ?? '';
  return { code, out, line, advice };
}

test('a healthy account: everything is well', async () => {
  const { code, out } = await examined({}, '--sandbox');
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "✓ node           20.0.0
    ✓ key            7 characters of dana.li@example.com
    ✓ address        the sandbox, in this process
    ✓ settings       zone America/Los_Angeles, dialect auto, 180 requests a minute
    ✓ tools          all: 28 tools, 3,030 tokens
    ✓ account        the key is good; it acts for Dana Li <dana.li@example.com>
    ✓ leads          available
    ✓ replies        array, with totals (600 deals)
    ✓ dialect        the contract's parameter names
    ✓ pages          200 rows in one page of 200
    ✓ rate limit     176 of 180 requests left this minute by our count; Copper sends no rate headers
    All is well.
    "
  `);
});

test('over HTTP, the key and its owner are told, the key masked', async () => {
  const { env } = await served();
  const { code, line } = await examined(env);
  expect(code).toBe(0);
  expect(line('key')).toBe(`✓ key            c0…ij (32 characters) of ${email}`);
  expect(line('address')).toContain(env.COPPER_API_BASE_URL);
  expect(line('account')).toContain(`Dana Li <${email}>`);
});

test('a token is masked, too', async () => {
  const { env } = await served();
  const { code, line } = await examined({
    COPPER_API_BASE_URL: env.COPPER_API_BASE_URL,
    COPPER_ACCESS_TOKEN: key,
  });
  expect(code).toBe(0);
  expect(line('token')).toContain('c0…ij (32 characters), sent as a bearer token');
});

test('at most six requests are spent', async () => {
  const { env, sandbox } = await served({ names: 'documented', pageSize: 25 });
  await examined(env);
  expect(sandbox.log.length).toBeLessThanOrEqual(6);
});

describe('what accounts differ in', () => {
  test.each<[string, Partial<SandboxOptions>, Record<string, string>]>([
    [
      'as the documentation has it',
      { leads: false, names: 'documented', pageSize: 25, rateHeaders: true },
      {
        leads: '! leads          not available',
        replies: '✓ replies        array, with totals (600 deals)',
        dialect: '✓ dialect        the documented parameter names',
        pages: '✓ pages          at most 25 rows a page',
        'rate limit': 'Copper says 175 are left',
      },
    ],
    [
      'as the contract has it',
      { shape: 'envelope', names: 'contract' },
      {
        leads: '✓ leads          available',
        replies: '✓ replies        envelope, with totals (600 deals)',
        dialect: "✓ dialect        the contract's parameter names",
        pages: '✓ pages          200 rows in one page of 200',
        'rate limit': 'Copper sends no rate headers',
      },
    ],
    [
      'poorly',
      { totals: false, pageSize: 25, overMax: 'reject' },
      {
        replies: '! replies        array, without a total',
        pages: '! pages          pages of 200 rows are refused; smaller ones are used',
      },
    ],
  ])('%s', async (_, options, said) => {
    const { env } = await served(options);
    const { code, line } = await examined(env);
    expect(code).toBe(0);
    for (const [what, words] of Object.entries(said)) expect(line(what)).toContain(words);
  });

  test('documented names come with advice', async () => {
    const { env } = await served({ names: 'documented' });
    expect((await examined(env)).advice('dialect')).toContain('→ Set COPPER_DIALECT=documented');
  });
});

describe('what fails is told with advice, and the exit code is 1', () => {
  const failed = async (env: Machine['env'], what: string, said: string, advised: string) => {
    const { code, out, line, advice } = await examined(env);
    expect(code).toBe(1);
    expect(line(what).startsWith('✗ ')).toBe(true);
    expect(line(what)).toContain(said);
    expect(advice(what)).toContain(advised);
    expect(out.trimEnd().endsWith('1 to mend.')).toBe(true);
  };

  test('no key', () => failed({}, 'key', 'none is set', '→ Set COPPER_API_KEY'));

  test('a bad key', async () => {
    const { env } = await served({ credentials: ['another'] });
    await failed(env, 'account', '(401)', 'COPPER_USER_EMAIL');
  });

  test('an e-mail that is not the owner of the key', async () => {
    const { env } = await served();
    await failed({ ...env, COPPER_USER_EMAIL: 'nobody@example.com' }, 'account', '(401)', '32 characters');
  });

  test('a server that is down', async () => {
    const { env } = await served();
    await closing.pop()?.();
    await failed(env, 'account', 'could not be reached (ECONNREFUSED)', 'COPPER_API_BASE_URL');
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
    await failed(env, 'account', '(502, asked 4 times)', 'network');
  });

  test('a used up limit', async () => {
    const { env } = await served({ fault: { kind: '429', every: 1 } });
    await failed({ ...env, COPPER_MAX_WAIT_MS: '0' }, 'account', 'rate limit', 'wait a minute');
  });
});

test('a slip in the name of a setting is told once', async () => {
  const { code, out } = await examined({ COPPER_APIKEY: 'x' }, '--sandbox');
  expect(code).toBe(0);
  expect(out.match(/COPPER_APIKEY/g)).toHaveLength(1);
  expect(out).toContain('did you mean COPPER_API_KEY?');
});

test('--json is the same report as data', async () => {
  const { env } = await served({ leads: false });
  const { code, out } = await examined(env, '--json');
  expect(code).toBe(0);
  const { ok, findings } = JSON.parse(out);
  expect(ok).toBe(true);
  expect(findings.map(({ mark, what }: { mark: string; what: string }) => `${mark} ${what}`)).toEqual([
    'ok node',
    'ok key',
    'ok address',
    'ok settings',
    'ok tools',
    'ok account',
    'warn leads',
    'ok replies',
    'ok dialect',
    'ok pages',
    'ok rate limit',
  ]);
  expect(JSON.parse((await examined({}, '--json')).out).ok).toBe(false);
});

test('the tools that are offered are told with their cost, and a choice that cannot be made ends it', async () => {
  const tools = { COPPER_TOOLS: 'search_tasks,list_users', COPPER_TOOL_PREFIX: 'crm_' };
  const { line } = await examined(tools, '--sandbox');
  expect(line('tools')).toMatch(/^✓ tools {10}search_tasks,list_users: 2 tools, \d+ tokens, named crm_…$/);
  const { code, err } = await run(['doctor', '--sandbox'], { env: { COPPER_TOOLS: 'nothing' } });
  expect([code, err]).toEqual([2, expect.stringContaining('"nothing" is no tool and no group of tools.')]);
});
