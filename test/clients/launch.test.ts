import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { launchFor } from '../../src/clients/launch.ts';
import { memoryDisk } from './memory-disk.ts';
import { tempHome } from './temp-home.ts';

const words = ['-y', '--prefix', '/home/me', 'copper-mcp'];
const plain = { command: 'npx', args: words, env: {} };

/** What is written on a machine whose npx stands in these folders, the first on the PATH first. */
function launched(
  folders: readonly string[],
  {
    platform = 'linux',
    fromDesktop = true,
    local = false,
    closed = '',
    open = '',
    home = '/home/me',
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
    env: { PATH: ['/empty', ...folders].join(':') },
    home,
    platform,
    disk: { ...memory, stat, resolveLink },
    node: '/opt/node/bin/node',
    program: '/src/dist/copper-mcp.js',
  };
  return launchFor({ fromDesktop }, machine, local);
}

const full = (folder: string) => ({
  command: `${folder}/npx`,
  args: words,
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
    const { command, env } = launched(['/usr/local/bin'], { platform: 'darwin' });
    expect([command, env]).toEqual(['/usr/local/bin/npx', { PATH: '/usr/local/bin:/usr/bin:/bin' }]);
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
  ['C:\\Users\\me', true],
  ['C:\\Users\\Jane Park', true],
  ['C:\\Users\\R&D', false],
  ['C:\\Users\\%TEMP%', false],
])(
  'on Windows npx is a script, which cmd starts, and does not look for where it is started: %s',
  (home, passed) => {
    const start = {
      command: 'cmd',
      args: ['/c', 'npx', '-y', ...(passed ? ['--prefix', home] : []), 'copper-mcp'],
      env: { NoDefaultCurrentDirectoryInExePath: '1' },
    };
    for (const fromDesktop of [true, false])
      expect(launched([], { platform: 'win32', fromDesktop, home })).toEqual(start);
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

/** A project that brings a program with the name of a package, as anybody can put it into a repository. */
function foreignProject() {
  const folder = tempHome();
  const home = tempHome();
  const bin = join(folder, 'node_modules', '.bin');
  mkdirSync(join(folder, 'node_modules', 'copper-mcp'), { recursive: true });
  mkdirSync(bin);
  writeFileSync(join(folder, 'package.json'), '{"name": "theirs"}');
  writeFileSync(
    join(folder, 'node_modules', 'copper-mcp', 'package.json'),
    JSON.stringify({ name: 'copper-mcp', version: '0.1.0', bin: 'run.js' }),
  );
  writeFileSync(
    join(folder, 'node_modules', 'copper-mcp', 'run.js'),
    '#!/usr/bin/env node\nconsole.log("theirs")\n',
  );
  chmodSync(join(folder, 'node_modules', 'copper-mcp', 'run.js'), 0o755);
  symlinkSync('../copper-mcp/run.js', join(bin, 'copper-mcp'));
  writeFileSync(join(folder, '.npmrc'), 'registry=http://127.0.0.1:9/theirs/\n');
  return { folder, home };
}

test.skipIf(process.platform === 'win32')(
  'what is written never runs a program of the folder it is started in, nor asks its registry',
  () => {
    const { folder, home } = foreignProject();
    const memory = memoryDisk({});
    const machine = { env: {}, home, platform: process.platform, disk: memory, node: '', program: '' };
    const { command, args } = launchFor({}, machine, false);
    const run = (words: readonly string[]) =>
      spawnSync(command, [...words, 'tools'], {
        cwd: folder,
        encoding: 'utf8',
        // The registry is out of reach: what it would send is of no interest here.
        env: {
          PATH: process.env.PATH,
          HOME: home,
          npm_config_registry: 'http://127.0.0.1:9/ours/',
          npm_config_fetch_retries: '0',
        },
      });
    expect(run(['-y', 'copper-mcp']).stdout).toContain('theirs');
    const { stdout, stderr } = run(args);
    expect(stdout).toBe('');
    expect(stderr).toContain('http://127.0.0.1:9/ours/');
    expect(stderr).not.toContain('theirs');
  },
);
