import { isObject, type JsonObject } from '../../tool/json.ts';
import { HttpError } from '../http-error.ts';
import { bearerToken, challenge, type Identify } from '../identify.ts';
import { scope } from '../protected-resource.ts';
import type { Grants } from './adapter.ts';
import type { PersonalKey } from './check-key.ts';
import type { SignInStore } from './sign-in-store.ts';

/** What tokens are checked against. */
interface SignedInOptions {
  readonly store: SignInStore;
  /** Makes known what others have changed. @throws HttpError 503 */
  readonly current: SignInStore['current'];
  readonly grants: Grants;
  readonly audience: string;
  /** The address of the RFC 9728 metadata, for the challenge. */
  readonly metadataUrl: string;
  readonly onSignedOut: (caller: string) => void;
}

/** After this time a sign-in that was ended elsewhere is not used any more, in milliseconds. */
export const knownForMs = 1_000;

/** One object for each account as long as it is the same: it is what the connections to Copper are found by. */
const keysOf = new WeakMap<JsonObject, PersonalKey>();

function keyOf(account: JsonObject): PersonalKey | undefined {
  const { credentials } = account;
  if (!isObject(credentials)) return undefined;
  const { key, email } = credentials;
  if (typeof key !== 'string' || typeof email !== 'string') return undefined;
  const known = keysOf.get(credentials) ?? { kind: 'key', key, email };
  keysOf.set(credentials, known);
  return known;
}

/** Identifies callers by the tokens of this server; each acts with the key that they have signed in with, as long as Copper takes it. */
export function identifySignedIn(options: SignedInOptions): Identify {
  const { store, current, grants, audience, metadataUrl, onSignedOut } = options;
  const withChallenge = (parameters: Readonly<Record<string, string>> = {}) => ({
    headers: { 'WWW-Authenticate': challenge({ resource_metadata: metadataUrl, scope, ...parameters }) },
  });

  function refuse(reason: string): never {
    const message = 'The token has expired or was revoked: sign in again.';
    const parameters = { error: 'invalid_token', error_description: message };
    throw new HttpError(401, 'invalid_token', message, { reason, ...withChallenge(parameters) });
  }

  return async (info) => {
    const token = bearerToken(info);
    if (token === undefined) {
      const message = 'Sign in: the metadata in WWW-Authenticate says where.';
      throw new HttpError(401, 'unauthorized', message, { reason: 'no_token', ...withChallenge() });
    }
    await current(knownForMs);
    // A token that is new here may be another server's.
    if (store.find('AccessToken', token) === undefined) await current(0);
    const record = store.find('AccessToken', token);
    if (record === undefined) return refuse('unknown_or_expired');
    const { aud, scope: scopes, accountId, grantId, clientId } = record.value;
    if (aud !== audience || typeof accountId !== 'string') return refuse('wrong_audience');
    if (typeof grantId !== 'string' || store.find('Grant', grantId) === undefined) return refuse('ended');
    if (scopes !== scope) {
      const message = `The token needs the scope ${scope}.`;
      const parameters = { error: 'insufficient_scope', error_description: message };
      throw new HttpError(403, 'insufficient_scope', message, withChallenge(parameters));
    }
    const account = store.find('Account', accountId);
    const copper = account && keyOf(account.value);
    if (copper === undefined) return refuse('signed_out');
    return {
      name: accountId,
      client: typeof clientId === 'string' ? clientId : undefined,
      copper,
      onRefusedByCopper() {
        if (store.find('Account', accountId) === undefined) return;
        grants.endAccount(accountId);
        onSignedOut(accountId);
      },
    };
  };
}
