import { posix, win32 } from 'node:path';

/** What is at a path, links followed. */
export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other';
  /** Permission bits, such as 0o600. */
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  readonly uid: number;
  readonly gid: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly modifiedMs: number;
  /** False if its permissions forbid this user, or everybody, to write. */
  readonly writable: boolean;
}

/** Permissions and owner of a new file. */
export interface Ownership {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** A file system; paths are absolute. Failures throw errors with one of Node's codes, such as `EACCES`. */
export interface Disk {
  /** `EFTYPE` for what is not a regular file, such as a pipe, which may never end; `EFBIG` for more than 64 MB. */
  read(path: string, maxBytes?: number): Uint8Array;
  /** Undefined if there is nothing. */
  stat(path: string): FileStatus | undefined;
  /** What links lead to, whether or not it exists. */
  resolveLink(path: string): string;
  /** Names in a folder; none if it cannot be read. */
  list(folder: string): readonly string[];
  /** Creates a folder and those above it; existing ones stay as they are. */
  makeFolder(folder: string, mode?: number): void;
  /** Creates this one folder; `EEXIST` if there is something. */
  createFolder(folder: string): void;
  /** Removes an empty folder. */
  removeFolder(folder: string): void;
  /** Writes a file that must be new, and flushes it to the disk. */
  create(path: string, bytes: Uint8Array, ownership: Ownership): void;
  /** Adds to the end of a file, which is created with these permissions if there is none; `flush` waits until it is on the disk. */
  append(path: string, bytes: Uint8Array, mode: number, flush?: 'flush'): void;
  /** Cuts off what a file has beyond so many bytes. */
  truncate(path: string, bytes: number): void;
  /** Renames a file in one step, replacing another. */
  rename(from: string, to: string): void;
  /** Removes a file; does nothing if there is none. */
  remove(path: string): void;
}

/** What clients' configurations depend on. */
export interface LocalMachine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder of the person. */
  readonly home: string;
  /** As `process.platform` has it; anything but `win32` and `darwin` is treated as Linux. */
  readonly platform: string;
  readonly disk: Disk;
  /** The Node that runs this program. */
  readonly node: string;
  /** The file of this program that Node runs. */
  readonly program: string;
}

/** The path functions for the platform. */
export const pathsOf = ({ platform }: Pick<LocalMachine, 'platform'>) =>
  platform === 'win32' ? win32 : posix;

/** The code of an error of the file system, such as `ENOENT`; empty for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** True if other users of the machine can read or write a file, or only write it. False on Windows, where its folder decides. */
export function isExposed(
  { disk, platform }: LocalMachine,
  path: string,
  to: 'any' | 'write' = 'any',
): boolean {
  return platform !== 'win32' && ((disk.stat(path)?.mode ?? 0) & (to === 'any' ? 0o077 : 0o022)) !== 0;
}
