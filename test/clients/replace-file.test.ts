import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { realDisk } from '../../src/cli/real-disk.ts';
import type { Disk } from '../../src/clients/local-machine.ts';
import { type WriteContext, WriteError } from '../../src/clients/lock-file.ts';
import { replaceFile, writeObstacle } from '../../src/clients/replace-file.ts';
import { tempHome } from './temp-home.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const fail = (code: string) => Object.assign(new Error(code), { code });

/** A context on the real file system, parts of which behave otherwise. */
function deskOn(home: string, disk: Partial<Disk> = {}, platform = 'linux') {
  const slept: number[] = [];
  const context: WriteContext = {
    machine: { env: {}, home, platform, disk: { ...realDisk, ...disk }, node: '', program: '' },
    clock: { now: () => 0, steady: () => 0, sleep: async (ms) => void slept.push(ms) },
    random: Math.random,
  };
  const replace = (path: string, text: string, options = {}) =>
    replaceFile(context, path, () => bytes(text), {
      isOriginal: (now) => !Buffer.from(now).toString().includes('ours'),
      ...options,
    });
  return { context, slept, replace };
}

/** A file with a text in a folder of its own. */
function fileWith(text: string, mode = 0o640) {
  const home = tempHome();
  const path = join(home, 'config.json');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return { home, path, text: () => readFileSync(path, 'utf8') };
}

test('a new text stands there whole, its permissions kept, and the old one beside it for the owner alone', async () => {
  const { home, path, text } = fileWith('old');
  const backup = `${path}.copper-mcp.bak`;
  expect(await deskOn(home).replace(path, 'new')).toEqual({ path, backup });
  expect([text(), statSync(path).mode & 0o777]).toEqual(['new', 0o640]);
  expect([readFileSync(backup, 'utf8'), statSync(backup).mode & 0o777]).toEqual(['old', 0o600]);
  expect(readdirSync(home)).toHaveLength(2);
});

test('the copy beside it is of the original, however often it is changed', async () => {
  const { home, path } = fileWith('one');
  const { replace } = deskOn(home);
  await replace(path, 'ours two');
  await replace(path, 'ours three');
  await replace(path, 'ours four');
  expect(readFileSync(`${path}.copper-mcp.bak`, 'utf8')).toBe('one');
  expect(readdirSync(home)).toHaveLength(2);
});

test('a copy that is not of what the file was before is said to be older, and a new original gets a copy of its own', async () => {
  const { home, path } = fileWith('one');
  const { replace } = deskOn(home);
  const [first, second, third] = ['', '.2', '.3'].map((number) => `${path}.copper-mcp${number}.bak`);
  expect(await replace(path, 'ours')).toEqual({ path, backup: first });
  expect(await replace(path, 'one')).toEqual({ path, backup: first, backupIsOlder: true });
  expect(await replace(path, 'ours')).toEqual({ path, backup: first });
  writeFileSync(path, 'ours, and edited');
  expect(await replace(path, 'edited')).toEqual({ path, backup: first, backupIsOlder: true });
  expect(await replace(path, 'ours, and edited')).toEqual({ path, backup: second });
  expect(await replace(path, 'edited again')).toEqual({ path, backup: second, backupIsOlder: true });
  expect(await replace(path, 'ours')).toEqual({ path, backup: third });
  const kept = [first, second, third].map((copy) => readFileSync(copy ?? '', 'utf8'));
  expect(kept).toEqual(['one', 'edited', 'edited again']);
});

describe.skipIf(process.platform === 'win32')('what is in the place of the copy is left alone', () => {
  const place = (path: string) => `${path}.copper-mcp.bak`;
  test.each<[string, (copy: string) => void]>([
    ['a pipe', (copy) => void spawnSync('mkfifo', [copy])],
    ['a folder', (copy) => mkdirSync(copy)],
    ['a full folder', (copy) => void mkdirSync(join(copy, 'a'), { recursive: true })],
    ['a link to a device', (copy) => symlinkSync('/dev/zero', copy)],
    [
      'a link to a pipe',
      (copy) => {
        spawnSync('mkfifo', [`${copy}.pipe`]);
        symlinkSync(`${copy}.pipe`, copy);
      },
    ],
    ['a link to a folder', (copy) => symlinkSync('/', copy)],
    ['a text of somebody else', (copy) => writeFileSync(copy, 'theirs')],
    ['an empty file', (copy) => writeFileSync(copy, '')],
  ])('%s', async (_, put) => {
    const { home, path, text } = fileWith('one');
    put(place(path));
    const before = lstatSync(place(path));
    expect(await deskOn(home).replace(path, 'ours')).toEqual({ path, backup: `${path}.copper-mcp.2.bak` });
    expect([text(), readFileSync(`${path}.copper-mcp.2.bak`, 'utf8')]).toEqual(['ours', 'one']);
    const after = lstatSync(place(path));
    expect([after.ino, after.mode, after.size]).toEqual([before.ino, before.mode, before.size]);
  });

  test('and a socket', async () => {
    const { home, path } = fileWith('one');
    const server = createServer().listen(place(path));
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    expect(await deskOn(home).replace(path, 'ours')).toEqual({ path, backup: `${path}.copper-mcp.2.bak` });
  });

  test('two pipes', async () => {
    const { home, path } = fileWith('one');
    spawnSync('mkfifo', [place(path), `${path}.copper-mcp.2.bak`]);
    expect(await deskOn(home).replace(path, 'ours')).toEqual({ path, backup: `${path}.copper-mcp.3.bak` });
    expect(await deskOn(home).replace(path, 'ours two')).toEqual({
      path,
      backup: `${path}.copper-mcp.3.bak`,
      backupIsOlder: true,
    });
  });
});

describe('files of a similar name are left alone', () => {
  const names = [
    '.copper-mcp-my-notes.tmp',
    '.copper-mcp-abc.tmp',
    '.copper-mcp-thenotes.tmp',
    '.copper-mcp-0123456789ab.tmp.old',
    '.copper-mcp-0123456789AB.tmp',
    '.copper-mcp-0123456789abc.tmp',
    '.copper-mcp-0123456789a.tmp',
    '.copper-mcp-.tmp',
    '.copper-mcp.tmp',
    '.copper-mcp.notes.tmp',
    '.copper-mcp.bak.tmp',
    '.old.copper-mcp-0123456789ab.tmp',
  ];
  test.each(names)('a file, and a folder: %s', async (name) => {
    for (const put of [(path: string) => writeFileSync(path, 'mine'), (path: string) => mkdirSync(path)]) {
      const { home, path, text } = fileWith('one');
      put(path + name);
      await deskOn(home).replace(path, 'two');
      expect([text(), existsSync(path + name)]).toEqual(['two', true]);
    }
  });

  test('what a killed run left behind goes, but no folder of that name', async () => {
    const { home, path, text } = fileWith('one');
    const ours = ['', '.copper-mcp.bak', '.copper-mcp.2.bak'].map(
      (of) => `${path}${of}.copper-mcp-0123456789ab.tmp`,
    );
    for (const each of ours) writeFileSync(each, 'half');
    mkdirSync(`${path}.copper-mcp-ba9876543210.tmp`);
    await deskOn(home).replace(path, 'two');
    expect([text(), ours.filter((each) => existsSync(each))]).toEqual(['two', []]);
    expect(existsSync(`${path}.copper-mcp-ba9876543210.tmp`)).toBe(true);
  });

  test('what cannot be removed is in nobody’s way', async () => {
    const { home, path, text } = fileWith('one');
    const left = `${path}.copper-mcp-0123456789ab.tmp`;
    writeFileSync(left, 'half');
    const remove = (at: string) => {
      if (at === left) throw fail('EPERM');
      realDisk.remove(at);
    };
    await deskOn(home, { remove }).replace(path, 'two');
    expect(text()).toBe('two');
  });
});

test('a new file is for its owner alone, and its folders are made', async () => {
  const home = tempHome();
  const path = join(home, 'a', 'b', 'key');
  expect(await deskOn(home).replace(path, 'new', { folderMode: 0o700 })).toEqual({ path });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'a', 'b')).mode & 0o777).toBe(0o700);
});

test('what is already so is not written', async () => {
  const { home, path } = fileWith('same');
  const before = statSync(path);
  expect(await deskOn(home).replace(path, 'same')).toEqual({ path });
  expect(statSync(path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
});

test('unless others may read what they should not', async () => {
  const { home, path } = fileWith('key', 0o644);
  await deskOn(home).replace(path, 'key', { ownerOnly: true, isOriginal: undefined });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

describe('links', () => {
  test('are followed to the file, and stay', async () => {
    const { home, path, text } = fileWith('old');
    const link = join(home, 'link');
    symlinkSync('config.json', link);
    expect(await deskOn(home).replace(link, 'new')).toMatchObject({ path });
    expect(text()).toBe('new');
    expect(realDisk.resolveLink(link)).toBe(path);
  });

  test('are followed to where nothing stands yet', async () => {
    const home = tempHome();
    mkdirSync(join(home, 'dotfiles'));
    symlinkSync(join('dotfiles', 'config.json'), join(home, 'link'));
    await deskOn(home).replace(join(home, 'link'), 'new');
    expect(readFileSync(join(home, 'dotfiles', 'config.json'), 'utf8')).toBe('new');
  });
});

describe('nothing is lost', () => {
  test.each<[string, Partial<Disk>]>([
    [
      'a crash between write and rename',
      {
        rename: () => {
          throw fail('EIO');
        },
      },
    ],
    [
      'a full disk',
      {
        create: () => {
          throw fail('ENOSPC');
        },
      },
    ],
  ])('by %s', async (_, disk) => {
    const { home, path, text } = fileWith('old');
    await expect(deskOn(home, disk).replace(path, 'new')).rejects.toThrow(
      /^could not be written \((EIO|ENOSPC)\)$/,
    );
    expect(text()).toBe('old');
    expect(readdirSync(home)).toEqual(['config.json']);
  });

  test('by a process that is killed before the rename; the next one sweeps', async () => {
    const { home, path, text } = fileWith('old');
    const killed = {
      rename: () => {
        throw fail('EIO');
      },
      remove: () => {
        throw fail('EIO');
      },
    };
    await expect(deskOn(home, killed).replace(path, 'new')).rejects.toThrow(WriteError);
    expect(text()).toBe('old');
    expect(readdirSync(home).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
    await deskOn(home).replace(path, 'newer');
    expect(text()).toBe('newer');
    expect(readdirSync(home).toSorted()).toEqual(['config.json', 'config.json.copper-mcp.bak']);
  });

  test('of what another program writes meanwhile: its text is edited anew', async () => {
    const { home, path, text } = fileWith('old');
    let others = 1;
    const create: Disk['create'] = (at, content, ownership) => {
      realDisk.create(at, content, ownership);
      if (others-- > 0) writeFileSync(path, 'theirs');
    };
    const { context } = deskOn(home, { create });
    const edit = (before: Uint8Array | undefined) => bytes(`${Buffer.from(before ?? []).toString()}+ours`);
    await replaceFile(context, path, edit, {});
    expect(text()).toBe('theirs+ours');
  });

  test('to a program that never stops writing', async () => {
    const { home, path, text } = fileWith('old');
    let turn = 0;
    const create: Disk['create'] = (at, content, ownership) => {
      realDisk.create(at, content, ownership);
      writeFileSync(path, `theirs ${turn++}`);
    };
    await expect(deskOn(home, { create }).replace(path, 'new', { isOriginal: undefined })).rejects.toThrow(
      'keeps changing it',
    );
    expect(text()).toBe('theirs 4');
    expect(readdirSync(home)).toEqual(['config.json']);
  });
});

test('Windows refuses to replace a file that is open for a moment; it is tried again', async () => {
  const { home, path, text } = fileWith('old');
  let refused = 2;
  const rename: Disk['rename'] = (from, to) => {
    if (refused-- > 0) throw fail('EPERM');
    realDisk.rename(from, to);
  };
  const { replace, slept } = deskOn(home, { rename }, 'win32');
  await replace(path, 'new', { isOriginal: undefined });
  expect([text(), slept]).toEqual(['new', [100, 200]]);
});

describe('what will keep a file from being written', () => {
  const at = (path: string, home: string) => writeObstacle(deskOn(home).context.machine, path);

  test('nothing, where the folder is still to be made', () => {
    const home = tempHome();
    expect(at(join(home, 'a', 'b'), home)).toBeUndefined();
  });

  test('a folder in its place', () => {
    const home = tempHome();
    expect(at(home, home)).toBe('is a folder, not a file');
  });

  test.each(['/dev/null', '/dev/zero', 'pipe', 'a link to a pipe'])('%s in its place', (kind) => {
    const home = tempHome();
    const path = kind.startsWith('/') ? kind : join(home, 'file');
    if (kind === 'pipe') spawnSync('mkfifo', [path]);
    if (kind === 'a link to a pipe') {
      spawnSync('mkfifo', [join(home, 'pipe')]);
      symlinkSync(join(home, 'pipe'), path);
    }
    expect(at(path, home)).toBe('is not a regular file');
  });

  test('a read-only file', () => {
    const { home, path } = fileWith('old', 0o444);
    expect(at(path, home)).toBe('is read-only');
  });

  test('a read-only folder', () => {
    const home = tempHome();
    const folder = join(home, 'locked');
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    expect(at(join(folder, 'a', 'b'), home)).toBe(`cannot be changed: the folder ${folder} is read-only`);
  });

  test('a file where a folder should be', () => {
    const { home, path } = fileWith('old');
    expect(at(join(path, 'b'), home)).toBe(`cannot be created: ${path} is not a folder`);
    expect(existsSync(join(path, 'b'))).toBe(false);
  });
});
