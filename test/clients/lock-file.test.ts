import { existsSync, mkdirSync, rmdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDisk } from '../../src/cli/real-disk.ts';
import { withLock } from '../../src/clients/lock-file.ts';
import type { WriteContext } from '../../src/clients/replace-file.ts';
import { tempHome } from './temp-home.ts';

const now = Date.UTC(2026, 10, 23);

/** A home with a lock in it, and a clock that runs only while somebody waits for it. */
function locked(ageMs: number) {
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
    random: () => 0,
  };
  return {
    lock,
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

test('a lock that is never given up ends the wait', async () => {
  const { lock, work, waited, whileWaiting } = locked(0);
  whileWaiting(() => utimesSync(lock, new Date(now + waited()), new Date(now + waited())));
  await expect(work()).rejects.toThrow('is in use by Claude Code; try again');
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
