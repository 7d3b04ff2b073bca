import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDisk } from '../../src/cli/real-disk.ts';
import type { Disk } from '../../src/clients/local-machine.ts';
import { type WriteContext, withLock } from '../../src/clients/lock-file.ts';
import { tempHome } from './temp-home.ts';

const now = Date.UTC(2026, 10, 23);

/** A home with a lock in it, and a clock that runs only while somebody waits for it. */
function locked(ageMs: number, random = 0) {
  const home = tempHome();
  const path = join(home, '.claude.json');
  const lock = `${path}.lock`;
  mkdirSync(lock);
  utimesSync(lock, new Date(now - ageMs), new Date(now - ageMs));
  let waited = 0;
  let onWait = () => {};
  const context: WriteContext = {
    machine: { env: {}, home, platform: 'linux', disk: realDisk, node: '', program: '' },
    clock: {
      now: () => now + waited,
      steady: () => now + waited,
      sleep: async (ms) => {
        waited += ms;
        onWait();
      },
    },
    random: () => random,
  };
  return {
    lock,
    context,
    waited: () => waited,
    whileWaiting: (work: () => void) => {
      onWait = work;
    },
    work: () => withLock(context, path, async () => existsSync(lock)),
  };
}

test('the work is done while the lock is held, and the lock given back', async () => {
  const { lock, work } = locked(0);
  rmdirSync(lock);
  expect(await work()).toBe(true);
  expect(existsSync(lock)).toBe(false);
});

test('a lock that somebody holds is waited for', async () => {
  const { lock, work, waited, whileWaiting } = locked(1_000);
  whileWaiting(() => {
    if (waited() === 300) rmdirSync(lock);
  });
  expect(await work()).toBe(true);
  expect(waited()).toBe(300);
});

test('a lock that is left over is taken', async () => {
  const { work, waited } = locked(60_000);
  expect(await work()).toBe(true);
  expect(waited()).toBe(0);
});

test.each([1, 60, 600, 3_600, 7_200, 86_400, 604_800, 2_592_000, 31_536_000, 315_360_000])(
  'a lock from %i seconds in the future is taken as soon as it has not changed for ten seconds or is old',
  async (seconds) => {
    const { work, waited } = locked(-seconds * 1_000, 0.5);
    expect(await work()).toBe(true);
    expect(waited()).toBeGreaterThan(10_000);
    expect(waited()).toBeLessThan(seconds === 1 ? 11_200 : 10_200);
  },
);

test('a lock of the future whose owner touches it is not taken', async () => {
  const { lock, work, waited, whileWaiting } = locked(-60_000, 0.5);
  whileWaiting(() => utimesSync(lock, new Date(now + 60_000 + waited()), new Date(now + 60_000 + waited())));
  await expect(work()).rejects.toThrow('is being changed by another program; try again');
  expect(existsSync(lock)).toBe(true);
});

test('a lock that is never given up ends the wait', async () => {
  const { lock, work, waited, whileWaiting } = locked(0);
  whileWaiting(() => utimesSync(lock, new Date(now + waited()), new Date(now + waited())));
  await expect(work()).rejects.toThrow('is being changed by another program; try again');
  expect(existsSync(lock)).toBe(true);
});

test('the lock is given back when the work fails', async () => {
  const { lock } = locked(0);
  rmdirSync(lock);
  const home = join(lock, '..');
  const context: WriteContext = {
    machine: { env: {}, home, platform: 'linux', disk: realDisk, node: '', program: '' },
    clock: { now: () => now, steady: () => now, sleep: async () => {} },
    random: () => 0,
  };
  const failing = withLock(context, join(home, '.claude.json'), async () => {
    throw new Error('no luck');
  });
  await expect(failing).rejects.toThrow('no luck');
  expect(existsSync(lock)).toBe(false);
});

/** What else can have the name of a lock. */
const things: readonly [string, string, (lock: string) => void][] = [
  ['an empty file', 'a file', (lock) => writeFileSync(lock, '')],
  ['a file with a text', 'a file', (lock) => writeFileSync(lock, 'theirs')],
  ['a link to a file', 'a file', (lock) => symlinkSync('/etc/hosts', lock)],
  ['a link to a device', 'not a folder', (lock) => symlinkSync('/dev/null', lock)],
  ['a pipe', 'not a folder', (lock) => void spawnSync('mkfifo', [lock])],
];

test.each(things)('%s of that name is not ours to remove, and is said at once', async (_, thing, put) => {
  for (const old of [true, false]) {
    const { lock, work, waited } = locked(60_000);
    rmdirSync(lock);
    put(lock);
    if (old) lutimesSync(lock, new Date(0), new Date(0));
    const { ino } = lstatSync(lock);
    await expect(work()).rejects.toThrow(
      `could not be locked: ${lock} is ${thing}; if no program uses it, move it away`,
    );
    expect([waited(), lstatSync(lock).ino]).toEqual([0, ino]);
  }
});

test('a folder with something in it may be a lock, which is waited for; however old, it is not ours to remove', async () => {
  const { lock, work, waited } = locked(60_000);
  writeFileSync(join(lock, 'theirs'), '');
  utimesSync(lock, new Date(0), new Date(0));
  await expect(work()).rejects.toThrow(`${lock} is a folder that is not empty; if no program uses it`);
  expect(waited()).toBeGreaterThan(5_000);
  expect(existsSync(join(lock, 'theirs'))).toBe(true);
  rmSync(lock, { recursive: true });
});

test('whoever was suspended for so long that another one has the lock is told, and leaves it alone', async () => {
  const { lock, context } = locked(0);
  rmdirSync(lock);
  const held = await withLock(context, lock.replace(/\.lock$/, ''), async (isHeld) => {
    const before = isHeld();
    rmdirSync(lock);
    mkdirSync(lock);
    utimesSync(lock, new Date(now), new Date(now));
    return [before, isHeld()];
  });
  expect(held).toEqual([true, false]);
  expect(existsSync(lock)).toBe(true);
});

test('a fresh lock that has taken the place of a stale one stays', async () => {
  const { lock, context, waited } = locked(60_000);
  let replaced = false;
  // Between the look and the rename, another process takes the stale lock over.
  const rename: Disk['rename'] = (from, to) => {
    if (!replaced && from === lock) {
      replaced = true;
      utimesSync(lock, new Date(now), new Date(now));
    }
    realDisk.rename(from, to);
  };
  const disk = { ...realDisk, rename };
  const work = withLock(
    {
      ...context,
      machine: { ...context.machine, disk },
      clock: {
        ...context.clock,
        sleep: async (ms) => {
          await context.clock.sleep(ms);
          if (waited() >= 500 && existsSync(lock)) rmdirSync(lock);
        },
      },
    },
    lock.replace(/\.lock$/, ''),
    async () => waited(),
  );
  expect(await work).toBe(500);
});
