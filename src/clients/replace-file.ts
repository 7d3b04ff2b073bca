import type { Clock } from '../tool/clock.ts';
import { pathsOf } from './locate.ts';
import { codeOf, type Ownership, type Surroundings } from './surroundings.ts';

/** A file that cannot be written; the message ends a sentence that begins with its path. */
export class WriteError extends Error {}

/** What writing needs beside the file system: time to wait, and chance for names that nobody else has. */
export interface Desk {
  readonly surroundings: Surroundings;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A file that was written. */
export interface Written {
  /** The file itself, at the end of links. */
  readonly path: string;
  /** What the file was before; undefined where there was none, or nothing had to change. */
  readonly backup?: string;
}

/** How a file is replaced. */
export interface Replacing {
  /** True to keep what the file was beside it. */
  readonly backup: boolean;
  /** Of a folder that has to be made. */
  readonly folderMode?: number;
  /** Of the file; unless told, what it was, and for its owner alone where it is new. */
  readonly mode?: number;
}

const attempts = 5;

/** Codes of Windows for a file that another program has open for a moment. */
const passing = ['EPERM', 'EBUSY', 'EACCES'];

const same = (one: Uint8Array | undefined, other: Uint8Array | undefined) =>
  one === other || (one !== undefined && other !== undefined && Buffer.compare(one, other) === 0);

function contents({ disk }: Surroundings, path: string): Uint8Array | undefined {
  return disk.look(path) === undefined ? undefined : disk.read(path);
}

/** A name beside a file, for something that is not finished. */
const draftOf = (path: string, random: () => number) =>
  `${path}.copper-mcp-${Math.floor(random() * 36 ** 8).toString(36)}.tmp`;

/** Takes away what a run that was killed has left. */
function sweep({ disk, platform }: Surroundings, path: string): void {
  const { basename, dirname, join } = pathsOf({ platform });
  const [folder, name] = [dirname(path), basename(path)];
  for (const each of disk.list(folder))
    if (each.startsWith(`${name}.copper-mcp`) && each.endsWith('.tmp')) disk.remove(join(folder, each));
}

/** Writes a whole file in one step: under another name first, and what comes between leaves the file as it was. */
async function swap(
  desk: Desk,
  path: string,
  bytes: Uint8Array,
  ownership: Ownership,
  unchanged: () => boolean,
) {
  const { disk, platform } = desk.surroundings;
  const draft = draftOf(path, desk.random);
  try {
    disk.create(draft, bytes, ownership);
    if (!unchanged()) return false;
    for (let attempt = 1; ; attempt++) {
      try {
        disk.rename(draft, path);
        return true;
      } catch (error) {
        if (platform !== 'win32' || !passing.includes(codeOf(error)) || attempt === attempts) throw error;
        await desk.clock.sleep(50 * 2 ** attempt);
      }
    }
  } finally {
    try {
      disk.remove(draft);
    } catch {
      // What made the writing fail may forbid this, too; the next run sweeps.
    }
  }
}

/**
 * Replaces a file by what `edit` makes of it, in one step: at any moment the old or the new text stands there, whole. Links are followed,
 * permissions and owner kept. Where another program writes the file in between, its text is edited anew.
 *
 * @throws WriteError, and whatever `edit` throws; the file is then as it was
 */
export async function replaceFile(
  desk: Desk,
  path: string,
  edit: (bytes: Uint8Array | undefined) => Uint8Array,
  { backup, folderMode, mode }: Replacing,
): Promise<Written> {
  const { surroundings } = desk;
  const { disk } = surroundings;
  const failed = (error: unknown) =>
    new WriteError(`could not be written (${codeOf(error) || 'unknown reason'})`);
  const tell = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw failed(error);
    }
  };
  const target = tell(() => disk.follow(path));
  tell(() => disk.makeFolder(pathsOf(surroundings).dirname(target), folderMode));
  tell(() => sweep(surroundings, target));
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const before = tell(() => contents(surroundings, target));
    const after = edit(before);
    const standing = tell(() => disk.look(target));
    if (same(before, after) && (mode ?? standing?.mode) === standing?.mode) return { path: target };
    const owner = standing === undefined ? {} : { uid: standing.uid, gid: standing.gid };
    const kept = standing?.mode ?? 0o600;
    const unchanged = () => same(contents(surroundings, target), before);
    const copy = backup && before !== undefined ? { backup: `${target}.copper-mcp.bak` } : {};
    try {
      // The copy may hold secrets: it is for its owner alone.
      if (copy.backup !== undefined && before !== undefined)
        await swap(desk, copy.backup, before, { ...owner, mode: kept & 0o600 }, () => true);
      if (await swap(desk, target, after, { ...owner, mode: mode ?? kept }, unchanged))
        return { path: target, ...copy };
    } catch (error) {
      throw failed(error);
    }
  }
  throw new WriteError('could not be written: another program keeps changing it');
}

/** What will keep a file from being written, as the end of a sentence that begins with its path; undefined where nothing will. */
export function obstacle(surroundings: Surroundings, path: string): string | undefined {
  const { disk } = surroundings;
  const { dirname } = pathsOf(surroundings);
  try {
    const target = disk.follow(path);
    const standing = disk.look(target);
    if (standing?.kind === 'folder') return 'is a folder, not a file';
    if (standing?.writable === false) return 'is read-only';
    let folder = dirname(target);
    while (disk.look(folder) === undefined && dirname(folder) !== folder) folder = dirname(folder);
    const above = disk.look(folder);
    if (above?.kind !== 'folder') return `cannot be made: ${folder} is no folder`;
    return above.writable ? undefined : `cannot be changed: the folder ${folder} is read-only`;
  } catch (error) {
    return `cannot be reached (${codeOf(error) || 'unknown reason'})`;
  }
}
