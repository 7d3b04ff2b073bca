import { errors } from 'oidc-provider';
import type { Clock } from '../../tool/clock.ts';
import type { JsonObject } from '../../tool/json.ts';
import { HttpError } from '../http-error.ts';
import { makeRoomForPending, oldestOfFullest, sourceIn, withoutSource, withSource } from './fair-room.ts';
import { isLasting, type LastingKind, type SignInStore, signInKey } from './sign-in-store.ts';

/** What oidc-provider keeps its models with; times in seconds. */
interface Adapter {
  upsert(id: string, value: JsonObject, expiresIn?: number): Promise<void>;
  find(id: string): Promise<JsonObject | undefined>;
  findByUid(uid: string): Promise<JsonObject | undefined>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
}

/** How long a refresh token, and with it a sign-in that is not used, is valid, in seconds. */
export const refreshSeconds = 30 * 86_400;

/** How long a client that nobody signs in with is remembered, and how long a grant waits for its first token, in milliseconds. */
const unusedClientMs = 86_400_000;
const pendingGrantMs = 900_000;

/** The most of each: beyond them the oldest goes, of clients one that nobody has signed in with. */
const most = { clients: 1_000, pending: 5_000, grantsOfOne: 20, accessTokensOfGrant: 10 };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The grant that a refresh token belongs to: its first part, so that one that was used long ago is still known for what it is. */
const grantIn = (token: string): string => token.slice(0, Math.max(0, token.lastIndexOf('~')));

/** A refresh token: its grant, and its random part. */
export const refreshTokenOf = (grantId: string, random: string): string => `${grantId}~${random}`;

/** Grants and their tokens, over the store. */
export function createGrants(store: SignInStore, clock: Clock) {
  const tokensOf = (kind: LastingKind, grantId: string) =>
    store.list(kind).filter(({ value }) => value.grantId === grantId);

  function endTokens(grantId: string): void {
    for (const kind of ['AccessToken', 'RefreshToken'] as const)
      for (const { key } of tokensOf(kind, grantId)) store.remove(key);
  }

  function end(grantId: string): void {
    endTokens(grantId);
    store.remove(signInKey('Grant', grantId));
  }

  return {
    tokensOf,
    endTokens,
    end,
    /** Ends a grant that its person has decided against, and forgets the key if no other grant needs it. */
    withdraw(grantId: string): void {
      const accountId = text(store.find('Grant', grantId)?.value.accountId);
      end(grantId);
      const isNeeded = store.list('Grant').some(({ value }) => value.accountId === accountId);
      if (!isNeeded) store.remove(signInKey('Account', accountId));
    },
    /** Ends everything of an account, and forgets its key. */
    endAccount(accountId: string): void {
      for (const kind of ['Grant', 'AccessToken', 'RefreshToken'] as const)
        for (const { key, value } of store.list(kind)) if (value.accountId === accountId) store.remove(key);
      store.remove(signInKey('Account', accountId));
    },
    /** A sign-in is kept as long as its newest token, and with it who it is of and for which client. */
    keepFor({ grantId, accountId, clientId }: JsonObject, until: number): void {
      const needed = [
        ['Grant', grantId],
        ['Account', accountId],
        ['Client', clientId],
      ] as const;
      for (const [kind, id] of needed) {
        const record = store.find(kind, text(id));
        if (record !== undefined && record.expiresAt < until) store.put(kind, text(id), record.value, until);
      }
    },
    /** A used refresh token that comes again, however long ago it was used, ends its family. */
    endFamilyOf(token: string): void {
      const grantId = grantIn(token);
      if (grantId !== '' && store.find('Grant', grantId) !== undefined) end(grantId);
    },
    dropOldest(kind: LastingKind, of: (value: JsonObject) => boolean, limit: number): void {
      const own = store.list(kind).filter(({ value }) => of(value));
      for (const { key } of own.slice(0, Math.max(0, own.length - limit))) store.remove(key);
    },
    /** Makes room for one more registered client. @throws HttpError 503 if people have signed in with all of them */
    makeRoomForClient(): void {
      const clients = store.list('Client');
      if (clients.length < most.clients) return;
      const unused = clients.filter(({ expiresAt }) => expiresAt <= clock.now() + unusedClientMs);
      const leaving = oldestOfFullest(unused.map(({ key, value }) => [key, sourceIn(value)]));
      if (leaving === undefined) {
        throw new HttpError(503, 'temporarily_unavailable', 'This server has no room for another client.', {
          reason: 'too_many_clients',
        });
      }
      store.remove(leaving);
    },
  };
}

/** Grants and their tokens. */
export type Grants = ReturnType<typeof createGrants>;

/** What the adapters are made of. */
interface AdapterOptions {
  readonly store: SignInStore;
  readonly grants: Grants;
  readonly clock: Clock;
  /** Who is counted at the address of the request that is answered. */
  readonly sourceOf: () => string;
  /** Told how to undo what the request has used or given, if that cannot be kept. */
  readonly onUndo: (undo: () => void) => void;
}

/** The adapter of oidc-provider for each of its models. */
export function createAdapters(options: AdapterOptions): (model: string) => Adapter {
  const { store, grants, clock, sourceOf, onUndo } = options;
  /** Tokens are kept without their own text: the file must not be a list of them. */
  function putLasting(kind: LastingKind, id: string, given: JsonObject, expiresIn: number | undefined): void {
    const { jti: _, ...value } = given;
    const until = clock.now() + (expiresIn ?? 0) * 1000;
    if (kind === 'Client') {
      grants.makeRoomForClient();
      store.put(kind, id, withSource(value, sourceOf()), clock.now() + unusedClientMs);
      return;
    }
    if (kind === 'Grant') {
      store.put(kind, id, value, clock.now() + pendingGrantMs);
      const { accountId } = value;
      for (const { value: old } of store
        .list('Grant')
        .filter((each) => each.value.accountId === accountId)
        .slice(0, -most.grantsOfOne))
        grants.end(text(old.grantId));
      return;
    }
    store.put(kind, id, value, until);
    onUndo(() => store.restore(kind, id, undefined));
    grants.keepFor(value, until);
    if (kind === 'AccessToken')
      grants.dropOldest(kind, ({ grantId }) => grantId === value.grantId, most.accessTokensOfGrant);
  }

  /**
   * The library looks whether a code or a token was used before it uses it. Two requests that arrive in one piece have both looked by
   * then: the second ends the sign-in here.
   */
  function endIfUsed({ consumed, grantId }: JsonObject): void {
    if (consumed === undefined) return;
    grants.end(text(grantId));
    throw new errors.InvalidGrant('already used');
  }

  /** Another server may use the same one at the same moment: that, too, ends the sign-in. */
  async function claim(kind: string, id: string): Promise<boolean> {
    try {
      return await store.claim(kind, id);
    } catch {
      const later = new errors.TemporarilyUnavailable('sign-ins cannot be kept now; try again soon');
      throw Object.assign(later, { status: 503, statusCode: 503 });
    }
  }

  /** Marks a code or a token as used. */
  async function use(kind: string, id: string): Promise<void> {
    const isFirst = await claim(kind, id);
    const record = store.find(kind, id);
    if (record === undefined) throw new errors.InvalidGrant('ended');
    endIfUsed(isFirst ? record.value : { ...record.value, consumed: 1 });
    const value = { ...record.value, consumed: Math.floor(clock.now() / 1000) };
    store.put(kind, id, value, record.expiresAt);
    onUndo(() => store.restore(kind, id, record));
  }

  function lasting(kind: LastingKind): Adapter {
    return {
      async upsert(id, value, expiresIn) {
        putLasting(kind, id, kind === 'Grant' ? { ...value, grantId: id } : value, expiresIn);
      },
      async find(id) {
        const record = store.find(kind, id);
        if (record === undefined && kind === 'RefreshToken') grants.endFamilyOf(id);
        if (record === undefined) return undefined;
        return kind === 'Client' ? withoutSource(record.value) : { ...record.value, jti: id };
      },
      findByUid: async () => undefined,
      async consume(id) {
        await use(kind, id);
        // Of the used ones only the last is kept: those before it are known by their grant.
        const key = signInKey(kind, id);
        for (const other of grants.tokensOf(kind, text(store.find(kind, id)?.value.grantId)))
          if (other.value.consumed !== undefined && other.key !== key) store.remove(other.key);
      },
      async destroy(id) {
        if (kind === 'Grant') grants.end(id);
        else store.remove(signInKey(kind, id));
      },
      revokeByGrantId: async (grantId) => grants.endTokens(grantId),
    };
  }

  /** Part of a sign-in that is under way. */
  function pending(kind: string): Adapter {
    return {
      async upsert(id, value, expiresIn = 0) {
        const known = store.find(kind, id);
        const source = known === undefined ? sourceOf() : sourceIn(known.value);
        store.put(kind, id, withSource(value, source), clock.now() + expiresIn * 1000);
        makeRoomForPending(store, kind, most.pending);
      },
      async find(id) {
        const record = store.find(kind, id);
        return record && withoutSource(record.value);
      },
      findByUid: async () => undefined,
      consume: (id) => use(kind, id),
      destroy: async (id) => store.remove(signInKey(kind, id)),
      async revokeByGrantId(grantId) {
        for (const { key, value } of store.list(kind)) if (value.grantId === grantId) store.remove(key);
      },
    };
  }

  return (model) => (isLasting(model) ? lasting(model) : pending(model));
}
