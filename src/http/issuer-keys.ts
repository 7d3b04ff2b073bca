import type { JWTVerifyGetKey } from 'jose';
import type { Clock } from '../tool/clock.ts';
import { isObject } from '../tool/json.ts';

/** Whose keys, and how patient to be; times in milliseconds. */
export interface IssuerKeysOptions {
  readonly issuer: string;
  readonly clock: Clock;
  readonly timeoutMs?: number;
  /** The keys are fetched again so often at most, however many unknown ones are named. */
  readonly cooldownMs?: number;
}

/** After a failed search for the keys' address, nobody searches for so long. */
const pauseMs = 2_000;

/** Where an issuer describes itself: RFC 8414, then OpenID Connect Discovery. */
function addresses(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/+$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

async function describe(url: string, issuer: string, timeoutMs: number): Promise<URL> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const metadata: unknown = await response.json();
  if (!isObject(metadata) || metadata.issuer !== issuer) throw new Error(`${url} describes another issuer`);
  const address = metadata.jwks_uri;
  if (typeof address !== 'string' || !URL.canParse(address)) throw new Error(`${url} names no jwks_uri`);
  return new URL(address);
}

/** The keys of an issuer: found when the first token comes, fetched again when a token names one that is not known yet. */
export function createIssuerKeys(options: IssuerKeysOptions): () => Promise<JWTVerifyGetKey> {
  const { issuer, clock, timeoutMs = 5_000, cooldownMs = 5_000 } = options;
  let found: Promise<JWTVerifyGetKey> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function find(): Promise<JWTVerifyGetKey> {
    const { createRemoteJWKSet } = (await import('./jose.ts')).jose;
    const [first = '', second = ''] = addresses(issuer);
    const address = await describe(first, issuer, timeoutMs).catch(() => describe(second, issuer, timeoutMs));
    return createRemoteJWKSet(address, { timeoutDuration: timeoutMs, cooldownDuration: cooldownMs });
  }

  return () => {
    if (clock.now() - failedAt < pauseMs) return Promise.reject(new Error(`${issuer} could not be reached`));
    found ??= find().catch((error: unknown) => {
      found = undefined;
      failedAt = clock.now();
      throw error;
    });
    return found;
  };
}
