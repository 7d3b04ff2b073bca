import type { Log } from '../../log.ts';
import type { Clock } from '../../tool/clock.ts';
import { isObject, parseJsonText } from '../../tool/json.ts';
import { createProblemLog } from '../problem-log.ts';
import { type Seal, SealError } from './seal.ts';
import {
  createRecordMap,
  isLasting,
  oneAtATime,
  type RecordChanges,
  type SignInStore,
  type StoredRecord,
  signInKey,
} from './sign-in-store.ts';

/** The file in which sign-ins are kept, as text. */
export interface SignInFile {
  /** What differs after each change of the file; undefined if there is none. */
  stamp(): string | undefined;
  /** Undefined if there is none. */
  read(): string | undefined;
  /** Replaces it, in one step, by what `edit` makes of it; `edit` may be called several times. */
  replace(edit: (text: string | undefined) => string): Promise<void>;
}

function parseRecords(text: string): [string, StoredRecord][] {
  const value = parseJsonText(text);
  if (!Array.isArray(value)) throw new SealError('is damaged');
  return value.flatMap((entry): [string, StoredRecord][] => {
    const [key, kind, record, expiresAt] = Array.isArray(entry) ? entry : [];
    if (typeof key !== 'string' || !isObject(record) || typeof expiresAt !== 'number') return [];
    return isLasting(kind) ? [[key, { kind, value: record, expiresAt }]] : [];
  });
}

/** What a store in a file is made of. */
interface FileStoreOptions {
  readonly file: SignInFile;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

type Changes = Map<string, StoredRecord | undefined>;

/** The records, and those of them that the file does not have yet. */
function createFileRecords(seal: Seal, now: () => number) {
  const records = createRecordMap(now);
  let unsaved: Changes = new Map();
  /** The changes that are being written. */
  let saving: RecordChanges = new Map();
  let knownText: string | undefined;
  /** What the file had. */
  let knownKeys: ReadonlySet<string> = new Set();
  let byOldSecret = false;

  /** Takes the records of a text, and keeps the changes that it does not have, and what is under way. */
  function absorb(text: string | undefined): void {
    const opened = text === undefined ? undefined : seal.open(text);
    const read = opened === undefined ? [] : parseRecords(opened.text);
    const pending = records.all().filter(([, { kind }]) => !isLasting(kind));
    records.clear();
    byOldSecret = opened?.byOldSecret === true;
    const keys = new Set(read.map(([key]) => key));
    // What others have removed is not put back: a sign-in that was ended stays so.
    for (const key of knownKeys) if (!keys.has(key)) unsaved.delete(key);
    const changes = [...saving, ...unsaved].filter(([key]) => keys.has(key) || !knownKeys.has(key));
    for (const [key, record] of [...read, ...pending, ...changes]) records.set(key, record);
    knownKeys = keys;
    knownText = text;
  }

  return {
    absorb,
    find: records.find,
    list: records.list,
    beyond: records.beyond,
    change(key: string, record: StoredRecord | undefined): void {
      // What is under way is in no file: it is begun anew if the server restarts in between.
      if (isLasting(key.slice(0, key.indexOf(' ')))) unsaved.set(key, record);
      records.set(key, record);
    },
    needsSaving: () => unsaved.size > 0 || byOldSecret,
    beginSaving(): void {
      saving = unsaved;
      unsaved = new Map();
    },
    /** What the file is to have, instead of the text that it has. */
    textFor(text: string | undefined): string {
      if (text !== knownText) absorb(text);
      for (const key of records.over()) records.set(key, undefined);
      const lasting = records.all().filter(([, { kind }]) => isLasting(kind));
      const entries = lasting.map(([key, { kind, value, expiresAt }]) => [key, kind, value, expiresAt]);
      knownKeys = new Set(lasting.map(([key]) => key));
      knownText = seal.seal(JSON.stringify(entries));
      return knownText;
    },
    endSaving(isSaved: boolean): void {
      if (isSaved) byOldSecret = false;
      else {
        unsaved = new Map([...saving, ...unsaved]);
        // What the file has is not known any more.
        knownText = undefined;
      }
      saving = new Map();
    },
  };
}

/**
 * How long others come first after a write, in lengths of the write: sealing and flushing everything must not keep the whole server busy,
 * however many strangers register. What is changed meanwhile is in the next write. At most so many milliseconds.
 */
const rest = { writes: 4, mostMs: 1_000 };

/**
 * Opens the file. Everything is in memory; each change is in the file once `saved` has resolved. If somebody else has changed the file,
 * such as an earlier server that is still ending, its records count, except those that are being changed here. A file that cannot be
 * read any more is logged, and what is in memory goes on.
 *
 * @throws SealError for a file that is damaged or was sealed with another secret, and what `file` throws
 */
export function openFileStore({ file, seal, clock, log }: FileStoreOptions): SignInStore {
  const records = createFileRecords(seal, clock.now);
  let stamp = file.stamp();
  records.absorb(file.read());
  let checkedAt = clock.steady();
  let restUntil = checkedAt;
  const problems = createProblemLog(log, 'sign-ins cannot be read; still using those in memory');
  async function save(): Promise<void> {
    let isSaved = false;
    const wait = restUntil - clock.steady();
    if (wait > 0) await clock.sleep(wait);
    // All of it was in the write before, which had waited, too.
    if (!records.needsSaving()) return;
    records.beginSaving();
    const began = clock.steady();
    try {
      await file.replace(records.textFor);
      isSaved = true;
      stamp = file.stamp();
    } finally {
      records.endSaving(isSaved);
      const ended = clock.steady();
      restUntil = ended + Math.min(rest.mostMs, rest.writes * (ended - began));
    }
  }

  const writes = oneAtATime(save);

  /** Reads the file again if it has changed. */
  async function current(maxAgeMs: number): Promise<void> {
    if (writes.running() !== undefined || clock.steady() - checkedAt < maxAgeMs) return;
    checkedAt = clock.steady();
    try {
      const now = file.stamp();
      if (now === stamp) return;
      records.absorb(file.read());
      stamp = now;
      problems.solved();
    } catch (error) {
      problems.report(error);
    }
  }

  return {
    find: records.find,
    list: records.list,
    beyond: records.beyond,
    current,
    // Two processes share a file only for the moment of an upgrade.
    claim: async () => true,
    restore: (kind, id, before) => records.change(signInKey(kind, id), before),
    put: (kind, id, value, expiresAt) => records.change(signInKey(kind, id), { kind, value, expiresAt }),
    remove: (key) => records.change(key, undefined),
    saved: () => (records.needsSaving() ? writes.run() : (writes.running() ?? Promise.resolve())),
    close: async () => undefined,
  };
}
