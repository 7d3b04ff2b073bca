import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realDisk } from '../../src/cli/real-disk.ts';
import type { Disk } from '../../src/clients/local-machine.ts';
import { parseCallers } from '../../src/http/callers-file.ts';
import { hashToken } from '../../src/http/tokens.ts';
import { tempHome } from '../clients/temp-home.ts';
import { run } from './fake-shell.ts';
import { runBuilt } from './secure.ts';

const fail = (code: string) => Object.assign(new Error(code), { code });
const throwing = (code: string) => () => {
  throw fail(code);
};

/** A callers file with thirty entries. */
function thirtyCallers(folder = tempHome()) {
  const path = join(folder, 'callers.json');
  const entries = Array.from({ length: 30 }, (_, at) => ({
    name: `caller ${at}`,
    sha256: hashToken(`${at}`),
  }));
  writeFileSync(path, JSON.stringify(entries), { mode: 0o640 });
  return { folder, path, text: readFileSync(path, 'utf8') };
}

/** `token new` on the real file system, parts of which behave otherwise. */
const tokenNew = (path: string, disk: Partial<Disk> = {}) =>
  run(['token', 'new', 'jane', '--callers', path], {
    machine: { disk: { ...realDisk, ...disk }, home: '/nowhere' },
  });

const namesIn = (path: string) => parseCallers(readFileSync(path, 'utf8')).map(({ name }) => name);

test('six processes at once, six times: all 36 tokens are stored', async () => {
  const path = join(tempHome(), 'callers.json');
  const tokens: string[] = [];
  for (let round = 0; round < 6; round++) {
    const names = Array.from({ length: 6 }, (_, at) => `caller ${round}-${at}`);
    const all = await Promise.all(names.map((name) => runBuilt(['token', 'new', name, '--callers', path])));
    expect(all.filter(({ code }) => code !== 0)).toEqual([]);
    tokens.push(...all.map(({ out }) => out.trim()));
  }
  const stored = new Set(parseCallers(readFileSync(path, 'utf8')).map(({ sha256 }) => sha256));
  expect([tokens.length, stored.size]).toEqual([36, 36]);
  expect(tokens.filter((token) => !stored.has(hashToken(token)))).toEqual([]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, '..'))).toEqual(['callers.json']);
}, 120_000);

test('one name from six processes at once is stored once', async () => {
  const path = join(tempHome(), 'callers.json');
  const all = await Promise.all(
    Array.from({ length: 6 }, () => runBuilt(['token', 'new', 'jane', '--callers', path])),
  );
  expect(all.map(({ code }) => code).toSorted()).toEqual([0, 2, 2, 2, 2, 2]);
  const [won] = all.filter(({ code }) => code === 0);
  expect(parseCallers(readFileSync(path, 'utf8'))).toMatchObject([
    { sha256: hashToken(won?.out.trim() ?? '') },
  ]);
}, 60_000);

test('six processes that find the lock of a killed one all store their token', async () => {
  const path = join(tempHome(), 'callers.json');
  mkdirSync(`${path}.lock`);
  utimesSync(`${path}.lock`, new Date(0), new Date(0));
  const names = Array.from({ length: 6 }, (_, at) => `caller ${at}`);
  await Promise.all(names.map((name) => runBuilt(['token', 'new', name, '--callers', path])));
  expect(namesIn(path).toSorted()).toEqual(names);
  expect(readdirSync(join(path, '..'))).toEqual(['callers.json']);
}, 60_000);

describe('a failure leaves every caller in the file, and tells no token', () => {
  /** As `create`, but the disk is full after some bytes. */
  const fullAfter = (length: number): Partial<Disk> => ({
    create(path, bytes, ownership) {
      realDisk.create(path, bytes.slice(0, length), ownership);
      throw fail('ENOSPC');
    },
  });

  test.each<[string, Partial<Disk>, string]>([
    ['no room for a single byte', fullAfter(0), 'ENOSPC'],
    ['room for one byte', fullAfter(1), 'ENOSPC'],
    ['room for half of it', fullAfter(1_000), 'ENOSPC'],
    ['no room when it is flushed', fullAfter(1_000_000), 'ENOSPC'],
    ['no room for the new name', { rename: throwing('ENOSPC') }, 'ENOSPC'],
    ['no room for the lock', { createFolder: throwing('ENOSPC') }, 'ENOSPC'],
    ['a quota', { create: throwing('EDQUOT') }, 'EDQUOT'],
    ['a broken disk', { create: throwing('EIO') }, 'EIO'],
    ['a broken rename', { rename: throwing('EIO') }, 'EIO'],
    ['a read-only file system', { createFolder: throwing('EROFS') }, 'EROFS'],
    ['a file that cannot be replaced', { rename: throwing('EBUSY') }, 'EBUSY'],
    ['a file that cannot be read', { read: throwing('EACCES') }, 'EACCES'],
    ['too many open files', { create: throwing('EMFILE') }, 'EMFILE'],
  ])('%s', async (_, disk, code) => {
    const { folder, path, text } = thirtyCallers();
    const before = statSync(path);
    expect(await tokenNew(path, disk)).toEqual({
      code: 2,
      out: '',
      err: `copper-mcp: ${path} could not be written (${code}).\n`,
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(statSync(path)).toMatchObject({ ino: before.ino, mode: before.mode });
    expect(readdirSync(folder)).toEqual(['callers.json']);
  });

  const canMount = process.platform === 'linux' && process.getuid?.() === 0;

  test.skipIf(!canMount)('a file system that is really full', async (context) => {
    const folder = tempHome();
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'copper-mcp-test', folder]);
    if (status !== 0) return context.skip();
    try {
      const { path, text } = thirtyCallers(folder);
      let filled = 0;
      for (; filled < 10; filled++) {
        try {
          writeFileSync(join(folder, `${filled}`), 'x'.repeat(4_096));
        } catch {
          break;
        }
      }
      expect(filled).toBeLessThan(10);
      const { code, out, err } = await runBuilt(['token', 'new', 'jane', '--callers', path]);
      expect([code, out, err]).toEqual([2, '', `copper-mcp: ${path} could not be written (ENOSPC).\n`]);
      expect(readFileSync(path, 'utf8')).toBe(text);
      expect(readdirSync(folder).filter((name) => name.startsWith('callers'))).toEqual(['callers.json']);
    } finally {
      spawnSync('umount', [folder]);
    }
  });
});

const hash = hashToken('x');
const withName = (name: Buffer) =>
  Buffer.concat([Buffer.from('[{"name":"a","claims":{"email":"j'), name, Buffer.from('rg@x.y"}}]')]);

test.each<[string, Buffer]>([
  ['Latin-1', withName(Buffer.from('ö', 'latin1'))],
  ['half a character', withName(Buffer.from([0xc3]))],
  ['a byte from inside a character', withName(Buffer.from([0xb6]))],
  ['a surrogate', withName(Buffer.from([0xed, 0xa0, 0x80]))],
  ['a form that is too long', withName(Buffer.from([0xc0, 0xaf]))],
  ['a byte that no character has', withName(Buffer.from([0xff]))],
  ['UTF-16', Buffer.from('[{"name":"ä","copper":"server"}]', 'utf16le')],
  ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('[]', 'utf16le')])],
  ['a character cut off at the end', Buffer.concat([Buffer.from('[]'), Buffer.from([0xe2, 0x82])])],
  ['bytes that are no text', Buffer.from([0x5b, 0x80, 0x81, 0x5d])],
])('a file that is not UTF-8 is refused, and stays: %s', async (_, bytes) => {
  const path = join(tempHome(), 'callers.json');
  writeFileSync(path, bytes);
  const { code, out, err } = await tokenNew(path);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`${path} is not UTF-8 text.`);
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

const copper = (pairs: string) => `[{"name":"a","sha256":"${hash}","copper":{${pairs}}}]`;

test.each<[string, string]>([
  ['apiKey', copper('"apiKey":"k","userEmail":"e","apiKey":"k2"')],
  ['apiKey', copper('"apiKey":"k","userEmail":"e","apiKey":"k"')],
  ['userEmail', copper('"userEmail":"f","apiKey":"k","userEmail":"e"')],
  ['accessToken', copper('"accessToken":"k","accessToken":"l"')],
  ['apiKey', copper('"apiKey":"k","userEmail":"e","\\u0061piKey":"k2"')],
  ['name', `[{"name":"a","name":"b","sha256":"${hash}"}]`],
  ['sha256', `[{"name":"a","sha256":"${hash}","sha256":"${hashToken('y')}"}]`],
  ['copper', `[{"name":"a","sha256":"${hash}","copper":"caller","copper":"server"}]`],
  ['claims', '[{"name":"a","claims":{"sub":"1"},"claims":{"sub":"2"}}]'],
  ['email', '[{"name":"a","claims":{"email":"a@x.y","email":"b@x.y"}}]'],
  ['sub', '[{"name":"z"},{"name":"a","claims":{"sub":"1","iss":"2","sub":"3"}}]'],
])('a file that has a name twice is refused, and stays: %s %s', async (name, text) => {
  const path = join(tempHome(), 'callers.json');
  writeFileSync(path, text);
  const { code, out, err } = await tokenNew(path);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(`${path} has "${name}" twice in one object; remove one of them.`);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

describe('the file', () => {
  test.each([0o600, 0o640, 0o644, 0o660])('keeps its permissions: %i', async (mode) => {
    const { path } = thirtyCallers();
    chmodSync(path, mode);
    expect((await tokenNew(path)).code).toBe(0);
    expect([statSync(path).mode & 0o777, namesIn(path).length]).toEqual([mode, 31]);
  });

  test('may be a link, which stays', async () => {
    const { folder, path } = thirtyCallers();
    const link = join(folder, 'link.json');
    symlinkSync(path, link);
    expect((await tokenNew(link)).code).toBe(0);
    expect(namesIn(path)).toContain('jane');
  });

  test('is not a device: that stays what it is', async () => {
    const { code, err } = await tokenNew('/dev/null');
    expect([code, err]).toEqual([2, 'copper-mcp: /dev/null is not a regular file.\n']);
    expect(statSync('/dev/null').isFile()).toBe(false);
  });

  test('keeps what another program writes meanwhile', async () => {
    const { path } = thirtyCallers();
    let others = 1;
    const create: Disk['create'] = (at, bytes, ownership) => {
      realDisk.create(at, bytes, ownership);
      if (others-- > 0) writeFileSync(path, '[{"name": "theirs"}]');
    };
    expect((await tokenNew(path, { create })).code).toBe(0);
    expect(namesIn(path)).toEqual(['theirs', 'jane']);
  });

  test('of a process that was killed while it had the lock is written by the next one', async () => {
    const { folder, path } = thirtyCallers();
    mkdirSync(`${path}.lock`);
    writeFileSync(`${path}.copper-mcp-0123456789ab.tmp`, '[');
    const later = { ...realDisk, stat: (at: string) => aged(realDisk.stat(at)) };
    expect((await tokenNew(path, later)).code).toBe(0);
    expect(namesIn(path)).toContain('jane');
    expect(existsSync(`${path}.lock`)).toBe(false);
    expect(readdirSync(folder)).toEqual(['callers.json']);
  });
});

/** The same, but so long ago that whoever made it is gone. */
const aged = (status: ReturnType<Disk['stat']>) =>
  status === undefined ? undefined : { ...status, modifiedMs: 0 };
