import fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, type Disk, type FileStatus, type Ownership } from '../clients/local-machine.ts';

/** The result of `work`; undefined if the file does not exist. */
function found<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** An administrator may write everything, but may have made a file read-only on purpose. */
function writable(path: string, mode: number): boolean {
  try {
    fs.accessSync(path, fs.constants.W_OK);
    return (mode & 0o222) !== 0;
  } catch {
    return false;
  }
}

function stat(path: string): FileStatus | undefined {
  const stats = found(() => fs.statSync(path));
  if (stats === undefined) return undefined;
  const mode = stats.mode & 0o7777;
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
  const { uid, gid, size, mtimeMs: modifiedMs } = stats;
  return { kind, mode, size, uid, gid, modifiedMs, writable: writable(path, mode) };
}

/** Like `realpath`, but it also follows a link to a file that does not exist yet. */
function resolveLink(path: string, maxLinks = 40): string {
  if (found(() => fs.lstatSync(path))?.isSymbolicLink() && maxLinks > 0)
    return resolveLink(resolve(dirname(path), fs.readlinkSync(path)), maxLinks - 1);
  const folder = found(() => fs.realpathSync(dirname(path)));
  return folder === undefined ? path : join(folder, basename(path));
}

/** The largest file that is read unless a smaller size is asked for, in bytes. */
const maxBytes = 64_000_000;

/** What Node says of a file system, for what it would read without an end. */
const refused = (code: string, path: string) => Object.assign(new Error(`${code}: ${path}`), { code });

/** Opened without waiting: a pipe that nobody writes to would block this process, and with it every signal. */
function read(path: string, most = maxBytes): Uint8Array {
  const { O_RDONLY, O_NONBLOCK = 0 } = fs.constants;
  const file = fs.openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    const stats = fs.fstatSync(file);
    if (stats.isDirectory()) throw refused('EISDIR', path);
    if (!stats.isFile()) throw refused('EFTYPE', path);
    if (stats.size > most) throw refused('EFBIG', path);
    return fs.readFileSync(file);
  } finally {
    fs.closeSync(file);
  }
}

function create(path: string, bytes: Uint8Array, { mode, uid, gid }: Ownership): void {
  const file = fs.openSync(path, 'wx', mode);
  try {
    // The umask of the process may have removed bits.
    fs.fchmodSync(file, mode);
    if (uid !== undefined && gid !== undefined && process.getuid?.() === 0) fs.fchownSync(file, uid, gid);
    fs.writeFileSync(file, bytes);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
}

/** A rename is durable once its folder is flushed, which not every file system supports. */
function rename(from: string, to: string): void {
  fs.renameSync(from, to);
  try {
    const folder = fs.openSync(dirname(to), 'r');
    try {
      fs.fsyncSync(folder);
    } finally {
      fs.closeSync(folder);
    }
  } catch {
    // The file is in its place anyway.
  }
}

/** The machine's file system. */
export const realDisk: Disk = {
  read,
  stat,
  resolveLink,
  list: (folder) => {
    try {
      return fs.readdirSync(folder);
    } catch {
      return [];
    }
  },
  makeFolder: (folder, mode) =>
    void fs.mkdirSync(folder, { recursive: true, ...(mode === undefined ? {} : { mode }) }),
  createFolder: (folder) => fs.mkdirSync(folder),
  removeFolder: (folder) => fs.rmdirSync(folder),
  create,
  append: (path, bytes, mode, flush) => fs.appendFileSync(path, bytes, { mode, flush: flush !== undefined }),
  truncate: (path, bytes) => fs.truncateSync(path, bytes),
  rename,
  remove: (path) => fs.rmSync(path, { force: true }),
};
