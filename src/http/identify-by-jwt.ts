import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../tool/clock.ts';
import { bearerToken, challenge, type Identify } from './identify.ts';
import type { CallerEntry } from './parse-callers.ts';
import { scope } from './protected-resource.ts';
import { Refusal } from './refusal.ts';
import { verifyToken } from './verify-token.ts';

/** What tokens are checked against. */
export interface JwtOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Where the metadata of RFC 9728 is, for the challenge. */
  readonly metadataUrl: string;
  readonly keys: () => Promise<JWTVerifyGetKey>;
  readonly clock: Clock;
  /** Undefined where every token of the issuer counts. */
  readonly callers: (() => readonly CallerEntry[]) | undefined;
}

/** `scope` of RFC 9068, or `scp` as some issuers write it. */
function scopesOf({ scope: words, scp }: JWTPayload): string[] {
  const given = words ?? scp;
  if (Array.isArray(given)) return given.map(String);
  return typeof given === 'string' ? given.split(' ') : [];
}

const holds = (value: unknown, wanted: string) =>
  Array.isArray(value) ? value.includes(wanted) : value === wanted;

/** An address that the issuer does not say it verified proves nothing: people may write what they like into it. */
const matches = (claims: JWTPayload, wanted: Readonly<Record<string, string>>) =>
  Object.entries(wanted).every(
    ([name, value]) => holds(claims[name], value) && (name !== 'email' || claims.email_verified === true),
  );

function subjectOf({ sub, client_id: client, azp }: JWTPayload): string {
  const name = [sub, client, azp].find((one) => typeof one === 'string');
  return String(name ?? 'no subject').slice(0, 100);
}

/** JWTs of an issuer; the caller is whom the claims fit in the callers file, or the token's subject. */
export function identifyByJwt(options: JwtOptions): Identify {
  const { issuer, audience, metadataUrl, keys, clock, callers } = options;
  const common = { resource_metadata: metadataUrl, scope };
  const entryOf = (claims: JWTPayload) =>
    callers?.().find((entry) => entry.claims !== undefined && matches(claims, entry.claims));
  const nameOf = (claims: JWTPayload) => entryOf(claims)?.name ?? subjectOf(claims);

  async function check(token: string) {
    try {
      return await verifyToken(token, { keys: await keys(), issuer, audience, now: clock.now() });
    } catch (cause) {
      const refusal = new Refusal(
        503,
        'issuer_unavailable',
        'Tokens cannot be checked now; try again soon.',
        {
          headers: { 'Retry-After': '5' },
        },
      );
      refusal.cause = cause;
      throw refusal;
    }
  }

  return async (arrival) => {
    const token = bearerToken(arrival);
    if (token === undefined) {
      const headers = { 'WWW-Authenticate': challenge(common) };
      throw new Refusal(401, 'unauthorized', 'Send a token of the authorization server.', {
        reason: 'no_token',
        headers,
      });
    }
    const verdict = await check(token);
    const known = verdict.claims === undefined ? {} : { caller: nameOf(verdict.claims) };
    if (verdict.fault !== undefined) {
      const told = { ...common, error: 'invalid_token', error_description: verdict.said };
      const headers = { 'WWW-Authenticate': challenge(told) };
      throw new Refusal(401, 'invalid_token', verdict.said, { reason: verdict.fault, headers, ...known });
    }
    if (!scopesOf(verdict.claims).includes(scope)) {
      const said = `The token needs the scope ${scope}.`;
      const told = { ...common, error: 'insufficient_scope', error_description: said };
      const headers = { 'WWW-Authenticate': challenge(told) };
      throw new Refusal(403, 'insufficient_scope', said, { headers, ...known });
    }
    if (callers === undefined) return { name: subjectOf(verdict.claims), copper: 'server' };
    const entry = entryOf(verdict.claims);
    if (entry === undefined) throw new Refusal(403, 'not_listed', 'This caller is not listed here.', known);
    return entry;
  };
}
