import { createHash } from 'node:crypto';
import type { Log } from '../../log.ts';
import type { Clock } from '../../tool/clock.ts';
import { isObject, parseJsonText } from '../../tool/json.ts';
import { createProblemLog } from '../problem-log.ts';
import { type Seal, SealError } from './seal.ts';
import {
  createRecordMap,
  oneAtATime,
  type SignInStore,
  type StoredRecord,
  signInKey,
} from './sign-in-store.ts';

/**
 * Where several servers keep their records: sealed texts, by names that tell nothing. Each function rejects if it cannot be reached; the
 * next `news` then has all records.
 */
export interface SharedSignIns {
  /** What has changed since the last call, or all records; undefined stands for a removed one. */
  news(): Promise<{
    readonly isWhole: boolean;
    readonly records: readonly (readonly [field: string, text: string | undefined])[];
  }>;
  /** Makes all changes in one step; `kept` only if nobody has removed the record, a text only if that is what it has. */
  commit(
    changes: readonly {
      readonly field: string;
      readonly text: string | undefined;
      readonly condition?: 'kept' | { readonly text: string };
    }[],
  ): Promise<void>;
  /** True for the first who claims the field within `ms`. */
  claim(field: string, ms: number): Promise<boolean>;
  /** Gives back what was claimed here; what others have claimed stays theirs. */
  release(field: string): Promise<void>;
  close(): Promise<void>;
}

/** What a shared store is made of. */
interface SharedStoreOptions {
  readonly shared: SharedSignIns;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long a used token is claimed, in milliseconds: until its record says that it was used, in every process. */
const claimMs = 10_000;

/** How many records are sealed anew in one step, when the secret was replaced. */
const resealedAtOnce = 500;

/** The name of a record outside: what it is of cannot be told from it. */
const fieldOf = (key: string) => createHash('sha256').update(key).digest('base64url');

interface OpenedRecord {
  readonly key: string;
  readonly record: StoredRecord;
  readonly byOldSecret: boolean;
}

/** @throws SealError also for a record under the name of another one */
function openRecord(seal: Seal, field: string, text: string): OpenedRecord {
  const opened = seal.open(text);
  const entry = parseJsonText(opened.text);
  const [key, value, expiresAt] = Array.isArray(entry) ? entry : [];
  if (typeof key !== 'string' || !isObject(value) || typeof expiresAt !== 'number' || fieldOf(key) !== field)
    throw new SealError('is damaged');
  const kind = key.slice(0, key.indexOf(' '));
  return { key, record: { kind, value, expiresAt }, byOldSecret: opened.byOldSecret };
}

const sealRecord = (seal: Seal, key: string, { value, expiresAt }: StoredRecord) =>
  seal.seal(JSON.stringify([key, value, expiresAt]));

/** All records in memory, as they are outside, and the changes that are not there yet. */
function createSharedRecords(seal: Seal, now: () => number) {
  const records = createRecordMap(now);
  /** The keys of the records that are outside, by their fields. */
  const keyOf = new Map<string, string>();
  let unsaved = new Map<string, StoredRecord | undefined>();
  let saving: typeof unsaved = new Map();

  /** What others have removed is not put back: a sign-in that was ended stays so. */
  function forget(field: string): void {
    const key = keyOf.get(field);
    if (key === undefined) return;
    keyOf.delete(field);
    unsaved.delete(key);
    records.set(key, undefined);
  }

  return {
    find: records.find,
    list: records.list,
    beyond: records.beyond,
    /** Takes what is outside, and returns what was sealed with an old secret. @throws SealError */
    absorb({ isWhole, records: given }: Awaited<ReturnType<SharedSignIns['news']>>) {
      const opened = given.map(([field, text]) => ({
        field,
        text,
        ...(text !== undefined && openRecord(seal, field, text)),
      }));
      // The order in which records end is that in which they came, or were used last.
      opened.sort((a, b) => (a.record?.expiresAt ?? 0) - (b.record?.expiresAt ?? 0));
      if (isWhole) {
        const fields = new Set(given.map(([field]) => field));
        for (const field of keyOf.keys()) if (!fields.has(field)) forget(field);
        records.clear();
      }
      for (const { field, key, record } of opened) {
        if (key === undefined) forget(field);
        else {
          keyOf.set(field, key);
          records.set(key, record);
        }
      }
      for (const [key, record] of [...saving, ...unsaved]) records.set(key, record);
      return opened.filter(({ byOldSecret }) => byOldSecret);
    },
    change(key: string, record: StoredRecord | undefined): void {
      unsaved.set(key, record);
      records.set(key, record);
    },
    needsSaving: () => unsaved.size > 0,
    /** The changes to be committed, with the removal of what is over. */
    beginSaving() {
      for (const key of records.over()) this.change(key, undefined);
      saving = unsaved;
      unsaved = new Map();
      return [...saving].map(([key, record]) => {
        const field = fieldOf(key);
        const text = record && sealRecord(seal, key, record);
        return { field, text, ...(text !== undefined && keyOf.has(field) && { condition: 'kept' as const }) };
      });
    },
    endSaving(isSaved: boolean): void {
      if (isSaved)
        for (const [key, record] of saving)
          if (record === undefined) keyOf.delete(fieldOf(key));
          else keyOf.set(fieldOf(key), key);
      saving = new Map();
    },
  };
}

/** Claims of used tokens; those of a use that could not be kept are given back, as soon as that is possible. */
function createClaims(shared: Pick<SharedSignIns, 'claim' | 'release'>, now: () => number) {
  /** What is still to be given back, and when it is over by itself. */
  const given = new Map<string, number>();

  async function release(): Promise<void> {
    for (const [field, over] of given) {
      if (over > now()) await shared.release(field);
      given.delete(field);
    }
  }

  function giveBack(field: string): void {
    given.set(field, now() + claimMs);
    // Else with the next look.
    release().catch(() => undefined);
  }

  return {
    release,
    giveBack,
    async claim(field: string): Promise<boolean> {
      try {
        return await shared.claim(field, claimMs);
      } catch (error) {
        // Nobody knows whether it was taken.
        giveBack(field);
        throw error;
      }
    },
  };
}

/**
 * Opens sign-ins that several servers share. All of them are in memory as well; what others have changed is known after `current`. What
 * could not be kept has not happened: it is forgotten here, too.
 *
 * If they cannot be reached, the store opens all the same, and `current` rejects until they can.
 *
 * @throws SealError for records that are damaged or were sealed with another secret
 */
export async function openSharedStore(options: SharedStoreOptions): Promise<SignInStore> {
  const { shared, seal, clock, log } = options;
  const records = createSharedRecords(seal, clock.now);
  const problems = createProblemLog(log, 'sign-ins in Redis cannot be used; nobody can sign in or call');
  const claims = createClaims(shared, clock.steady);
  let knownAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const startedAt = clock.steady();
    try {
      const old = records.absorb(await shared.news());
      await claims.release();
      knownAt = startedAt;
      problems.solved();
      for (let at = 0; at < old.length; at += resealedAtOnce) {
        const some = old.slice(at, at + resealedAtOnce);
        const changes = some.flatMap(({ field, text, key, record }) =>
          text === undefined || key === undefined || record === undefined
            ? []
            : [{ field, text: sealRecord(seal, key, record), condition: { text } }],
        );
        await shared.commit(changes);
      }
    } catch (error) {
      knownAt = Number.NEGATIVE_INFINITY;
      problems.report(error);
      throw error;
    }
  }

  async function save(): Promise<void> {
    let isSaved = false;
    try {
      await shared.commit(records.beginSaving());
      isSaved = true;
    } finally {
      records.endSaving(isSaved);
      if (!isSaved) knownAt = Number.NEGATIVE_INFINITY;
    }
  }

  const looks = oneAtATime(look);
  const writes = oneAtATime(save);
  await looks.run().catch((error: unknown) => {
    if (error instanceof SealError) throw error;
  });

  return {
    find: records.find,
    list: records.list,
    beyond: records.beyond,
    async current(maxAgeMs) {
      if (clock.steady() - knownAt >= maxAgeMs) await looks.run();
    },
    claim: (kind, id) => claims.claim(fieldOf(signInKey(kind, id))),
    // What could not be kept is forgotten with the next look.
    restore: (kind, id, before) =>
      before === undefined ? undefined : claims.giveBack(fieldOf(signInKey(kind, id))),
    put: (kind, id, value, expiresAt) => records.change(signInKey(kind, id), { kind, value, expiresAt }),
    remove: (key) => records.change(key, undefined),
    saved: () => (records.needsSaving() ? writes.run() : (writes.running() ?? Promise.resolve())),
    close: shared.close,
  };
}
