import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { launchFor } from '../../src/clients/launch.ts';
import { memoryDisk } from './memory-disk.ts';
import { tempHome } from './temp-home.ts';

/** What every command begins with: it leaves the folder in which it is started. */
const leave = ['-c', 'cd / && exec "$@"', 'sh'];
const plain = { command: '/bin/sh', args: [...leave, 'npx', '-y', 'copper-mcp'], env: {} };

/** What is written on a machine whose npx stands in these folders, the first on the PATH first. */
function launched(
  folders: readonly string[],
  {
    platform = 'linux',
    fromDesktop = true,
    local = false,
    closed = '',
    open = '',
    systemRoot = undefined as string | undefined,
    resolveLink = (path: string) => path,
  } = {},
) {
  const files = Object.fromEntries(folders.map((folder) => [`${folder}/npx`, '#!']));
  const memory = memoryDisk(files);
  const stat = (path: string) => {
    if (closed !== '' && path.startsWith(closed))
      throw Object.assign(new Error('denied'), { code: 'EACCES' });
    const status = memory.stat(path);
    return status && path === open ? { ...status, mode: 0o1777 } : status;
  };
  const machine = {
    env: { PATH: ['/empty', ...folders].join(':'), SystemRoot: systemRoot },
    home: '/home/me',
    platform,
    disk: { ...memory, stat, resolveLink },
    node: '/opt/node/bin/node',
    program: '/src/dist/copper-mcp.js',
  };
  return launchFor({ fromDesktop }, machine, local);
}

const full = (folder: string) => ({
  command: '/bin/sh',
  args: [...leave, `${folder}/npx`, '-y', 'copper-mcp'],
  env: { PATH: `${folder}:/usr/local/bin:/usr/bin:/bin` },
});

test('a client of the terminal finds npx by itself', () => {
  expect(launched(['/home/me/.nvm/versions/node/v22.1.0/bin'], { fromDesktop: false })).toEqual(plain);
});

describe('a client that is started by a click', () => {
  test.each(['/usr/bin', '/usr/local/bin', '/bin'])('finds npx in %s by itself', (folder) => {
    expect(launched([folder])).toEqual(plain);
  });

  test.each(['/home/me/.nvm/versions/node/v22.1.0/bin', '/home/me/.volta/bin', '/opt/homebrew/bin'])(
    'is told of npx in %s, and on which PATH its node is',
    (folder) => {
      expect(launched([folder, '/usr/bin'])).toEqual(full(folder));
    },
  );

  test('passes over a folder that this user may not search', () => {
    const folders = ['/root/.cargo/bin', '/home/me/.volta/bin'];
    expect(launched(folders, { closed: '/root' })).toEqual(full('/home/me/.volta/bin'));
  });

  test('passes over a folder in which everybody can put programs', () => {
    const folders = ['/tmp/bin', '/home/me/.volta/bin'];
    expect(launched(folders)).toEqual(full('/tmp/bin'));
    expect(launched(folders, { open: '/tmp/bin' })).toEqual(full('/home/me/.volta/bin'));
  });

  test('on macOS does not see what is in /usr/local/bin', () => {
    const { args, env } = launched(['/usr/local/bin'], { platform: 'darwin' });
    expect([args[3], env]).toEqual(['/usr/local/bin/npx', { PATH: '/usr/local/bin:/usr/bin:/bin' }]);
  });

  test('is not told of folders that npx itself puts on the PATH', () => {
    expect(launched(['/home/me/.npm/_npx/1/node_modules/.bin', '/home/me/.volta/bin'])).toEqual(
      full('/home/me/.volta/bin'),
    );
  });

  test("is told where fnm's folder of this shell leads to", () => {
    const shell = '/home/me/.local/state/fnm_multishells/17_99/bin';
    const kept = '/home/me/.local/share/fnm/node-versions/v22.1.0/installation/bin';
    expect(launched([shell], { resolveLink: () => kept })).toEqual(full(kept));
  });

  test('gets the plain name where there is no npx', () => {
    expect(launched([])).toEqual(plain);
  });
});

test.each([
  [undefined, 'C:\\Windows'],
  ['C:\\WINDOWS', 'C:\\WINDOWS'],
  ['D:\\Win\\NT', 'D:\\Win\\NT'],
  ['%TEMP%', 'C:\\Windows'],
  ['C:\\a & calc', 'C:\\Windows'],
  ['Windows', 'C:\\Windows'],
])(
  'on Windows the cmd of Windows starts npx, after it has left the folder: SystemRoot %s',
  (root, folder) => {
    const start = {
      command: `${folder}\\System32\\cmd.exe`,
      args: ['/c', 'cd', '/d', folder, '&&', 'npx', '-y', 'copper-mcp'],
      env: {},
    };
    for (const fromDesktop of [true, false])
      expect(launched([], { platform: 'win32', fromDesktop, systemRoot: root })).toEqual(start);
  },
);

test('this very copy is started by this very Node', () => {
  for (const platform of ['linux', 'win32'])
    expect(launched([], { platform, local: true })).toEqual({
      command: '/opt/node/bin/node',
      args: ['/src/dist/copper-mcp.js'],
      env: {},
    });
});

/** A program that says whose it is, and whether it sees the key. */
const program = (shell: string, whose: string) => `#!${shell}\necho "${whose} ran $COPPER_API_KEY" >&2\n`;

/** Files by their path in a folder; those in `.bin` can be run. */
function plant(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: path.includes('.bin/') ? 0o755 : 0o644 });
  }
}

const theirs = {
  'the shell': { 'node_modules/.bin/sh': program('/bin/bash', 'their sh') },
  node: { 'node_modules/.bin/node': program('/bin/sh', 'their node') },
  'a program of our name': { 'node_modules/.bin/copper-mcp': program('/bin/sh', 'their program') },
  'a package of our name': {
    'node_modules/copper-mcp/package.json': '{"name":"copper-mcp","version":"9.9.9","bin":"run.sh"}',
    'node_modules/copper-mcp/run.sh': program('/bin/sh', 'their package'),
    'node_modules/.bin/copper-mcp': program('/bin/sh', 'their package'),
    'package.json': '{"name":"theirs","dependencies":{"copper-mcp":"9.9.9"}}',
  },
  'a package.json that is the package': {
    'package.json': '{"name":"copper-mcp","version":"9.9.9","bin":{"copper-mcp":"node_modules/.bin/mine"}}',
    'node_modules/.bin/mine': program('/bin/sh', 'their package'),
    'node_modules/.bin/copper-mcp': program('/bin/sh', 'their package'),
  },
  'a registry': { '.npmrc': 'registry=http://127.0.0.1:9/theirs/\n' },
  'a shell for scripts': {
    '.npmrc': 'script-shell=./node_modules/.bin/mine\n',
    'node_modules/.bin/mine': program('/bin/bash', 'their script-shell'),
  },
} as const;

/** A registry that has our package, whose program says that it ran; and the environment in which a client starts it. */
async function ourRegistry() {
  const home = tempHome();
  plant(home, {
    'package/package.json': '{"name":"copper-mcp","version":"1.0.0","bin":{"copper-mcp":"run.js"}}',
    'package/run.js':
      '#!/usr/bin/env node\nconsole.log(`ours ran ${process.env.COPPER_API_KEY} ${process.argv.slice(2)}`);\n',
  });
  const packed = spawnSync('tar', ['-czf', '-', 'package'], { cwd: home }).stdout;
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return void response.end(packed);
    const tarball = `http://${request.headers.host}/copper-mcp.tgz`;
    const integrity = `sha512-${createHash('sha512').update(packed).digest('base64')}`;
    const version = {
      name: 'copper-mcp',
      version: '1.0.0',
      bin: { 'copper-mcp': 'run.js' },
      dist: { tarball, integrity },
    };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        name: 'copper-mcp',
        'dist-tags': { latest: '1.0.0' },
        versions: { '1.0.0': version },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  plant(home, {
    '.npmrc': `registry=http://127.0.0.1:${port}/\nupdate-notifier=false\nfetch-retries=0\naudit=false\n`,
  });
  const env = { PATH: process.env.PATH, HOME: home, COPPER_API_KEY: 'the-key' };
  return { home, env };
}

/** What a command prints that is started in a folder. */
const output = (command: readonly string[], cwd: string, env: Record<string, string | undefined>) =>
  new Promise<string>((resolve) => {
    const [program = '', ...args] = command;
    execFile(program, args, { cwd, env, encoding: 'utf8' }, (_, stdout, stderr) => resolve(stdout + stderr));
  });

describe.skipIf(process.platform === 'win32')('a client starts servers in a project of others', () => {
  const places = [
    ['in it', '', ''],
    ['in a folder above it', '', 'deep/er'],
    ['in it, as the PATH has it', 'node_modules/.bin:.', ''],
  ] as const;
  const cases = Object.entries(theirs).flatMap(([what, files]) =>
    places.map(([where, onPath, below]) => [what, where, files, onPath, below] as const),
  );

  test.each(cases)(
    'what is written never runs a program of that folder, nor asks its registry: %s %s',
    { timeout: 60_000 },
    async (_, _where, files, onPath, below) => {
      const { home, env } = await ourRegistry();
      const folder = tempHome();
      plant(folder, files);
      const cwd = join(folder, below);
      mkdirSync(cwd, { recursive: true });
      const machine = {
        env: {},
        home,
        platform: process.platform,
        disk: memoryDisk({}),
        node: '',
        program: '',
      };
      const { command, args } = launchFor({}, machine, false);
      const path = onPath === '' ? env.PATH : `${onPath}:${env.PATH}`;
      const said = await output([command, ...args, '--sandbox'], cwd, { ...env, PATH: path });
      expect(said).toContain('ours ran the-key --sandbox');
      expect(said).not.toContain('their');
    },
  );

  test.each([
    ['the shell', []],
    ['the shell', ['--prefix']],
    ['node', []],
    ['node', ['--prefix']],
    ['a program of our name', []],
  ] as const)(
    'and plain npx does, so that these projects are a danger: %s %j',
    { timeout: 60_000 },
    async (what, prefix) => {
      const { home, env } = await ourRegistry();
      const folder = tempHome();
      plant(folder, theirs[what]);
      const words = ['npx', '-y', ...(prefix.length === 0 ? [] : ['--prefix', home]), 'copper-mcp'];
      expect(await output(words, folder, env)).toContain('their');
    },
  );
});
