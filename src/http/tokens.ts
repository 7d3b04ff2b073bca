import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new bearer token: 256 random bits, with a beginning that scanners for leaked secrets can look for. */
export const newToken = (): string => `copper-mcp_${randomBytes(32).toString('base64url')}`;

/** What is stored of a token. It is random and long, so that a plain hash cannot be turned back. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The one whose token this is; all are compared, each in constant time, so that the time taken tells nothing. */
export function findByToken<T extends { readonly sha256?: string }>(
  entries: readonly T[],
  token: string,
): T | undefined {
  const given = createHash('sha256').update(token).digest();
  let found: T | undefined;
  for (const entry of entries) {
    if (entry.sha256 === undefined) continue;
    if (timingSafeEqual(given, Buffer.from(entry.sha256, 'hex'))) found = entry;
  }
  return found;
}
