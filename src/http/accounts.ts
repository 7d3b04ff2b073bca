import { createHmac, randomBytes } from 'node:crypto';
import type { Credentials } from '../copper/ask.ts';
import type { CopperClient } from '../copper/copper.ts';
import type { App } from '../tool/app.ts';
import type { CapabilityHandlers } from '../tool/capabilities.ts';
import type { Clock } from '../tool/clock.ts';
import { HttpError } from './http-error.ts';

/** The app of one Copper credential, with its own rate limit, caches and shared reads; no client where no credentials are set. */
export type AccountApp = App &
  CapabilityHandlers & { readonly copper: Pick<CopperClient, 'pacer'> | undefined };

/** An app in use by one request. */
interface AccountLease {
  readonly app: AccountApp;
  /** Identifies the credential without revealing it; different in every process. */
  readonly id: string;
  release(): void;
}

/** All apps that are in use, one for each credential. */
export interface Accounts {
  /** @throws HttpError 503 if there is no room for another account */
  take(credentials: Credentials | undefined): AccountLease;
  list(): readonly AccountApp[];
  close(): Promise<void>;
}

/** Options of accounts. */
export interface AccountsOptions {
  readonly createApp: (credentials: Credentials | undefined) => AccountApp;
  readonly clock: Clock;
  /** The most accounts held; default 1,000. Beyond it, one that has been idle for a rate limit window makes room. */
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
  users: number;
  idleSince: number;
}

/** Keeps credentials apart: nothing of one account can be reached from another. */
export function createAccounts({ createApp, clock, maxAccounts = 1_000 }: AccountsOptions): Accounts {
  const entries = new Map<string, AccountEntry>();
  const secret = randomBytes(32);
  const closing = new AbortController();
  let watching = false;

  const ids = new WeakMap<Credentials, string>();
  /** Keyed, so that no map key, memory dump or log line reveals a credential. */
  const hash = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const noCredentials = hash('');

  function idOf(credentials: Credentials | undefined): string {
    if (credentials === undefined) return noCredentials;
    const id = ids.get(credentials) ?? hash(JSON.stringify(credentials, members));
    ids.set(credentials, id);
    return id;
  }

  function closeIdle(ageMs: number): void {
    for (const [id, { app, users, idleSince }] of entries) {
      if (users > 0 || clock.now() - idleSince < ageMs) continue;
      entries.delete(id);
      void app.close();
    }
  }

  async function watchIdle(): Promise<void> {
    watching = true;
    while (entries.size > 0 && !closing.signal.aborted) {
      await clock.sleep(windowMs, closing.signal).catch(() => undefined);
      closeIdle(idleMs);
    }
    watching = false;
  }

  function open(id: string, credentials: Credentials | undefined): AccountEntry {
    if (entries.size >= maxAccounts) closeIdle(windowMs);
    if (entries.size >= maxAccounts) {
      throw new HttpError(503, 'busy', 'Too many Copper accounts at once; try again in a minute.', {
        headers: { 'Retry-After': '60' },
      });
    }
    const entry = { app: createApp(credentials), users: 0, idleSince: clock.now() };
    entries.set(id, entry);
    if (!watching) void watchIdle();
    return entry;
  }

  const list = () => [...entries.values()].map(({ app }) => app);
  return {
    take(credentials) {
      const id = idOf(credentials);
      const entry = entries.get(id) ?? open(id, credentials);
      entry.users++;
      let released = false;
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
