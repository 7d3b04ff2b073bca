import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Disk, FileStatus, Ownership } from '../clients/local-machine.ts';

/** What `work` finds; undefined where nothing stands. */
function found<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Permissions forbid nothing to an administrator, who may yet have meant a read-only file to stay as it is. */
function writable(path: string, mode: number): boolean {
  try {
    accessSync(path, constants.W_OK);
    return (mode & 0o222) !== 0;
  } catch {
    return false;
  }
}

function stat(path: string): FileStatus | undefined {
  const stats = found(() => statSync(path));
  if (stats === undefined) return undefined;
  const mode = stats.mode & 0o7777;
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
  const { uid, gid, mtimeMs: modifiedMs } = stats;
  return { kind, mode, uid, gid, modifiedMs, writable: writable(path, mode) };
}

/** As `realpath`, but it also follows a link to where nothing stands yet. */
function resolveLink(path: string, most = 40): string {
  if (found(() => lstatSync(path))?.isSymbolicLink() && most > 0)
    return resolveLink(resolve(dirname(path), readlinkSync(path)), most - 1);
  const folder = found(() => realpathSync(dirname(path)));
  return folder === undefined ? path : join(folder, basename(path));
}

function create(path: string, bytes: Uint8Array, { mode, uid, gid }: Ownership): void {
  const file = openSync(path, 'wx', mode);
  try {
    // The mask of the process may have taken bits away.
    fchmodSync(file, mode);
    if (uid !== undefined && gid !== undefined && process.getuid?.() === 0) fchownSync(file, uid, gid);
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A new name is safe once its folder is written; not every file system can be asked for that. */
function rename(from: string, to: string): void {
  renameSync(from, to);
  try {
    const folder = openSync(dirname(to), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The file is in its place all the same.
  }
}

/** The machine's file system. */
export const realDisk: Disk = {
  read: (path) => readFileSync(path),
  stat,
  resolveLink,
  list: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  makeFolder: (folder, mode) =>
    void mkdirSync(folder, { recursive: true, ...(mode === undefined ? {} : { mode }) }),
  createFolder: (folder) => mkdirSync(folder),
  removeFolder: (folder) => rmdirSync(folder),
  create,
  rename,
  remove: (path) => rmSync(path, { force: true }),
};
