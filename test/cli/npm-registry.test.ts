import { createServer, type RequestListener } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askRegistry, registryAddress } from '../../src/cli/npm-registry.ts';
import { memoryDisk } from '../clients/memory-disk.ts';

const npm = 'https://registry.npmjs.org';
const acme = 'https://npm.acme.example/npm';

/** The registry of a machine with these files and variables. */
const address = (
  env: Record<string, string>,
  files: Record<string, string> = {},
  { platform = 'linux', home = '/home/me', node = '/opt/node/bin/node' } = {},
) =>
  registryAddress(
    { env, home, platform, disk: memoryDisk(files, platform === 'win32'), node, program: '' },
    env,
  );

const own = '/home/me/.npmrc';
const shared = '/opt/node/etc/npmrc';

describe('the registry that npx asks', () => {
  test.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['nothing is set', {}, {}, npm],
    ['a variable', { npm_config_registry: `${acme}/` }, { [own]: `registry=${npm}` }, acme],
    ['a variable in capitals', { NPM_CONFIG_REGISTRY: acme }, {}, acme],
    ['an empty variable', { npm_config_registry: ' ' }, { [own]: `registry=${acme}` }, acme],
    ["the person's file", {}, { [own]: `; mine\n registry = "${acme}/" \n`, [shared]: 'registry=x' }, acme],
    ['the last line of it', {}, { [own]: `registry=${npm}\r\nregistry=${acme}\r\n` }, acme],
    ['a variable in it', { HOST: 'npm.acme.example' }, { [own]: 'registry=https://${HOST}/npm' }, acme],
    ['a comment in it', {}, { [own]: `#registry=${acme}\n@acme:registry=${acme}\n` }, npm],
    [
      'a file elsewhere',
      { NPM_CONFIG_USERCONFIG: '/x' },
      { [own]: 'registry=y', '/x': `registry=${acme}` },
      acme,
    ],
    ["the machine's file", {}, { [own]: 'fund=false', [shared]: `registry=${acme}` }, acme],
    ['that of another prefix', {}, { [own]: 'prefix=/p', '/p/etc/npmrc': `registry=${acme}` }, acme],
    [
      'that of a prefix in a variable',
      { npm_config_prefix: '/p' },
      { '/p/etc/npmrc': `registry=${acme}` },
      acme,
    ],
    ['what is no address', { npm_config_registry: 'acme' }, {}, npm],
    ['what is no address of the web', { npm_config_registry: 'file:///etc/passwd' }, {}, npm],
    [
      'a variable that is not set, as npm does',
      {},
      { [own]: 'registry=https://${NOWHERE}/' },
      'https://${NOWHERE}',
    ],
  ])('by %s', (_, env, files, expected) => {
    expect(address(env, files)).toBe(expected);
  });

  test("on Windows, npm's own folder has the machine's file", () => {
    const windows = { platform: 'win32', home: 'C:\\Users\\me', node: 'C:\\node\\node.exe' };
    const env = { APPDATA: 'C:\\Users\\me\\AppData\\Roaming' };
    expect(address(env, { [`${env.APPDATA}\\npm\\etc\\npmrc`]: `registry=${acme}` }, windows)).toBe(acme);
  });
});

/** What becomes of a question to a server that does this. */
async function asked(answer: RequestListener, more: Partial<Parameters<typeof askRegistry>[0]> = {}) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  const at = server.address();
  const port = typeof at === 'object' ? at?.port : undefined;
  const interrupted = new AbortController().signal;
  return askRegistry({
    address: `http://127.0.0.1:${port}/x`,
    env: {},
    timeoutMs: 2_000,
    interrupted,
    ...more,
  });
}

describe('a question to a registry', () => {
  test.each<[string, RequestListener, unknown]>([
    ['JSON', (_, to) => void to.end('{"a":1}'), { status: 200, body: { a: 1 } }],
    ['an error in JSON', (_, to) => void to.writeHead(404).end('{}'), { status: 404, body: {} }],
    ['a page', (_, to) => void to.end('<html>'), { status: 200, body: undefined }],
    ['nothing', (_, to) => void to.end(), { status: 200, body: undefined }],
    [
      'a text without an end',
      (_, to) => void setInterval(() => to.write('x'.repeat(300_000)), 1).unref(),
      undefined,
    ],
    ['a broken reply', (_, to) => void to.socket?.destroy(), undefined],
  ])('that answers with %s', async (_, answer, expected) => {
    expect(await asked(answer)).toEqual(expected);
  });

  test('has a time limit, may be interrupted, and goes around no proxy', async () => {
    const silent = () => undefined;
    expect(await asked(silent, { timeoutMs: 20 })).toBeUndefined();
    await expect(asked(silent, { interrupted: AbortSignal.abort() })).rejects.toThrow('abort');
    const env = { HTTPS_PROXY: 'socks5://127.0.0.1:9' };
    expect(await asked(silent, { address: 'https://registry.npmjs.org/x', env })).toBeUndefined();
    // A login in the address is not sent, and never shown.
    expect(await asked(silent, { address: 'http://me:secret@127.0.0.1:9/x' })).toBeUndefined();
  });
});
