import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../tool/clock.ts';
import type { CallerEntry } from './callers-file.ts';
import { HttpError } from './http-error.ts';
import { bearerToken, challenge, type Identify } from './identify.ts';
import { scope } from './protected-resource.ts';
import { type TokenCheck, verifyToken } from './verify-token.ts';

/** What tokens are checked against. */
interface JwtOptions {
  readonly issuer: string;
  readonly audience: string;
  /** The address of the RFC 9728 metadata, for the challenge. */
  readonly metadataUrl: string;
  readonly keys: () => Promise<JWTVerifyGetKey>;
  readonly clock: Clock;
  /** Undefined if every token of the issuer counts. */
  readonly callers: (() => readonly CallerEntry[]) | undefined;
  /** True if an e-mail address counts although the issuer does not say whether it is verified. */
  readonly trustEmailClaim?: boolean | undefined;
}

/** `scope` of RFC 9068, or `scp` as some issuers write it. */
function scopesOf({ scope: text, scp }: JWTPayload): string[] {
  const scopes = text ?? scp;
  if (Array.isArray(scopes)) return scopes.map(String);
  return typeof scopes === 'string' ? scopes.split(' ') : [];
}

const includes = (claim: unknown, wanted: string) =>
  Array.isArray(claim) ? claim.includes(wanted) : claim === wanted;

const matches = (claims: JWTPayload, wanted: Readonly<Record<string, string>>) =>
  Object.entries(wanted).every(([name, value]) => includes(claims[name], value));

/**
 * Why the e-mail address in a token does not count; undefined if it does. One that the issuer has not verified proves nothing: users may
 * enter any address. Issuers that never say so can be trusted by a setting; one that says `false` is believed.
 */
function emailProblem({ email_verified: verified }: JWTPayload, trusted: boolean): string | undefined {
  if (verified === true || (verified === undefined && trusted)) return undefined;
  return verified === undefined ? 'email_verified_missing' : 'email_not_verified';
}

/** The client that got the token, as RFC 9068 or OpenID Connect name it. */
function clientOf({ client_id: client, azp }: JWTPayload): string | undefined {
  const id = client ?? azp;
  return typeof id === 'string' ? id.slice(0, 200) : undefined;
}

function subjectOf({ sub, client_id: client, azp }: JWTPayload): string {
  const name = [sub, client, azp].find((one) => typeof one === 'string');
  return String(name ?? 'no subject').slice(0, 100);
}

/** Identifies callers by the issuer's JWTs: as the entry of the callers file that the claims match, or as the token's subject. */
export function identifyByJwt(options: JwtOptions): Identify {
  const { issuer, audience, metadataUrl, keys, clock, callers, trustEmailClaim = false } = options;

  /** The entry that the claims match, and if there is none because of its e-mail address, why. */
  function entryOf(claims: JWTPayload): { readonly entry?: CallerEntry; readonly reason?: string } {
    const problem = emailProblem(claims, trustEmailClaim);
    const matching = callers?.().filter((each) => each.claims !== undefined && matches(claims, each.claims));
    const entry = matching?.find((each) => problem === undefined || each.claims?.email === undefined);
    if (entry !== undefined) return { entry };
    return problem !== undefined && matching?.length ? { reason: problem } : {};
  }

  const withChallenge = (parameters: Readonly<Record<string, string>> = {}) => ({
    headers: { 'WWW-Authenticate': challenge({ resource_metadata: metadataUrl, scope, ...parameters }) },
  });

  async function check(token: string): Promise<TokenCheck> {
    try {
      return await verifyToken(token, { keys: await keys(), issuer, audience, now: clock.now() });
    } catch (cause) {
      const message = 'Tokens cannot be checked right now; try again soon.';
      throw new HttpError(503, 'issuer_unavailable', message, { headers: { 'Retry-After': '5' }, cause });
    }
  }

  return async (info) => {
    const token = bearerToken(info);
    if (token === undefined) {
      const message = 'Send a token from the authorization server.';
      throw new HttpError(401, 'unauthorized', message, { reason: 'no_token', ...withChallenge() });
    }
    const checked = await check(token);
    const { claims } = checked;
    const { entry, reason = 'not_listed' } = claims === undefined ? {} : entryOf(claims);
    const caller = claims && (entry?.name ?? subjectOf(claims));
    const known = caller === undefined ? {} : { caller };
    if (checked.problem !== undefined) {
      const { problem, message } = checked;
      const parameters = { error: 'invalid_token', error_description: message };
      const details = { reason: problem, ...withChallenge(parameters), ...known };
      throw new HttpError(401, 'invalid_token', message, details);
    }
    if (!scopesOf(checked.claims).includes(scope)) {
      const message = `The token needs the scope ${scope}.`;
      const parameters = { error: 'insufficient_scope', error_description: message };
      throw new HttpError(403, 'insufficient_scope', message, { ...withChallenge(parameters), ...known });
    }
    const client = clientOf(checked.claims);
    if (callers === undefined) return { name: subjectOf(checked.claims), client, copper: 'server' };
    if (entry === undefined)
      throw new HttpError(403, 'not_listed', 'This caller is not in the callers file.', { reason, ...known });
    return { ...entry, client };
  };
}
