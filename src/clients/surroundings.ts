/** What stands at a path, links followed. */
export interface Standing {
  readonly kind: 'file' | 'folder' | 'other';
  /** Permission bits, such as 0o600. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly changed: number;
  /** False where its permissions forbid us to write, or forbid everybody to. */
  readonly writable: boolean;
}

/** Who may do what with a new file. */
export interface Ownership {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** A file system; paths are absolute. What fails throws an error with a `code` of Node, such as `EACCES`. */
export interface Disk {
  read(path: string): Uint8Array;
  /** Undefined where nothing stands. */
  look(path: string): Standing | undefined;
  /** Where links lead to, whether or not something stands there. */
  follow(path: string): string;
  /** Names in a folder; none where there is no folder that can be read. */
  list(folder: string): readonly string[];
  /** Makes a folder and those above it; those that stand are left as they are. */
  makeFolder(folder: string, mode?: number): void;
  /** Makes this one folder; `EEXIST` where something stands. */
  claimFolder(folder: string): void;
  /** Removes an empty folder. */
  removeFolder(folder: string): void;
  /** Writes a file that must be new, through to the medium. */
  create(path: string, bytes: Uint8Array, ownership: Ownership): void;
  /** Puts a file in another's place, in one step. */
  rename(from: string, to: string): void;
  /** Removes a file; does nothing where there is none. */
  remove(path: string): void;
}

/** The machine as clients' configurations meet it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder of the person. */
  readonly home: string;
  /** As `process.platform` says it; what is neither `win32` nor `darwin` is taken for Linux. */
  readonly platform: string;
  readonly disk: Disk;
  /** The Node that runs this program. */
  readonly node: string;
  /** The file of this program that Node runs. */
  readonly program: string;
}

/** The code of an error of the file system, such as `ENOENT`; empty for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
