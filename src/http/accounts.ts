import { createHmac, randomBytes } from 'node:crypto';
import type { Credentials } from '../copper/ask.ts';
import type { CopperClient } from '../copper/copper.ts';
import type { App } from '../tool/app.ts';
import type { CapabilityHandlers } from '../tool/capabilities.ts';
import type { Clock } from '../tool/clock.ts';
import { HttpError } from './http-error.ts';

/** The app of one Copper credential, with its own rate limit, caches and shared reads; no client if no credentials are set. */
export type AccountApp = App &
  CapabilityHandlers & { readonly copper: Pick<CopperClient, 'pacer' | 'ask'> | undefined };

/** An app in use by one request. */
interface AccountLease {
  readonly app: AccountApp;
  /** A hash of the credentials, which nobody can turn back into them. */
  readonly id: string;
  release(): void;
}

/** All apps that are in use, one for each credential. */
export interface Accounts {
  /**
   * @param owner who brings the credentials; undefined for those of the configuration, which always find room
   * @throws HttpError 503 if there is no room for another account of this owner
   */
  take(credentials: Credentials | undefined, owner?: string): AccountLease;
  list(): readonly AccountApp[];
  close(): Promise<void>;
}

/** Options of accounts. */
export interface AccountsOptions {
  /** `owner` brings the credentials; undefined for those of the configuration. */
  readonly createApp: (credentials: Credentials | undefined, owner: string | undefined) => AccountApp;
  readonly clock: Clock;
  /**
   * The most accounts that one owner brings, and that all bring together; default 250 and 1,000. Beyond it, one that has been idle for
   * a rate limit window makes room.
   */
  readonly maxPerOwner?: number;
  readonly maxAccounts?: number;
}

/** An account that is idle for this long is closed, in milliseconds. */
const idleMs = 900_000;

/** An account that is idle for this long has an empty rate limit window, so that nothing is lost with it. */
const windowMs = 60_000;

/** The members of both kinds of credentials, in the order in which they are hashed. */
const members = ['kind', 'key', 'email', 'token'];

interface AccountEntry {
  readonly app: AccountApp;
  readonly owner: string | undefined;
  users: number;
  idleSince: number;
}

/** Names credentials by a hash, keyed so that no map key, memory dump or log line reveals one. */
function createCredentialIds(): (credentials: Credentials | undefined) => string {
  const ids = new WeakMap<Credentials, string>();
  const secret = randomBytes(32);
  const hash = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const noCredentials = hash('');
  return (credentials) => {
    if (credentials === undefined) return noCredentials;
    const id = ids.get(credentials) ?? hash(JSON.stringify(credentials, members));
    ids.set(credentials, id);
    return id;
  };
}

/** Keeps credentials apart: nothing of one account can be reached from another. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { createApp, clock, maxPerOwner = 250, maxAccounts = 1_000 } = options;
  const entries = new Map<string, AccountEntry>();
  const idOf = createCredentialIds();
  const closing = new AbortController();
  let watching = false;

  const isIdle = ({ users, idleSince }: AccountEntry, ageMs: number) =>
    users === 0 && clock.now() - idleSince >= ageMs;

  function forget(id: string, { app }: AccountEntry): void {
    entries.delete(id);
    void app.close();
  }

  function closeIdle(): void {
    for (const [id, entry] of entries) if (isIdle(entry, idleMs)) forget(id, entry);
  }

  /** How many accounts each owner has brought. */
  function countByOwner(): Map<string, number> {
    const accountsOf = new Map<string, number>();
    for (const { owner } of entries.values())
      if (owner !== undefined) accountsOf.set(owner, (accountsOf.get(owner) ?? 0) + 1);
    return accountsOf;
  }

  /**
   * Room is made among the newest tenth of an owner's accounts, the newest first: however many keys somebody invents, they take the
   * places of one another, and who was there before stays.
   */
  function makeRoom(owner: string): void {
    const own = [...entries].filter(([, entry]) => entry.owner === owner);
    const newest = own.slice(-Math.ceil(own.length / 10)).findLast(([, entry]) => isIdle(entry, windowMs));
    if (newest === undefined) {
      throw new HttpError(503, 'busy', 'Too many Copper accounts at once; try again in a minute.', {
        headers: { 'Retry-After': '60' },
      });
    }
    forget(...newest);
  }

  /** Whose accounts have to make room for one more of this owner: its own if it has many, else those of the owner who has the most. */
  function crowding(owner: string): string | undefined {
    const accountsOf = countByOwner();
    const own = accountsOf.get(owner) ?? 0;
    if (own >= maxPerOwner) return owner;
    const all = [...accountsOf.values()].reduce((sum, count) => sum + count, 0);
    if (all < maxAccounts) return undefined;
    const [[most] = [owner]] = [...accountsOf].sort(([, a], [, b]) => b - a);
    return most;
  }

  async function watchIdle(): Promise<void> {
    watching = true;
    while (entries.size > 0 && !closing.signal.aborted) {
      await clock.sleep(windowMs, closing.signal).catch(() => undefined);
      closeIdle();
    }
    watching = false;
  }

  function open(id: string, credentials: Credentials | undefined, owner: string | undefined): AccountEntry {
    const crowd = owner === undefined ? undefined : crowding(owner);
    if (crowd !== undefined) makeRoom(crowd);
    const entry = { app: createApp(credentials, owner), owner, users: 0, idleSince: clock.now() };
    entries.set(id, entry);
    if (!watching) void watchIdle();
    return entry;
  }

  const list = () => [...entries.values()].map(({ app }) => app);
  return {
    take(credentials, owner) {
      const id = idOf(credentials);
      const entry = entries.get(id) ?? open(id, credentials, owner);
      let released = false;
      entry.users++;
      return {
        app: entry.app,
        id,
        release() {
          if (released) return;
          released = true;
          entry.users--;
          entry.idleSince = clock.now();
        },
      };
    },
    list,
    async close() {
      closing.abort();
      await Promise.all(list().map((app) => app.close()));
      entries.clear();
    },
  };
}
