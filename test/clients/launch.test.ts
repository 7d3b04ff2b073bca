import { describe, expect, test } from 'vitest';
import { launchFor } from '../../src/clients/launch.ts';
import { memoryDisk } from './memory-disk.ts';

const plain = { command: 'npx', args: ['-y', 'copper-mcp'], env: {} };

/** What is written on a machine whose npx stands in these folders, the first on the PATH first. */
function launched(
  folders: readonly string[],
  {
    platform = 'linux',
    fromDesktop = true,
    local = false,
    closed = '',
    resolveLink = (path: string) => path,
  } = {},
) {
  const files = Object.fromEntries(folders.map((folder) => [`${folder}/npx`, '#!']));
  const memory = memoryDisk(files);
  const stat = (path: string) => {
    if (closed !== '' && path.startsWith(closed))
      throw Object.assign(new Error('denied'), { code: 'EACCES' });
    return memory.stat(path);
  };
  const machine = {
    env: { PATH: ['/empty', ...folders].join(':') },
    home: '/home/me',
    platform,
    disk: { ...memory, stat, resolveLink },
    node: '/opt/node/bin/node',
    program: '/src/dist/copper-mcp.js',
  };
  return launchFor({ fromDesktop }, machine, local);
}

const full = (folder: string) => ({
  command: `${folder}/npx`,
  args: ['-y', 'copper-mcp'],
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

test('on Windows npx is a script, which cmd starts', () => {
  const start = { command: 'cmd', args: ['/c', 'npx', '-y', 'copper-mcp'], env: {} };
  for (const fromDesktop of [true, false])
    expect(launched([], { platform: 'win32', fromDesktop })).toEqual(start);
});

test('this very copy is started by this very Node', () => {
  for (const platform of ['linux', 'win32'])
    expect(launched([], { platform, local: true })).toEqual({
      command: '/opt/node/bin/node',
      args: ['/src/dist/copper-mcp.js'],
      env: {},
    });
});
