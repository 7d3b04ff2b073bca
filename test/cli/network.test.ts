import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { realClock } from '../../src/tool/clock.ts';
import { good, old, other, type ServerIdentity } from './certificates.ts';
import { run } from './fake-shell.ts';
import { type Listener, runBuilt, serveProxy, serveTls, trusting } from './secure.ts';

const closing: (() => Promise<void>)[] = [];
let sandbox: Sandbox;
let plainPort: number;

beforeAll(async () => {
  sandbox = createSandbox({ now: realClock.now, sleep: realClock.sleep });
  const { url, close } = await serveSandbox(sandbox);
  closing.push(close);
  plainPort = Number(new URL(url).port);
});

afterAll(async () => {
  for (const close of closing.splice(0)) await close();
});

async function kept<T extends Listener>(listener: Promise<T>): Promise<T> {
  const made = await listener;
  closing.push(made.close);
  return made;
}

const secured = (identity: ServerIdentity) => kept(serveTls(identity, plainPort));
const address = (host: string, { port }: { port: number }) => `https://${host}:${port}/developer_api/v1`;

/** The report of the built doctor on this address, findings by what was looked at. */
async function doctor(baseUrl: string, env: Record<string, string> = {}) {
  const { code, out, err } = await runBuilt(['doctor', '--json'], {
    env: {
      COPPER_API_KEY: 'any-key-will-do-in-the-sandbox',
      COPPER_USER_EMAIL: 'dana.li@example.com',
      COPPER_API_BASE_URL: baseUrl,
      NO_UPDATE_NOTIFIER: '1',
      ...env,
    },
  });
  const { findings }: { findings: { mark: string; what: string; said: string; advice?: string }[] } =
    JSON.parse(out);
  const shown = (found: string) => {
    const finding = findings.find(({ what }) => what === found);
    return finding && [finding.mark, finding.said, finding.advice ?? ''].join(' | ');
  };
  return { code, err, shown, account: shown('account') };
}

describe('certificates', () => {
  test('one that is trusted', async () => {
    const { code, shown, account } = await doctor(address('localhost', await secured(good)), trusting);
    expect(shown('tls')).toBe('ok | certificate by "Example Company", valid until 2120-01-01 | ');
    expect([code, account]).toEqual([0, expect.stringContaining('Dana Li')]);
  });

  test("one of a company's own authority: the key is not sent, and what to set is told", async () => {
    const before = sandbox.log.length;
    const { code, shown, account } = await doctor(address('localhost', await secured(good)));
    expect(shown('network')).toMatch(/^ok \| localhost:\d+ accepts connections at /);
    expect(shown('tls')).toContain(
      'fail | the certificate of localhost is signed by "Example Company", which Node does not trust (',
    );
    expect(shown('tls')).toMatch(/If that is your company, .*NODE_EXTRA_CA_CERTS to a PEM file/);
    expect([code, account, sandbox.log.length]).toEqual([1, undefined, before]);
  });

  test.each([
    ['20.20.2', false],
    ['22.18.0', false],
    ['22.19.0', true],
    ['23.11.0', false],
    ['24.5.0', false],
    ['24.6.0', true],
    ['26.0.0', true],
  ])('Node %s is told to trust what the machine trusts, where it can: %s', async (nodeVersion, can) => {
    const env = {
      COPPER_API_KEY: 'any',
      COPPER_API_BASE_URL: address('localhost', await secured(good)),
      NO_UPDATE_NOTIFIER: '1',
    };
    const { out } = await run(['doctor', '--json'], { env, nodeVersion });
    expect(out.includes('set NODE_USE_SYSTEM_CA=1')).toBe(can);
    expect(out).toContain('set NODE_EXTRA_CA_CERTS');
  });

  test.each<[string, ServerIdentity, string]>([
    ['one that has run out', old, 'the certificate of localhost expired on 2021-01-01 | Check the date'],
    ['one of another name', other, 'the certificate is for "elsewhere.test", not for localhost | Log in'],
  ])('%s', async (_, identity, said) => {
    const { code, shown } = await doctor(address('localhost', await secured(identity)), trusting);
    expect(shown('tls')).toContain(`fail | ${said}`);
    expect(code).toBe(1);
  });

  test('none at all: a port that does not speak TLS', async () => {
    const { code, shown } = await doctor(address('localhost', { port: plainPort }));
    expect(shown('tls')).toMatch(/^fail \| localhost:\d+ does not speak TLS \(\w+\) \| /);
    expect(code).toBe(1);
  });

  test('checks that are switched off are a warning', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { code, shown, account } = await doctor(address('localhost', await secured(good)), env);
    expect(shown('tls')).toMatch(/^warn \| certificates are not checked .* \| Unset it/);
    expect([code, account]).toEqual([0, expect.stringContaining('Dana Li')]);
  });
});

describe('proxies', () => {
  test('what HTTPS_PROXY names is used, with its password, which is not told', async () => {
    const server = await secured(good);
    const proxy = await kept(serveProxy());
    const HTTPS_PROXY = `http://me:s%40cret@127.0.0.1:${proxy.port}`;
    const { code, shown, account } = await doctor(address('copper.test', server), {
      ...trusting,
      HTTPS_PROXY,
    });
    expect(shown('network')).toContain(
      `ok | copper.test:${server.port} is reached through http://127.0.0.1:${proxy.port} (HTTPS_PROXY)`,
    );
    expect(shown('settings')).not.toContain('s%40cret');
    expect([code, account]).toEqual([0, expect.stringContaining('Dana Li')]);
    const credentials = Buffer.from('me:s@cret').toString('base64');
    expect(new Set(proxy.asked)).toEqual(new Set([`copper.test:${server.port} Basic ${credentials}`]));
    expect(proxy.asked.length).toBeGreaterThan(1);
  });

  test('calls go through it, too', async () => {
    const server = await secured(good);
    const proxy = await kept(serveProxy());
    const { code, out } = await runBuilt(['call', 'list_users', 'limit=1'], {
      env: {
        ...trusting,
        COPPER_API_KEY: 'any',
        COPPER_API_BASE_URL: address('copper.test', server),
        https_proxy: `127.0.0.1:${proxy.port}`,
      },
    });
    expect([code, out]).toEqual([0, expect.stringContaining('users 1-1 of 12')]);
    expect(proxy.asked).toEqual([`copper.test:${server.port}`]);
  });

  test.each<[string, number, string]>([
    ['asks for a password', 407, 'needs a password (407) | Set HTTPS_PROXY to http://user:password@'],
    ['refuses', 403, '(403) | Ask the administrator of the proxy, or set NO_PROXY.'],
  ])('a proxy that %s', async (_, status, said) => {
    const server = await secured(good);
    const proxy = await kept(serveProxy(() => status));
    const env = { ...trusting, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    const { code, shown } = await doctor(address('copper.test', server), env);
    expect(shown('proxy')).toContain('fail | the proxy 127.0.0.1:');
    expect(shown('proxy')).toContain(said);
    expect(code).toBe(1);
  });

  test('a proxy that is away', async () => {
    const env = { HTTPS_PROXY: 'http://127.0.0.1:1' };
    const { code, shown } = await doctor('https://copper.test', env);
    expect(shown('network')).toBe(
      'fail | the proxy 127.0.0.1:1 does not accept connections (ECONNREFUSED) | Check HTTPS_PROXY.',
    );
    expect(code).toBe(1);
  });

  test('one of another kind keeps the server from starting, and is said', async () => {
    const url = address('localhost', await secured(good));
    const { code, shown } = await doctor(url, { ...trusting, HTTPS_PROXY: 'socks5://127.0.0.1:1' });
    expect(shown('proxy')).toContain(
      'fail | HTTPS_PROXY is a proxy of the kind socks5://: the server will not start',
    );
    expect(code).toBe(1);
  });

  test('what NO_PROXY excepts is reached without', async () => {
    const url = address('localhost', await secured(good));
    const env = { ...trusting, HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'localhost' };
    const { code, shown } = await doctor(url, env);
    expect([code, shown('proxy')]).toEqual([0, 'ok | NO_PROXY exempts localhost: no proxy is used | ']);
  });

  test('HTTP_PROXY alone plays no part: a reason only where Copper is not reached', async () => {
    const env = { ...trusting, HTTP_PROXY: 'http://127.0.0.1:1' };
    const reached = await doctor(address('localhost', await secured(good)), env);
    const said = 'HTTP_PROXY is set, but only HTTPS_PROXY and ALL_PROXY are read: no proxy is used';
    expect([reached.code, reached.shown('proxy')]).toEqual([0, `ok | ${said} | `]);
    const missed = await doctor('https://copper.invalid', env);
    expect(missed.shown('proxy')).toContain(`warn | ${said} | Set HTTPS_PROXY to the same address`);
    expect(missed.shown('network')).toContain('fail | ');
  });
});
