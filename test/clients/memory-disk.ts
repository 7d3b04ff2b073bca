import { posix, win32 } from 'node:path';
import type { Disk } from '../../src/clients/local-machine.ts';

/** A disk in memory, of either kind of paths; what it holds can be looked at. */
export interface MemoryDisk extends Disk {
  readonly files: Map<string, { text: string; mode: number }>;
  readonly folders: Set<string>;
}

const fail = (code: string, path: string) => Object.assign(new Error(`${code}: ${path}`), { code });

/** A disk with these files, and the folders above them. */
export function memoryDisk(files: Readonly<Record<string, string>> = {}, windows = false): MemoryDisk {
  const { dirname, basename } = windows ? win32 : posix;
  const held = new Map<string, { text: string; mode: number }>();
  const folders = new Set<string>();
  const makeFolder = (folder: string): void => {
    folders.add(folder);
    if (dirname(folder) !== folder) makeFolder(dirname(folder));
  };
  for (const [path, text] of Object.entries(files)) {
    if (text === '<folder>') makeFolder(path);
    else held.set(path, { text, mode: 0o644 });
    makeFolder(dirname(path));
  }
  const owner = { uid: 0, gid: 0, modifiedMs: 0, writable: true };
  return {
    files: held,
    folders,
    read(path) {
      const file = held.get(path);
      if (file === undefined) throw fail('ENOENT', path);
      return Buffer.from(file.text);
    },
    stat(path) {
      const file = held.get(path);
      if (file !== undefined)
        return { kind: 'file', mode: file.mode, size: Buffer.byteLength(file.text), ...owner };
      return folders.has(path) ? { kind: 'folder', mode: 0o755, size: 0, ...owner } : undefined;
    },
    resolveLink: (path) => path,
    list: (folder) =>
      [...held.keys(), ...folders]
        .filter((path) => dirname(path) === folder && path !== folder)
        .map((path) => basename(path)),
    makeFolder,
    createFolder(folder) {
      if (folders.has(folder)) throw fail('EEXIST', folder);
      folders.add(folder);
    },
    removeFolder: (folder) => void folders.delete(folder),
    create(path, bytes, { mode }) {
      if (held.has(path)) throw fail('EEXIST', path);
      held.set(path, { text: Buffer.from(bytes).toString(), mode });
    },
    append(path, bytes, mode) {
      const file = held.get(path) ?? { text: '', mode };
      held.set(path, { ...file, text: file.text + Buffer.from(bytes).toString() });
    },
    truncate(path, bytes) {
      const file = held.get(path);
      if (file === undefined) throw fail('ENOENT', path);
      held.set(path, { ...file, text: Buffer.from(file.text).subarray(0, bytes).toString() });
    },
    rename(from, to) {
      const file = held.get(from);
      if (file === undefined) throw fail('ENOENT', from);
      held.set(to, file);
      held.delete(from);
    },
    remove: (path) => void held.delete(path),
  };
}
