import { codeOf } from './local-machine.ts';
import { type WriteContext, WriteError } from './replace-file.ts';

/** The owner of a lock touches it every few seconds; an older one was left behind. */
const staleMs = 10_000;
const attempts = 50;
const pauseMs = 100;

/**
 * Does work on a file while Claude Code does not write it.
 *
 * `~/.claude.json` has the servers and the state of every running session, and each session reads, changes and rewrites all of it. It does
 * so while it holds a lock: a folder named like the file with `.lock` appended (seen in 2.1; `claude mcp add` does the same). We take the
 * lock, too, read the newest text under it and replace the file in one step: no change is lost. Running `claude mcp add` would take the same lock, but
 * needs the program on the PATH, has the variables on its command line for all processes to see, cannot change an entry but only remove and
 * add it, and cannot show beforehand what it will write.
 *
 * @throws WriteError where the lock is not released within five seconds
 */
export async function withLock<T>(context: WriteContext, path: string, work: () => Promise<T>): Promise<T> {
  const { machine, clock } = context;
  const { disk } = machine;
  const lock = `${disk.resolveLink(path)}.lock`;
  for (let attempt = 1; ; attempt++) {
    try {
      disk.createFolder(lock);
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw new WriteError(`could not be locked (${codeOf(error)})`);
      if (attempt === attempts) throw new WriteError('is in use by Claude Code; try again');
    }
    const held = disk.stat(lock);
    if (held !== undefined && clock.now() - held.modifiedMs > staleMs) release(context, lock);
    else await clock.sleep(pauseMs);
  }
  try {
    return await work();
  } finally {
    release(context, lock);
  }
}

/** The lock may be gone already: another process may have found it stale. */
function release({ machine: { disk } }: WriteContext, lock: string): void {
  try {
    disk.removeFolder(lock);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw new WriteError(`could not be unlocked (${codeOf(error)})`);
  }
}
