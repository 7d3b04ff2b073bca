import type { CallerEntry } from './parse-callers.ts';
import type { Arrival } from './request-info.ts';

/** Who calls, and whose Copper credentials count for them. */
export type Identity = Pick<CallerEntry, 'name' | 'copper'>;

/**
 * Finds out who calls.
 *
 * @throws Refusal 401 or 403, or 503 where it cannot be found out now
 */
export type Identify = (arrival: Arrival) => Promise<Identity>;

/** The token of an `Authorization: Bearer` header; never one from an address. */
export const bearerToken = (arrival: Arrival): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(arrival.header('authorization') ?? '')?.[1];

/** The value of a `WWW-Authenticate` header: RFC 6750, and RFC 9728 for `resource_metadata`. */
export const challenge = (parameters: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}="${value.replace(/["\\]/g, '')}"`);
  return pairs.length === 0 ? 'Bearer' : `Bearer ${pairs.join(', ')}`;
};

/** The name of whoever calls a server that only this machine can reach. */
export const nobody = 'local';

/** Everybody is the same, where no proof is asked for. */
export const identifyNobody: Identify = async () => ({ name: nobody, copper: 'server' });
