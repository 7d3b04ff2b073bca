import { codeOf, type LocalMachine, type Ownership, pathsOf } from './local-machine.ts';
import { temporaryOnWindows, type WriteContext, WriteError, withLock } from './lock-file.ts';

/** A file that was written. */
export interface WriteResult {
  /** The file itself, links resolved. */
  readonly path: string;
  /** Path of a copy of the file; undefined if there was none, or nothing had to change. */
  readonly backup?: string;
  /** True if that copy is from an earlier change and differs from what the file was before this one. */
  readonly backupIsOlder?: boolean;
}

/** How a file is replaced. */
interface ReplaceOptions {
  /** Keeps a copy next to it: the first time, and whenever the file is an original again, which it tells by its bytes. */
  readonly isOriginal?: (bytes: Uint8Array) => boolean;
  /** Permissions of a folder that has to be created. */
  readonly folderMode?: number;
  /** True to take the permissions of everybody but its owner away; a new file has none for them. */
  readonly ownerOnly?: boolean;
}

const attempts = 5;

const same = (one: Uint8Array | undefined, other: Uint8Array | undefined) =>
  one === other || (one !== undefined && other !== undefined && Buffer.compare(one, other) === 0);

function contents({ disk }: LocalMachine, path: string): Uint8Array | undefined {
  return disk.stat(path) === undefined ? undefined : disk.read(path);
}

/** A temporary name next to a file. */
const temporaryName = (path: string, random: () => number) =>
  `${path}.copper-mcp-${Math.floor(random() * 16 ** 12)
    .toString(16)
    .padStart(12, '0')}.tmp`;

/** What follows the name of a file in the temporary names of it and of its copies; no name that a person would give. */
const temporaryEnd = /^(?:\.copper-mcp(?:\.\d+)?\.bak)?\.copper-mcp-[0-9a-f]{12}\.tmp$/;

/** Removes what a killed run has left behind. What cannot be removed is in nobody's way. */
function removeLeftovers({ disk, platform }: LocalMachine, path: string): void {
  const { basename, dirname, join } = pathsOf({ platform });
  const [folder, name] = [dirname(path), basename(path)];
  for (const each of disk.list(folder)) {
    if (!each.startsWith(name) || !temporaryEnd.test(each.slice(name.length))) continue;
    const leftover = join(folder, each);
    try {
      if (disk.stat(leftover)?.kind === 'file') disk.remove(leftover);
    } catch {
      // The next run tries again.
    }
  }
}

/**
 * Writes a file in one step: under a temporary name first, so that a failure leaves the old file as it was. False if it has changed
 * meanwhile.
 */
async function swap(
  context: WriteContext,
  path: string,
  bytes: Uint8Array,
  ownership: Ownership,
  unchanged: () => boolean,
) {
  const { disk, platform } = context.machine;
  const temporaryPath = temporaryName(path, context.random);
  try {
    disk.create(temporaryPath, bytes, ownership);
    if (!unchanged()) return false;
    for (let attempt = 1; ; attempt++) {
      try {
        disk.rename(temporaryPath, path);
        return true;
      } catch (error) {
        if (platform !== 'win32' || !temporaryOnWindows.includes(codeOf(error)) || attempt === attempts)
          throw error;
        await context.clock.sleep(50 * 2 ** attempt);
      }
    }
  } finally {
    try {
      disk.remove(temporaryPath);
    } catch {
      // Whatever made writing fail may prevent this, too; the next run cleans up.
    }
  }
}

const failed = (error: unknown) =>
  error instanceof WriteError
    ? error
    : new WriteError(`could not be written (${codeOf(error) || 'unknown reason'})`);

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failed(error);
  }
}

/** The bytes of a copy; undefined for what cannot be read. */
function copyAt({ disk }: LocalMachine, path: string): Uint8Array | undefined {
  try {
    return disk.read(path);
  } catch {
    return undefined;
  }
}

/** The path of a copy of a file; the first has the number 1. */
export const copyPath = (path: string, number: number): string =>
  `${path}.copper-mcp${number === 1 ? '' : `.${number}`}.bak`;

/** Keeps a copy of a file, unless there is one and the file is no original: no copy is overwritten, however often the file is changed. */
async function keepOriginal(
  context: WriteContext,
  path: string,
  bytes: Uint8Array,
  ownership: Ownership,
  isOriginal: boolean,
): Promise<Pick<WriteResult, 'backup' | 'backupIsOlder'>> {
  const { machine } = context;
  let older: string | undefined;
  for (let number = 1; ; number++) {
    const copy = copyPath(path, number);
    if (machine.disk.stat(copy) === undefined) {
      if (older !== undefined && !isOriginal) return { backup: older, backupIsOlder: true };
      await swap(context, copy, bytes, ownership, () => true);
      return { backup: copy };
    }
    const kept = copyAt(machine, copy);
    if (same(kept, bytes)) return { backup: copy };
    if (kept !== undefined) older = copy;
  }
}

/**
 * Replaces a file by what `edit` makes of it, in one step: at any moment it has the whole old or the whole new text, also after a crash or on
 * a full disk. Symbolic links are followed, permissions and owner kept; other hard links to the file keep its old text, since only a new file
 * can take its place in one step. Writers of this program wait for each other; if another program writes the file in between, its new text
 * is edited instead. Every file that this program writes is written here.
 *
 * @param edit the new bytes; undefined to remove the file, without a copy
 * @throws WriteError, and whatever `edit` throws; the file is then as it was
 */
export async function replaceFile(
  context: WriteContext,
  path: string,
  edit: (bytes: Uint8Array | undefined) => Uint8Array | undefined,
  { isOriginal, folderMode, ownerOnly = false }: ReplaceOptions,
): Promise<WriteResult> {
  const { machine } = context;
  const { disk, platform } = machine;
  const target = attempt(() => disk.resolveLink(path));
  if (attempt(() => disk.stat(target))?.kind === 'other') throw new WriteError('is not a regular file');
  attempt(() => disk.makeFolder(pathsOf(machine).dirname(target), folderMode));
  return withLock(context, target, async (isHeld) => {
    attempt(() => removeLeftovers(machine, target));
    for (let tries = 1; tries <= attempts; tries++) {
      const before = attempt(() => contents(machine, target));
      const after = edit(before);
      const current = attempt(() => disk.stat(target));
      const oldMode = current?.mode ?? 0o600;
      const mode = ownerOnly && platform !== 'win32' ? oldMode & 0o700 : oldMode;
      if (same(before, after) && mode === current?.mode) return { path: target };
      const owner = current === undefined ? {} : { uid: current.uid, gid: current.gid };
      const unchanged = () => isHeld() && same(contents(machine, target), before);
      try {
        if (after === undefined) {
          if (!unchanged()) continue;
          disk.remove(target);
          return { path: target };
        }
        // The copy may contain secrets: only its owner may read it.
        const copyOwner = { ...owner, mode: oldMode & 0o600 };
        const copy =
          isOriginal !== undefined && before !== undefined
            ? await keepOriginal(context, target, before, copyOwner, isOriginal(before))
            : {};
        if (await swap(context, target, after, { ...owner, mode }, unchanged))
          return { path: target, ...copy };
      } catch (error) {
        throw failed(error);
      }
    }
    throw new WriteError('could not be written: another program keeps changing it');
  });
}

/** Why a file cannot be written, as the end of a sentence that begins with its path; undefined if it can. */
export function writeObstacle(machine: LocalMachine, path: string): string | undefined {
  const { disk } = machine;
  const { dirname } = pathsOf(machine);
  try {
    const target = disk.resolveLink(path);
    const current = disk.stat(target);
    if (current?.kind === 'folder') return 'is a folder, not a file';
    if (current?.kind === 'other') return 'is not a regular file';
    if (current?.writable === false) return 'is read-only';
    let folder = dirname(target);
    while (disk.stat(folder) === undefined && dirname(folder) !== folder) folder = dirname(folder);
    const above = disk.stat(folder);
    if (above?.kind !== 'folder') return `cannot be created: ${folder} is not a folder`;
    return above.writable ? undefined : `cannot be changed: the folder ${folder} is read-only`;
  } catch (error) {
    return `cannot be reached (${codeOf(error) || 'unknown reason'})`;
  }
}
