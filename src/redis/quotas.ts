import { createHmac, randomUUID } from 'node:crypto';
import type { CreateQuota } from '../copper/rate-limit/quota.ts';
import type { Credentials } from '../copper/sign.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../tool/clock.ts';
import { connectRedis } from './client.ts';
import { createLink, type LinkState } from './link.ts';
import { sharedQuota } from './shared-quota.ts';

/** The budgets of all accounts of this process, shared with other processes through Redis. */
export interface Quotas {
  /** The budget of one account at one address of the API. */
  of(baseUrl: string, credentials: Credentials): CreateQuota;
  /** Whether Redis keeps the window, or each process its own share of the limit: for `/readyz`. */
  state(): LinkState;
  close(): Promise<void>;
}

/** Where Redis is and how many share it. */
export interface QuotasOptions {
  readonly url: string;
  readonly replicas: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Connects at once, so that an address that is wrong is told before anybody calls. */
export function openQuotas({ url, replicas, clock, log }: QuotasOptions): Quotas {
  const link = createLink({ connect: (lost) => connectRedis(url, lost), clock, log });
  link.look();
  const who = randomUUID().slice(0, 8);
  return {
    of: (baseUrl, credentials) =>
      sharedQuota({ link, key: accountKey(baseUrl, credentials), who, replicas, clock }),
    state: link.state,
    close: link.close,
  };
}

/**
 * The account's name in Redis: a hash keyed by the credential itself, so that all processes agree on it without another secret, and
 * nobody can tell the credential, its owner or the address from it.
 */
export function accountKey(baseUrl: string, credentials: Credentials): string {
  const [secret, owner] =
    credentials.kind === 'key' ? [credentials.key, credentials.email] : [credentials.token, ''];
  const name = createHmac('sha256', secret)
    .update(JSON.stringify([baseUrl, owner]))
    .digest('base64url');
  return `copper-mcp:window:${name}`;
}
