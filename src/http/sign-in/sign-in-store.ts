import { createHash } from 'node:crypto';
import type { Log } from '../../log.ts';
import type { Clock } from '../../tool/clock.ts';
import { isObject, type JsonObject, parseJsonText } from '../../tool/json.ts';
import { createProblemLog } from '../problem-log.ts';
import { type Seal, SealError } from './seal.ts';

/** The file in which sign-ins are kept, as text. */
export interface SignInFile {
  /** What differs after each change of the file; undefined if there is none. */
  stamp(): string | undefined;
  /** Undefined if there is none. */
  read(): string | undefined;
  /** Replaces it, in one step, by what `edit` makes of it; `edit` may be called several times. */
  replace(edit: (text: string | undefined) => string): Promise<void>;
}

const lastingKinds = ['Account', 'Client', 'Grant', 'AccessToken', 'RefreshToken'] as const;

/** What is kept through a restart. */
export type LastingKind = (typeof lastingKinds)[number];

/** True for a kind that is kept through a restart. */
export const isLasting = (kind: unknown): kind is LastingKind => lastingKinds.some((each) => each === kind);

/** One record; times in milliseconds since 1970. */
interface StoredRecord {
  readonly kind: LastingKind;
  readonly value: JsonObject;
  readonly expiresAt: number;
}

/** The sign-ins in memory, and in their file. */
export interface SignInStore {
  find(kind: LastingKind, id: string): StoredRecord | undefined;
  /** All that are valid, the oldest first; `key` instead of an id, which is not kept. */
  list(kind: LastingKind): readonly (StoredRecord & { readonly key: string })[];
  put(kind: LastingKind, id: string, value: JsonObject, expiresAt: number): void;
  remove(key: string): void;
  /** Resolves when the file has all changes. @throws what writing it throws; the changes are then written with the next ones */
  saved(): Promise<void>;
}

/** The key of a record: the hash of its id, which may be a token. */
export const signInKey = (kind: LastingKind, id: string): string =>
  `${kind} ${createHash('sha256').update(id).digest('base64url')}`;

/** The shortest time between two looks at the file, in milliseconds. */
const checkIntervalMs = 1_000;

function parseRecords(text: string): Map<string, StoredRecord> {
  const value = parseJsonText(text);
  if (!Array.isArray(value)) throw new SealError('is damaged');
  const records = new Map<string, StoredRecord>();
  for (const entry of value) {
    const [key, kind, record, expiresAt] = Array.isArray(entry) ? entry : [];
    if (typeof key !== 'string' || !isObject(record) || typeof expiresAt !== 'number') continue;
    if (!isLasting(kind)) continue;
    records.set(key, { kind, value: record, expiresAt });
  }
  return records;
}

/** What a store is made of. */
interface SignInStoreOptions {
  readonly file: SignInFile;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

type Changes = Map<string, StoredRecord | undefined>;

/** The records, and those of them that the file does not have yet; undefined stands for a removed one. */
function createRecords(seal: Seal, now: () => number) {
  let records = new Map<string, StoredRecord>();
  let unsaved: Changes = new Map();
  /** The changes that are being written. */
  let saving: Changes = new Map();
  let knownText: string | undefined;
  let byOldSecret = false;

  /** Takes the records of a text, and keeps the changes that it does not have. */
  function absorb(text: string | undefined): void {
    const opened = text === undefined ? undefined : seal.open(text);
    records = opened === undefined ? new Map() : parseRecords(opened.text);
    byOldSecret = opened?.byOldSecret === true;
    for (const [key, record] of [...saving, ...unsaved]) {
      if (record === undefined) records.delete(key);
      else records.set(key, record);
    }
    knownText = text;
  }

  return {
    absorb,
    get: (key: string) => records.get(key),
    all: () => [...records],
    change(key: string, record: StoredRecord | undefined): void {
      unsaved.set(key, record);
      if (record === undefined) records.delete(key);
      else records.set(key, record);
    },
    needsSaving: () => unsaved.size > 0 || byOldSecret,
    beginSaving(): void {
      saving = unsaved;
      unsaved = new Map();
    },
    /** What the file is to have, instead of the text that it has. */
    textFor(text: string | undefined): string {
      if (text !== knownText) absorb(text);
      for (const [key, { expiresAt }] of records) if (expiresAt <= now()) records.delete(key);
      const entries = [...records].map(([key, { kind, value, expiresAt }]) => [key, kind, value, expiresAt]);
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
 * Opens the file. Everything is in memory; each change is in the file once `saved` has resolved. If somebody else has changed the file,
 * such as an earlier server that is still ending, its records count, except those that are being changed here.
 *
 * @throws SealError for a file that is damaged or was sealed with another secret, and what `file` throws
 */
export function openSignInStore({ file, seal, clock, log }: SignInStoreOptions): SignInStore {
  const records = createRecords(seal, clock.now);
  let stamp = file.stamp();
  records.absorb(file.read());
  let checkedAt = clock.steady();
  const problems = createProblemLog(log, 'sign-ins cannot be read; still using those in memory');
  /** The write that is under way, and the one that follows it; both are forgotten when they end. */
  const writes: { running?: Promise<void> | undefined; next?: Promise<void> | undefined } = {};

  async function save(): Promise<void> {
    let isSaved = false;
    records.beginSaving();
    try {
      await file.replace(records.textFor);
      isSaved = true;
      stamp = file.stamp();
    } finally {
      records.endSaving(isSaved);
    }
  }

  /** Reads the file again if it has changed; looks at most once a second, or now. */
  function check(isUrgent = false): void {
    if (writes.running !== undefined) return;
    if (!isUrgent && clock.steady() - checkedAt < checkIntervalMs) return;
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
    find(kind, id) {
      const key = signInKey(kind, id);
      // Another server may have used a refresh token, or given a token that is new here.
      check(kind === 'RefreshToken' || records.get(key) === undefined);
      const record = records.get(key);
      return record !== undefined && record.expiresAt > clock.now() ? record : undefined;
    },
    list(kind) {
      check();
      const now = clock.now();
      return records
        .all()
        .flatMap(([key, record]) =>
          record.kind === kind && record.expiresAt > now ? [{ key, ...record }] : [],
        );
    },
    put: (kind, id, value, expiresAt) => records.change(signInKey(kind, id), { kind, value, expiresAt }),
    remove: (key) => records.change(key, undefined),
    saved() {
      if (!records.needsSaving()) return writes.running ?? Promise.resolve();
      // Changes during a write wait for the next one, all of them for the same.
      writes.next ??= (writes.running ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => {
          writes.running = writes.next;
          writes.next = undefined;
          return save();
        })
        .finally(() => {
          writes.running = undefined;
        });
      return writes.next;
    },
  };
}
