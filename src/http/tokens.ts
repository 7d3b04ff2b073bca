import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CallerEntry } from './callers-file.ts';
import { HttpError } from './http-error.ts';
import { bearerToken, challenge, type Identify } from './identify.ts';

/** A new bearer token: 256 random bits, with a prefix that scanners for leaked secrets can look for. */
export const newToken = (): string => `copper-mcp_${randomBytes(32).toString('base64url')}`;

/** What is stored of a token. Tokens are random and long, so a plain hash cannot be reversed. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The entry with this token. Each is compared in constant time, so that the time taken reveals nothing. */
export function findByToken<T extends { readonly sha256?: string }>(
  entries: readonly T[],
  token: string,
): T | undefined {
  const hash = Buffer.from(hashToken(token), 'hex');
  let found: T | undefined;
  for (const entry of entries) {
    if (entry.sha256 === undefined) continue;
    if (timingSafeEqual(hash, Buffer.from(entry.sha256, 'hex'))) found = entry;
  }
  return found;
}

const realm = 'copper-mcp';

/** Identifies callers by the bearer tokens in the callers file. */
export function identifyByToken(callers: () => readonly CallerEntry[]): Identify {
  return async (info) => {
    const token = bearerToken(info);
    if (token === undefined) {
      throw new HttpError(401, 'unauthorized', 'Send a token: Authorization: Bearer ….', {
        reason: 'no_token',
        headers: { 'WWW-Authenticate': challenge({ realm }) },
      });
    }
    const entry = findByToken(callers(), token);
    if (entry !== undefined) return entry;
    const message = 'Unknown token.';
    const parameters = { realm, error: 'invalid_token', error_description: message };
    throw new HttpError(401, 'invalid_token', message, {
      reason: 'wrong_token',
      headers: { 'WWW-Authenticate': challenge(parameters) },
    });
  };
}
