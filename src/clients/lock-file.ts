import { type Desk, WriteError } from './replace-file.ts';
import { codeOf } from './surroundings.ts';

/** Its owner touches a lock in use every few seconds; an older one is left over. */
const staleMs = 10_000;
const attempts = 50;
const pauseMs = 100;

/**
 * Does work on a file while no Claude Code writes it.
 *
 * `~/.claude.json` holds the servers beside the state of every running session, and each session reads, changes and rewrites all of it. It
 * does so while it holds a folder called as the file with `.lock` behind (seen in 2.1, and so does `claude mcp add`). We hold it, too, read
 * the newest text under it and replace the file in one step: nobody's change is lost. Running `claude mcp add` would take the same lock, but
 * needs the program on the PATH, has the variables on its command line for all processes to see, cannot change an entry but only remove and
 * add it, and cannot show beforehand what it will write.
 *
 * @throws WriteError where the lock is not given up in five seconds
 */
export async function underLock<T>(desk: Desk, path: string, work: () => Promise<T>): Promise<T> {
  const { surroundings, clock } = desk;
  const { disk } = surroundings;
  const lock = `${disk.follow(path)}.lock`;
  for (let attempt = 1; ; attempt++) {
    try {
      disk.claimFolder(lock);
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw new WriteError(`could not be locked (${codeOf(error)})`);
      if (attempt === attempts) throw new WriteError('is in use by Claude Code; try again');
    }
    const standing = disk.look(lock);
    if (standing !== undefined && clock.now() - standing.changed > staleMs) letGo(desk, lock);
    else await clock.sleep(pauseMs);
  }
  try {
    return await work();
  } finally {
    letGo(desk, lock);
  }
}

/** The lock may be gone already: whoever found it stale has taken it. */
function letGo({ surroundings: { disk } }: Desk, lock: string): void {
  try {
    disk.removeFolder(lock);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw new WriteError(`could not be unlocked (${codeOf(error)})`);
  }
}
