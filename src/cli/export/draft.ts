import { codeOf, type Disk } from '../../clients/local-machine.ts';
import { isObject, type JsonObject, parseJson } from '../../tool/json.ts';
import type { RowsPosition, RowValue } from '../../tool/rows.ts';

/** A draft that cannot be written or read; the message is one sentence. */
export class DraftError extends Error {
  override readonly name = 'DraftError';
}

/** Only the person who exports can read what was exported. */
const mode = 0o600;

/** What a draft was left with: where to go on, the ids that it has, and how many rows and bytes. */
export interface LeftDraft {
  readonly position: RowsPosition;
  readonly known: readonly RowValue[];
  readonly rows: number;
  readonly bytes: number;
}

/** What is in the place of a draft. */
export type FoundDraft =
  | { readonly kind: 'none' | 'foreign' | 'damaged' }
  | { readonly kind: 'other'; readonly isDemo: boolean }
  | ({ readonly kind: 'left' } & LeftDraft);

/** What an export is of; only an equal one can be gone on with. */
export interface DraftOrigin {
  /** A digest of the question, the account and the format. */
  readonly digest: string;
  /** True for demo data, which are made anew at each start. */
  readonly isDemo: boolean;
}

const isValue = (value: unknown): value is RowValue => value === null || typeof value !== 'object';
const valuesOf = (value: unknown): RowValue[] => (Array.isArray(value) ? value.filter(isValue) : []);

/** One line of the log: how far the export was, and how long its draft was then. */
function readCheckpoint(line: JsonObject): Omit<LeftDraft, 'known'> | undefined {
  const { rows, bytes, page, size, total, ids, others, returned } = line;
  if (typeof rows !== 'number' || typeof bytes !== 'number') return undefined;
  if (typeof page !== 'number' || typeof size !== 'number') return undefined;
  const position = {
    page,
    size,
    ...(typeof total === 'number' ? { total } : {}),
    ids: valuesOf(ids),
    others: valuesOf(others),
    returned: valuesOf(returned).map(String),
  };
  return { rows, bytes, position };
}

/** The lines of the log that were written whole, and how many bytes these are. */
function wholeLines(bytes: Uint8Array): { readonly lines: JsonObject[]; readonly length: number } {
  const text = Buffer.from(bytes).toString('utf8');
  const lines: JsonObject[] = [];
  let length = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    const read = parseJson(line);
    if (!isObject(read)) break;
    lines.push(read);
    length += Buffer.byteLength(line) + 1;
  }
  return { lines, length };
}

/**
 * A file that grows beside the one it will become: `FILE.part`, and `FILE.part.log` with a line for each page, so that a later export goes on
 * after the last page that both have whole. A page is on the disk before its line is.
 *
 * @param path the file that it becomes
 */
export function createDraft(disk: Disk, path: string) {
  const part = `${path}.part`;
  const log = `${part}.log`;
  let expected = 0;

  function put(file: string, text: string): number {
    const bytes = Buffer.from(text);
    if (bytes.length > 0 || file === part) disk.append(file, bytes, mode, 'flush');
    return bytes.length;
  }

  /** @throws DraftError if another program writes the draft, too */
  function checkOwn(): void {
    if (disk.stat(part)?.size === expected) return;
    throw new DraftError(
      `${part} was changed by another program meanwhile; only one export at a time can write it.`,
    );
  }

  return {
    part,
    /** What an earlier export has left. */
    find({ digest }: DraftOrigin): FoundDraft {
      const [there, logged] = [disk.stat(part), disk.stat(log)];
      if (there === undefined && logged === undefined) return { kind: 'none' };
      if (logged === undefined || (there ?? logged).kind !== 'file') return { kind: 'foreign' };
      const { lines, length } = wholeLines(disk.read(log));
      const [head, ...rest] = lines;
      if (head === undefined && logged.size === length) return { kind: 'none' };
      if (typeof head?.digest !== 'string') return { kind: 'foreign' };
      if (there === undefined) return { kind: 'none' };
      if (head.digest !== digest) return { kind: 'other', isDemo: head.isDemo === true };
      const checkpoints = rest.map(readCheckpoint).filter((one) => one !== undefined);
      const last = checkpoints.at(-1);
      if (last === undefined) return { kind: 'none' };
      if (there.size < last.bytes) return { kind: 'damaged' };
      const known = checkpoints.flatMap(({ position: { ids, others = [] } }) => [...ids, ...others]);
      return { kind: 'left', ...last, known };
    },
    /** Goes on with what was left: what was written after its last whole page is cut off. */
    goOn({ bytes }: LeftDraft): void {
      disk.truncate(part, bytes);
      disk.truncate(log, wholeLines(disk.read(log)).length);
      expected = bytes;
    },
    /** Begins anew, with what stands before all rows. */
    begin(origin: DraftOrigin, head: string): void {
      disk.remove(part);
      disk.remove(log);
      put(log, `${JSON.stringify(origin)}\n`);
      expected = put(part, head);
    },
    /** Adds some rows. `position` is where a later export can go on after them, if it can. */
    add(text: string, rows: number, position: RowsPosition | undefined): void {
      checkOwn();
      expected += put(part, text);
      if (position !== undefined) put(log, `${JSON.stringify({ rows, bytes: expected, ...position })}\n`);
    },
    /** Puts the draft in its place, in one step. */
    finish(): void {
      checkOwn();
      disk.rename(part, path);
      try {
        disk.remove(log);
      } catch {
        // The file is in its place; a log without a draft is taken for none.
      }
    },
  };
}

/** What the disk says, as the end of a sentence that begins with the name of the file. */
export function diskProblem(error: unknown): string | undefined {
  const code = codeOf(error);
  if (code === '') return undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'cannot be written: the disk is full';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'cannot be written: its folder does not exist';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return 'cannot be written: you are not allowed to';
  return `cannot be written (${code})`;
}
