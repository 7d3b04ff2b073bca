import type { Credentials } from '../copper/sign.ts';
import type { Caller } from './caller.ts';
import { type Identity, nobody } from './identify.ts';
import { Refusal } from './refusal.ts';
import type { Arrival } from './request-info.ts';

/** Whose credentials there are to choose from. */
export interface KeyRules {
  /** The server's own; undefined where none are configured. */
  readonly own: Credentials | undefined;
  /** True where callers may bring theirs. */
  readonly brought: boolean;
}

function broughtBy(arrival: Arrival): Extract<Credentials, { kind: 'key' }> | undefined {
  const key = arrival.header('x-copper-api-key');
  const email = arrival.header('x-copper-user-email');
  if (key === undefined && email === undefined) return undefined;
  if (key === undefined || email === undefined || !/^[\x21-\x7e]+$/.test(`${key}${email}`)) {
    const message = 'Send both X-Copper-Api-Key and X-Copper-User-Email, in plain letters without blanks.';
    throw new Refusal(400, 'bad_caller_keys', message);
  }
  return { kind: 'key', key, email };
}

/**
 * The caller with the credentials that count: those brought along where that is allowed, else those the callers file names.
 *
 * @throws Refusal 400 for half a pair of headers
 */
export function withCredentials(
  { name, copper }: Identity,
  arrival: Arrival,
  { own, brought }: KeyRules,
): Caller {
  const theirs = brought ? broughtBy(arrival) : undefined;
  if (theirs !== undefined) return { name: name === nobody ? theirs.email : name, credentials: theirs };
  if (copper === 'caller') return { name, credentials: undefined };
  return { name, credentials: copper === 'server' ? own : copper };
}
