import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtFile } from '../../scripts/built.ts';
import { type CacheOwner, codeCacheFolder } from '../../src/cli/code-cache.ts';
import { tempHome } from '../clients/temp-home.ts';

const uid = process.getuid?.() ?? 0;
const another = 12_345;
const isRoot = uid === 0;

/** Somebody with a home of their own. */
const personIn = (home: string, more: Partial<CacheOwner> = {}): CacheOwner => ({
  env: {},
  platform: 'linux',
  uid,
  home,
  ...more,
});

const modeOf = (path: string) => statSync(path).mode & 0o777;

test.each<[string, string, (home: string) => Record<string, string>, string]>([
  ['the home', 'linux', () => ({}), '.cache/copper-mcp'],
  [
    'an absolute XDG_CACHE_HOME',
    'linux',
    (home) => ({ XDG_CACHE_HOME: join(home, 'mine') }),
    'mine/copper-mcp',
  ],
  ['not a relative one', 'linux', () => ({ XDG_CACHE_HOME: 'mine' }), '.cache/copper-mcp'],
  ['not one with dots', 'linux', (home) => ({ XDG_CACHE_HOME: `${home}/../x` }), '.cache/copper-mcp'],
  ['not an empty one', 'linux', () => ({ XDG_CACHE_HOME: '' }), '.cache/copper-mcp'],
  ['not TMPDIR', 'linux', (home) => ({ TMPDIR: join(home, 'tmp') }), '.cache/copper-mcp'],
  ['the Library of macOS', 'darwin', () => ({ XDG_CACHE_HOME: '/x' }), 'Library/Caches/copper-mcp'],
  ['LOCALAPPDATA of Windows', 'win32', (home) => ({ LOCALAPPDATA: join(home, 'local') }), 'local/copper-mcp'],
])('the folder is in %s, and closed to others', (_, platform, env, expected) => {
  const home = tempHome();
  mkdirSync(join(home, 'Library'));
  const folder = codeCacheFolder(personIn(home, { platform, env: env(home) }));
  expect(folder).toBe(join(home, expected));
  expect(modeOf(join(home, expected))).toBe(0o700);
});

test('it is found again', () => {
  const person = personIn(tempHome());
  const first = codeCacheFolder(person);
  expect(first).toBeDefined();
  expect(codeCacheFolder(person)).toBe(first);
});

test('a link above it, of this person, is followed', () => {
  const home = tempHome();
  mkdirSync(join(home, 'scratch'));
  symlinkSync('scratch', join(home, '.cache'));
  expect(codeCacheFolder(personIn(home))).toBe(join(home, 'scratch', 'copper-mcp'));
});

/** What somebody may have done before this program starts; where it needs root, only then. */
const planted: readonly [name: string, needsRoot: boolean, (home: string, folder: string) => void][] = [
  ['readable by the group', false, (_, folder) => chmodSync(folder, 0o750)],
  ['writable by the group', false, (_, folder) => chmodSync(folder, 0o770)],
  ['writable by all', false, (_, folder) => chmodSync(folder, 0o777)],
  ['sticky and writable by all', false, (_, folder) => chmodSync(folder, 0o1777)],
  ['searchable by others', false, (_, folder) => chmodSync(folder, 0o701)],
  ['below a folder writable by all', false, (home) => chmodSync(join(home, '.cache'), 0o777)],
  ['below a folder writable by a group', false, (home) => chmodSync(join(home, '.cache'), 0o775)],
  ['in a home writable by all', false, (home) => chmodSync(home, 0o777)],
  ['of another user', true, (_, folder) => chownSync(folder, another, another)],
  ['below a folder of another user', true, (home) => chownSync(join(home, '.cache'), another, another)],
  ['in the home of another user', true, (home) => chownSync(home, another, another)],
];

test.each(planted)('no cache in a folder %s', (_, needsRoot, prepare) => {
  if (needsRoot && !isRoot) return;
  const home = tempHome();
  const folder = join(home, '.cache', 'copper-mcp');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const person = personIn(home);
  expect(codeCacheFolder(person)).toBe(folder);
  prepare(home, folder);
  expect(codeCacheFolder(person)).toBeUndefined();
});

test.each<[string, (cache: string, home: string) => void]>([
  ['is a link to a folder', (cache, home) => symlinkSync(home, join(cache, 'copper-mcp'))],
  ['is a link to nothing', (cache) => symlinkSync('/nowhere/at/all', join(cache, 'copper-mcp'))],
  ['is a file', (cache) => writeFileSync(join(cache, 'copper-mcp'), '')],
])('no cache where the folder %s', (_, prepare) => {
  const home = tempHome();
  mkdirSync(join(home, '.cache'));
  prepare(join(home, '.cache'), home);
  expect(codeCacheFolder(personIn(home))).toBeUndefined();
});

test('no cache without a home, which is not created, or without a user', () => {
  const home = join(tempHome(), 'gone');
  expect(codeCacheFolder(personIn(home))).toBeUndefined();
  expect(existsSync(home)).toBe(false);
  expect(codeCacheFolder(personIn(tempHome(), { uid: undefined }))).toBeUndefined();
});

const caches = 'enableCompileCache' in module;

describe('the built program', () => {
  /** Starts it with this home, and a temporary folder in which others can plant files. */
  function start(prepare: (home: string) => void = () => {}) {
    const home = tempHome();
    const shared = join(home, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o777);
    prepare(home);
    const { status, stderr } = spawnSync(process.execPath, [builtFile, '--version'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: home, TMPDIR: shared },
    });
    expect([status, stderr]).toEqual([0, '']);
    const cache = join(home, '.cache', 'copper-mcp');
    return { shared: readdirSync(shared), cached: existsSync(cache) ? readdirSync(cache) : [] };
  }

  test('caches its code in that folder, never in the temporary one', () => {
    const { shared, cached } = start();
    expect(shared).toEqual([]);
    if (process.platform === 'linux') expect(cached).toHaveLength(caches ? 1 : 0);
  });

  test('starts without a cache where others can write to the folder', () => {
    const { shared, cached } = start((home) => {
      mkdirSync(join(home, '.cache', 'copper-mcp'), { recursive: true });
      chmodSync(join(home, '.cache', 'copper-mcp'), 0o777);
    });
    expect([shared, cached]).toEqual([[], []]);
  });
});
