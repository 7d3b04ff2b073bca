import { createHmac, randomBytes } from 'node:crypto';
import type { Credentials } from '../copper/sign.ts';
import type { Handlers } from '../mcp/handlers.ts';
import type { Clock } from '../tool/clock.ts';
import { Refusal } from './refusal.ts';

/** One Copper credential at work: its own pacer, caches and shared reads. */
export interface Account {
  readonly handlers: Handlers;
  /** Slots of its rate window; undefined where no credentials are configured. */
  usage(): { readonly used: number; readonly limit: number } | undefined;
  close(): Promise<void>;
}

/** An account while it is being used. */
export interface Lease {
  readonly account: Account;
  /** Names the credential without telling it; another one in every process. */
  readonly id: string;
  release(): void;
}

/** All accounts that are in use, one a credential. */
export interface Accounts {
  /** @throws Refusal 503 where no more accounts can be held */
  take(credentials: Credentials | undefined): Lease;
  list(): readonly Account[];
  close(): Promise<void>;
}

/** What accounts are made of. */
export interface AccountsOptions {
  readonly make: (credentials: Credentials | undefined) => Account;
  readonly clock: Clock;
  /** Forgotten after so long without use, in milliseconds; 15 minutes unless told. */
  readonly idleMs?: number;
  /** Held at most; 1,000 unless told. Beyond, one that was not used for a rate window makes room. */
  readonly most?: number;
}

/** An account that is not used for so long has an empty rate window, so that forgetting it loses nothing that counts. */
const windowMs = 60_000;

/** A credential as one text, and no other credential as the same. */
function spell(credentials: Credentials): string {
  const parts = credentials.kind === 'key' ? [credentials.key, credentials.email] : [credentials.token];
  return JSON.stringify([credentials.kind, ...parts]);
}

interface Held {
  readonly account: Account;
  users: number;
  since: number;
}

/** Keeps credentials apart: nothing of one account is reachable from another. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { make, clock, idleMs = 900_000, most = 1_000 } = options;
  const held = new Map<string, Held>();
  const secret = randomBytes(32);
  const closing = new AbortController();
  let watching = false;

  const ids = new WeakMap<Credentials, string>();
  /** Keyed, so that the key of a map, a dump or a log never gives a credential away. */
  const hash = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const nobody = hash('');

  function idOf(credentials: Credentials | undefined): string {
    if (credentials === undefined) return nobody;
    const id = ids.get(credentials) ?? hash(spell(credentials));
    ids.set(credentials, id);
    return id;
  }

  function forget(id: string, { account }: Held): void {
    held.delete(id);
    void account.close();
  }

  function forgetIdle(ageMs: number): void {
    const now = clock.now();
    for (const [id, each] of held) if (each.users === 0 && now - each.since >= ageMs) forget(id, each);
  }

  async function watch(): Promise<void> {
    watching = true;
    while (held.size > 0 && !closing.signal.aborted) {
      await clock.sleep(Math.min(windowMs, idleMs), closing.signal).catch(() => undefined);
      forgetIdle(idleMs);
    }
    watching = false;
  }

  function hold(id: string, credentials: Credentials | undefined): Held {
    if (held.size >= most) forgetIdle(windowMs);
    if (held.size >= most) {
      throw new Refusal(503, 'busy', 'Too many Copper accounts at once; try again in a minute.', {
        headers: { 'Retry-After': '60' },
      });
    }
    const fresh = { account: make(credentials), users: 0, since: clock.now() };
    held.set(id, fresh);
    if (!watching) void watch();
    return fresh;
  }

  return {
    take(credentials) {
      const id = idOf(credentials);
      const one = held.get(id) ?? hold(id, credentials);
      one.users++;
      let released = false;
      return {
        account: one.account,
        id,
        release() {
          if (released) return;
          released = true;
          one.users--;
          one.since = clock.now();
        },
      };
    },
    list: () => [...held.values()].map(({ account }) => account),
    async close() {
      closing.abort();
      await Promise.all([...held.values()].map(({ account }) => account.close()));
      held.clear();
    },
  };
}
