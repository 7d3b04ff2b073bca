import type { Clock } from '../tool/clock.ts';
import { codeOf, type Disk, type LocalMachine, pathsOf } from './local-machine.ts';

/** A file that cannot be written; the message ends a sentence that begins with its path. */
export class WriteError extends Error {}

/** What writing needs: the file system, time to wait, and random numbers for unique names. */
export interface WriteContext {
  readonly machine: LocalMachine;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Errors on Windows while another program has the file open for a moment. */
export const temporaryOnWindows: readonly string[] = ['EPERM', 'EBUSY', 'EACCES'];

/** Owners that take longer touch their lock every few seconds; an older one was left behind. */
const staleMs = 10_000;
const attempts = 150;

/** Some 100 ms, never the same for two that wait. */
const pauseMs = (random: () => number) => 50 + Math.floor(random() * 100);

/**
 * Does work on a file while no other program of ours, nor Claude Code, writes it.
 *
 * The lock is a folder named like the file with `.lock` appended. Claude Code takes the same one for `~/.claude.json`, which has the
 * servers and the state of every running session, and which each session reads, changes and rewrites (seen in 2.1; `claude mcp add` does
 * the same). Running `claude mcp add` instead would need the program on the PATH, has the variables on its command line for all processes
 * to see, cannot change an entry but only remove and add it, and cannot show beforehand what it will write.
 *
 * @param work is told whether the lock is still its own: a process that was suspended for long may have lost it
 * @throws WriteError if the lock is not released in some 15 seconds
 */
export async function withLock<T>(
  context: WriteContext,
  path: string,
  work: (isHeld: () => boolean) => Promise<T>,
): Promise<T> {
  const { disk } = context.machine;
  const lock = `${disk.resolveLink(path)}.lock`;
  const since = await take(context, lock);
  const isHeld = () => since !== undefined && disk.stat(lock)?.modifiedMs === since;
  try {
    return await work(isHeld);
  } finally {
    if (isHeld()) remove(context, lock);
  }
}

/** Creates the lock, as soon as that is possible; returns when it was made. */
async function take(context: WriteContext, lock: string): Promise<number | undefined> {
  const { machine, clock, random } = context;
  const { disk, platform } = machine;
  const unchanged = unchangedSince(context);
  for (let attempt = 1; ; attempt++) {
    try {
      disk.createFolder(lock);
      return disk.stat(lock)?.modifiedMs;
    } catch (error) {
      const code = codeOf(error);
      const mayPass = code === 'EEXIST' || (platform === 'win32' && temporaryOnWindows.includes(code));
      if (!mayPass) throw new WriteError(`could not be written (${code || 'unknown reason'})`);
      const other = foreignThing(disk, lock, attempt === attempts);
      if (other !== undefined) throw new WriteError(other);
      if (attempt === attempts) throw new WriteError('is being changed by another program; try again');
    }
    if (!removeStale(context, lock, unchanged)) await clock.sleep(pauseMs(random));
  }
}

/**
 * What is in the place of the lock and is none, as the end of a sentence that begins with the path of the file. A folder may be the lock of
 * a program that keeps something in it, so that it is waited for.
 */
function foreignThing(disk: Disk, lock: string, waited: boolean): string | undefined {
  const kind = disk.stat(lock)?.kind;
  const isFull = waited && kind === 'folder' && disk.list(lock).length > 0;
  const thing = isFull ? 'a folder that is not empty' : kind === 'file' ? 'a file' : 'not a folder';
  if (kind === undefined || (kind === 'folder' && !isFull)) return undefined;
  return `could not be locked: ${lock} is ${thing}; if no program uses it, move it away`;
}

/** How long a lock that was made at a time has been seen, in milliseconds; another time begins anew. */
type SeenFor = (modifiedMs: number) => number;

function unchangedSince({ clock }: WriteContext): SeenFor {
  let seen: { readonly modifiedMs: number; readonly since: number } | undefined;
  return (modifiedMs) => {
    if (seen?.modifiedMs !== modifiedMs) seen = { modifiedMs, since: clock.steady() };
    return clock.steady() - seen.since;
  };
}

/**
 * Removes a lock that was left behind; false if there is none. It is renamed first, which only one of several can do, and which shows
 * whether another one has replaced it meanwhile.
 */
function removeStale(context: WriteContext, lock: string, seenFor: SeenFor): boolean {
  const { machine, clock, random } = context;
  const { disk } = machine;
  const { basename, dirname, join } = pathsOf(machine);
  const isStale = (path: string) => {
    const held = disk.stat(path);
    if (held?.kind !== 'folder') return false;
    const seen = seenFor(held.modifiedMs);
    // A lock of the future, as after a change of the clock, has no age but the one that is seen.
    const age = clock.now() - held.modifiedMs;
    return (age < 0 ? seen : age) > staleMs;
  };
  // What another program keeps in a folder of this name is not for us to remove.
  if (!isStale(lock) || disk.list(lock).length > 0) return false;
  const aside = join(dirname(lock), `${basename(lock)}-${Math.floor(random() * 36 ** 8).toString(36)}`);
  try {
    disk.rename(lock, aside);
  } catch {
    return false;
  }
  if (isStale(aside)) remove(context, aside);
  else disk.rename(aside, lock);
  return true;
}

function remove({ machine: { disk } }: WriteContext, lock: string): void {
  try {
    disk.removeFolder(lock);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw new WriteError(`could not be unlocked (${codeOf(error)})`);
  }
}
