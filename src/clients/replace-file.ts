import type { Clock } from '../tool/clock.ts';
import { codeOf, type LocalMachine, type Ownership, pathsOf } from './local-machine.ts';

/** A file that cannot be written; the message ends a sentence that begins with its path. */
export class WriteError extends Error {}

/** What writing needs: the file system, time to wait, and random numbers for unique names. */
export interface WriteContext {
  readonly machine: LocalMachine;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A file that was written. */
export interface WriteResult {
  /** The file itself, links resolved. */
  readonly path: string;
  /** Path of a copy of the old file; undefined where there was none, or nothing had to change. */
  readonly backup?: string;
}

/** How a file is replaced. */
interface ReplaceOptions {
  /** True to keep a copy of the old file next to it. */
  readonly backup: boolean;
  /** Permissions of a folder that has to be created. */
  readonly folderMode?: number;
  /** Permissions of the file; default: unchanged, and 0o600 where it is new. */
  readonly mode?: number;
}

const attempts = 5;

/** Errors on Windows while another program has the file open for a moment. */
const temporary = ['EPERM', 'EBUSY', 'EACCES'];

const same = (one: Uint8Array | undefined, other: Uint8Array | undefined) =>
  one === other || (one !== undefined && other !== undefined && Buffer.compare(one, other) === 0);

function contents({ disk }: LocalMachine, path: string): Uint8Array | undefined {
  return disk.stat(path) === undefined ? undefined : disk.read(path);
}

/** A temporary name next to a file. */
const temporaryName = (path: string, random: () => number) =>
  `${path}.copper-mcp-${Math.floor(random() * 36 ** 8).toString(36)}.tmp`;

/** Removes what a killed run has left behind. */
function removeLeftovers({ disk, platform }: LocalMachine, path: string): void {
  const { basename, dirname, join } = pathsOf({ platform });
  const [folder, name] = [dirname(path), basename(path)];
  for (const each of disk.list(folder))
    if (each.startsWith(`${name}.copper-mcp`) && each.endsWith('.tmp')) disk.remove(join(folder, each));
}

/** Writes a file in one step: under a temporary name first, so that a failure leaves the old file as it was. False where it has changed meanwhile. */
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
        if (platform !== 'win32' || !temporary.includes(codeOf(error)) || attempt === attempts) throw error;
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

/**
 * Replaces a file by what `edit` makes of it, in one step: at any moment it has the whole old or the whole new text. Links are followed,
 * permissions and owner kept. Where another program writes the file in between, its new text is edited instead.
 *
 * @throws WriteError, and whatever `edit` throws; the file is then as it was
 */
export async function replaceFile(
  context: WriteContext,
  path: string,
  edit: (bytes: Uint8Array | undefined) => Uint8Array,
  { backup, folderMode, mode }: ReplaceOptions,
): Promise<WriteResult> {
  const { machine } = context;
  const { disk } = machine;
  const failed = (error: unknown) =>
    new WriteError(`could not be written (${codeOf(error) || 'unknown reason'})`);
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw failed(error);
    }
  };
  const target = attempt(() => disk.resolveLink(path));
  attempt(() => disk.makeFolder(pathsOf(machine).dirname(target), folderMode));
  attempt(() => removeLeftovers(machine, target));
  for (let tries = 1; tries <= attempts; tries++) {
    const before = attempt(() => contents(machine, target));
    const after = edit(before);
    const current = attempt(() => disk.stat(target));
    if (same(before, after) && (mode ?? current?.mode) === current?.mode) return { path: target };
    const owner = current === undefined ? {} : { uid: current.uid, gid: current.gid };
    const oldMode = current?.mode ?? 0o600;
    const unchanged = () => same(contents(machine, target), before);
    const copy = backup && before !== undefined ? { backup: `${target}.copper-mcp.bak` } : {};
    try {
      // The copy may contain secrets: only its owner may read it.
      if (copy.backup !== undefined && before !== undefined)
        await swap(context, copy.backup, before, { ...owner, mode: oldMode & 0o600 }, () => true);
      if (await swap(context, target, after, { ...owner, mode: mode ?? oldMode }, unchanged))
        return { path: target, ...copy };
    } catch (error) {
      throw failed(error);
    }
  }
  throw new WriteError('could not be written: another program keeps changing it');
}

/** Why a file cannot be written, as the end of a sentence that begins with its path; undefined where it can. */
export function writeObstacle(machine: LocalMachine, path: string): string | undefined {
  const { disk } = machine;
  const { dirname } = pathsOf(machine);
  try {
    const target = disk.resolveLink(path);
    const current = disk.stat(target);
    if (current?.kind === 'folder') return 'is a folder, not a file';
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
