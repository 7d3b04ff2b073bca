import { createHmac, randomUUID } from 'node:crypto';
import type { Credentials } from '../copper/ask.ts';
import type { CreateQuota } from '../copper/rate-limit/quota.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../tool/clock.ts';
import { connectRedis } from './client.ts';
import { createRedisLink, type RedisState } from './link.ts';
import { sharedQuota } from './shared-quota.ts';

/** The quotas of all accounts of this process, shared with other processes through Redis. */
export interface Quotas {
  /** The quota of one account at one address of the API. */
  of(baseUrl: string, credentials: Credentials): CreateQuota;
  /** Whether the limit is shared through Redis, or each process uses only its own share: for `/readyz`. */
  state(): RedisState;
  close(): Promise<void>;
}

/** The address of Redis, and the number of processes that share it. */
export interface QuotasOptions {
  readonly url: string;
  readonly replicas: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Connects at once, so that a wrong address is reported before the first call. */
export function openQuotas({ url, replicas, clock, log }: QuotasOptions): Quotas {
  const link = createRedisLink({ connect: (onLost) => connectRedis(url, onLost), clock, log });
  link.probe();
  const who = randomUUID().slice(0, 8);
  return {
    of: (baseUrl, credentials) =>
      sharedQuota({ link, key: accountKey(baseUrl, credentials), who, replicas, clock }),
    state: link.state,
    close: link.close,
  };
}

/**
 * The account's key in Redis: a hash keyed by the credential itself, so that all processes agree on it without another secret, and
 * the credential, its owner and the address cannot be derived from it.
 */
export function accountKey(baseUrl: string, credentials: Credentials): string {
  const [secret, owner] =
    credentials.kind === 'key' ? [credentials.key, credentials.email] : [credentials.token, ''];
  const name = createHmac('sha256', secret)
    .update(JSON.stringify([baseUrl, owner]))
    .digest('base64url');
  return `copper-mcp:window:${name}`;
}
