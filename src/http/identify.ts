import type { CallerEntry } from './callers-file.ts';
import type { RequestInfo } from './request-context.ts';

/** Who calls, and which Copper credentials to use. */
export type Identity = Pick<CallerEntry, 'name' | 'copper'>;

/**
 * Finds out who calls.
 *
 * @throws HttpError 401 or 403, or 503 if it cannot be found out now
 */
export type Identify = (info: RequestInfo) => Promise<Identity>;

/** The token in the `Authorization: Bearer` header; a token in the URL does not count. */
export const bearerToken = (info: RequestInfo): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(info.header('authorization') ?? '')?.[1];

/** The value of a `WWW-Authenticate` header: RFC 6750, and RFC 9728 for `resource_metadata`. */
export const challenge = (parameters: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}="${value.replace(/["\\]/g, '')}"`);
  return `Bearer ${pairs.join(', ')}`;
};

/** The caller's name on a server without sign-in, which only this machine can reach. */
export const localCaller = 'local';

/** Without sign-in every caller is the same. */
export const identifyLocal: Identify = async () => ({ name: localCaller, copper: 'server' });
