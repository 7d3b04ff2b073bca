import { randomBytes } from 'node:crypto';
import type { EventLog } from '../../log.ts';
import type { CancelSignal, Clock } from '../../tool/clock.ts';
import { isObject } from '../../tool/json.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import { type AllowedPeople, type KeyOwner, maySignIn, type PersonalKey } from './check-key.ts';
import type { SignInStore } from './sign-in-store.ts';

/** What checks a key. */
interface KeySignInOptions {
  readonly store: SignInStore;
  readonly allowed: AllowedPeople;
  readonly checkKey: (key: PersonalKey, owner: string, signal: CancelSignal) => Promise<KeyOwner>;
  readonly clock: Clock;
  readonly log: EventLog;
}

/** What somebody has entered, and from where. */
interface Entered {
  readonly email: string;
  readonly key: string;
  readonly peer: string;
  /** Who is counted at this address. */
  readonly source: string;
}

/** The account, or a sentence that says why not, with the status of the page that shows it. */
export type KeySignIn =
  | { readonly accountId: string; readonly problem?: undefined }
  | { readonly problem: string; readonly status: number };

/** The most people, and keys, that are kept. */
const maxAccounts = 1_000;

/** How long an account without a token is kept, in milliseconds: until the client has come for the first one. */
const pendingAccountMs = 900_000;

/** Wrong keys in any quarter of an hour: of one address, and for one e-mail address. */
const windowMs = 900_000;
const attempts = { ofAddress: { max: 20, windowMs }, ofEmail: { max: 10, windowMs } };

/** Signs people in with their keys: within limits, only those who may, and only with a key that Copper takes. */
export function createKeySignIn({ store, allowed, checkKey, clock, log }: KeySignInOptions) {
  const ofAddress = createAttemptLimit(clock, attempts.ofAddress);
  const ofEmail = createAttemptLimit(clock, attempts.ofEmail);

  /** The account with this key, or a new one; undefined if there is no room. */
  function accountFor(key: PersonalKey, name: string): string | undefined {
    const accounts = store.list('Account');
    const same = accounts.find(
      ({ value: { credentials } }) =>
        isObject(credentials) && credentials.key === key.key && credentials.email === key.email,
    );
    if (same === undefined && accounts.length >= maxAccounts) return undefined;
    const known = typeof same?.value.id === 'string' ? same.value.id : undefined;
    const id = known ?? `person-${randomBytes(6).toString('hex')}`;
    const value = { id, name, credentials: { ...key } };
    store.put('Account', id, value, Math.max(same?.expiresAt ?? 0, clock.now() + pendingAccountMs));
    return id;
  }

  return async ({ email, key, peer, source }: Entered, signal: CancelSignal): Promise<KeySignIn> => {
    const refuse = (reason: string, problem: string, status: number) => {
      log.warn({ peer, reason }, 'sign-in refused');
      return { problem, status };
    };
    if (!/^[\x21-\x7e]{1,200}$/.test(key) || !/^[\x21-\x7e]{1,254}$/.test(email) || !email.includes('@'))
      return { problem: 'Enter your e-mail address and a key, both without spaces.', status: 400 };
    const taken = [ofAddress.take(source), ofEmail.take(email.toLowerCase())];
    const giveBack = () => {
      for (const each of taken) if ('giveBack' in each) each.giveBack();
    };
    const waits = taken.flatMap((each) => ('retryAfter' in each ? [each.retryAfter] : []));
    if (waits.length > 0) {
      // Its key is not tried, so it counts at neither: from one address, nobody could be kept out for longer.
      giveBack();
      const minutes = Math.ceil(Math.max(...waits) / 60);
      return refuse('too_many_attempts', `Too many attempts. Try again in ${minutes} min.`, 429);
    }
    if (!maySignIn(email, allowed)) {
      const problem = 'This server is not open to this e-mail address; ask its administrator.';
      return refuse('email_not_allowed', problem, 403);
    }
    const credentials: PersonalKey = { kind: 'key', key, email };
    const owner = await checkKey(credentials, source, signal);
    if (owner.problem !== undefined) {
      if (!owner.retry) return refuse('key_refused', owner.problem, 401);
      giveBack();
      return refuse('key_not_checked', owner.problem, 503);
    }
    giveBack();
    const accountId = accountFor(credentials, owner.name);
    if (accountId !== undefined) return { accountId };
    const problem = 'This server has no room for another person; tell its administrator.';
    return refuse('too_many_people', problem, 503);
  };
}
