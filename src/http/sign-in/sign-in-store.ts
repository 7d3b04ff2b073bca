import { createHash } from 'node:crypto';
import type { JsonObject } from '../../tool/json.ts';

const lastingKinds = ['Account', 'Client', 'Grant', 'AccessToken', 'RefreshToken'] as const;

/** What is kept through a restart. */
export type LastingKind = (typeof lastingKinds)[number];

/** True for a kind that is kept through a restart; others are parts of a sign-in that is under way. */
export const isLasting = (kind: unknown): kind is LastingKind => lastingKinds.some((each) => each === kind);

/** One record; times in milliseconds since 1970. */
export interface StoredRecord {
  readonly kind: string;
  readonly value: JsonObject;
  readonly expiresAt: number;
}

/** Changes by key; undefined stands for a removed record. */
export type RecordChanges = ReadonlyMap<string, StoredRecord | undefined>;

/** The sign-ins, as they are known here, and where they are kept. Only `current` looks at what others have changed. */
export interface SignInStore {
  /** Undefined also for a record that is over. */
  find(kind: string, id: string): StoredRecord | undefined;
  /** All that are valid, the oldest first; `key` instead of an id, which is not kept. */
  list(kind: string): readonly (StoredRecord & { readonly key: string })[];
  /** The keys of the oldest of more than so many, valid or not. */
  beyond(kind: string, limit: number): readonly string[];
  put(kind: string, id: string, value: JsonObject, expiresAt: number): void;
  remove(key: string): void;
  /**
   * Resolves when all is known that others had changed up to `maxAgeMs` ago.
   *
   * @throws what asking throws, if nothing can be said without it
   */
  current(maxAgeMs: number): Promise<void>;
  /** True for the first process that uses this token or code; the others learn from its record that it was used. */
  claim(kind: string, id: string): Promise<boolean>;
  /**
   * Puts a token or code back as it was before a change that could not be kept, with its claim: whoever has got nothing may use it again.
   * Undefined if there was none.
   */
  restore(kind: string, id: string, before: StoredRecord | undefined): void;
  /** Resolves when all changes are kept. @throws what keeping them throws */
  saved(): Promise<void>;
  close(): Promise<void>;
}

/** The key of a record: the hash of its id, which may be a token. */
export const signInKey = (kind: string, id: string): string =>
  `${kind} ${createHash('sha256').update(id).digest('base64url')}`;

/** Records in memory, by kind. */
export function createRecordMap(now: () => number) {
  const byKind = new Map<string, Map<string, StoredRecord>>();
  const kindOf = (key: string) => key.slice(0, key.indexOf(' '));

  function set(key: string, record: StoredRecord | undefined): void {
    const kind = kindOf(key);
    const ofKind = byKind.get(kind) ?? new Map<string, StoredRecord>();
    byKind.set(kind, ofKind);
    if (record === undefined) ofKind.delete(key);
    else ofKind.set(key, record);
  }

  return {
    set,
    clear: () => byKind.clear(),
    all: () => [...byKind.values()].flatMap((ofKind) => [...ofKind]),
    find(kind: string, id: string): StoredRecord | undefined {
      const record = byKind.get(kind)?.get(signInKey(kind, id));
      return record !== undefined && record.expiresAt > now() ? record : undefined;
    },
    list: (kind: string) =>
      [...(byKind.get(kind) ?? [])].flatMap(([key, record]) =>
        record.expiresAt > now() ? [{ key, ...record }] : [],
      ),
    beyond(kind: string, limit: number): readonly string[] {
      const ofKind = byKind.get(kind);
      if (ofKind === undefined || ofKind.size <= limit) return [];
      return [...ofKind.keys()].slice(0, ofKind.size - limit);
    },
    /** The keys of those that are over. */
    over: () =>
      [...byKind.values()].flatMap((ofKind) =>
        [...ofKind].flatMap(([key, { expiresAt }]) => (expiresAt <= now() ? [key] : [])),
      ),
  };
}

/**
 * Never runs `work` twice at the same time. All who ask during a run share the next one, which begins after they have asked and so sees
 * everything that was there by then.
 */
export function oneAtATime(work: () => Promise<void>) {
  /** The run that is under way, and the one that follows it; both are forgotten when they end. */
  const runs: { running?: Promise<void> | undefined; next?: Promise<void> | undefined } = {};
  return {
    running: () => runs.running,
    run(): Promise<void> {
      runs.next ??= (runs.running ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => {
          runs.running = runs.next;
          runs.next = undefined;
          return work();
        })
        .finally(() => {
          runs.running = undefined;
        });
      return runs.next;
    },
  };
}
