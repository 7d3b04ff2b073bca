import { pino } from 'pino';
import { createApp, lazyScanStore } from '../app.ts';
import type { Config } from '../config.ts';
import type { Credentials } from '../copper/ask.ts';
import { createConnectionShares } from '../copper/connection-shares.ts';
import { createLiveFetch, type LiveFetch } from '../copper/live-fetch.ts';
import type { EventLog, Log } from '../log.ts';
import type { Quotas } from '../redis/quotas.ts';
import { type Clock, steadyClock } from '../tool/clock.ts';
import type { FetchCopper } from '../tool/fetch-copper.ts';
import { escapedUnseen } from '../tool/outgoing-text.ts';
import { usableProxy } from './proxy.ts';
import { type Shell, shellConfig, versionNumber } from './shell.ts';
import { targetsReader } from './targets-file.ts';

/** The real Copper over one connection pool, or a sandbox, which is loaded only here. */
async function openFetch(
  { clock: { now, sleep }, env }: Shell,
  { baseUrl, timeZone }: Config,
  sandbox: boolean,
  { connections, limit }: { readonly connections?: number; readonly limit?: number } = {},
): Promise<LiveFetch> {
  if (!sandbox)
    return createLiveFetch({ proxy: usableProxy(baseUrl, env), ...(connections && { connections }) });
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  const { send } = createSandbox({ now, sleep, timeZone, ...(limit !== undefined && { limit }) });
  return { fetch: send, ready: async () => undefined, close: async () => undefined };
}

/** Creates the app for the real Copper, or for a sandbox, with its connections; `wrap` may observe requests and replies. */
export async function openEnvironment(
  shell: Shell,
  { sandbox = false, config = shellConfig(shell, sandbox), wrap = (fetch: FetchCopper) => fetch } = {},
) {
  const { clock, random, secrets } = shell;
  const log = createLog(config.logLevel, (line) => shell.warn(line.trimEnd()));
  for (const warning of config.warnings) log.warn({}, warning);
  const { fetch, close } = await openFetch(shell, config, sandbox);
  const quotas = await sharedQuotas(config, clock, log);
  const shared = { clock, log, random, version: versionNumber, quotas, secrets };
  const readTargets = targetsReader(shell, config, config.credentials);
  const app = createApp({ config, fetch: wrap(fetch), readTargets, ...shared });
  return {
    app,
    quotas,
    async close() {
      await app.close();
      await quotas?.close();
      await close();
    },
  };
}

/** The rate limit shared with other processes through Redis, which is loaded only if one is set. */
export async function sharedQuotas(config: Config, clock: Clock, log: Log): Promise<Quotas | undefined> {
  const { redisUrl: url, replicas } = config;
  if (url === undefined) return undefined;
  const { openQuotas } = await import('../redis/quotas.ts');
  return openQuotas({ url, replicas, clock: steadyClock(clock), log });
}

const missingCallerKey =
  'The request has no Copper key. Ask the user to send the headers X-Copper-Api-Key and X-Copper-User-Email with each request.';

/** Connections to Copper that all accounts share, and how many of them one owner of keys may use at once. */
const connectionsToCopper = { all: 64, perOwner: 8 };

/**
 * Creates one app for each credential. They share nothing but the connections, the memory for the rows of reports, in which each has its
 * own, and, if it is set, Redis.
 */
export async function openAccounts(
  shell: Shell,
  config: Config,
  log: EventLog,
  { sandbox, callerKeys }: { readonly sandbox: boolean; readonly callerKeys: boolean },
) {
  const { clock, random, secrets } = shell;
  const limits = { connections: connectionsToCopper.all, limit: config.rateLimit };
  const { fetch, ready, close } = await openFetch(shell, config, sandbox, limits);
  await ready();
  const quotas = await sharedQuotas(config, clock, log);
  const unconfigured = callerKeys ? { unconfigured: missingCallerKey } : {};
  const scanStore = lazyScanStore(config, clock);
  const shareOf = createConnectionShares(fetch, connectionsToCopper.perOwner);
  const shared = { clock, log, random, version: versionNumber, quotas, secrets, ...unconfigured };
  return {
    createApp: (credentials: Credentials | undefined, owner: string | undefined) =>
      createApp({
        ...shared,
        scanStore,
        readTargets: targetsReader(shell, config, credentials),
        fetch: owner === undefined ? fetch : shareOf(owner),
        config: { ...config, credentials },
      }),
    /** What `/readyz` shows of the shared rate limit. */
    details(): Readonly<Record<string, string>> {
      if (quotas === undefined) return {};
      const { up, since } = quotas.state();
      const window = up ? 'shared through Redis' : 'this process uses its share of the limit: Redis is down';
      return { window, since: new Date(since).toISOString() };
    },
    async close() {
      await quotas?.close();
      await close();
    },
  };
}

/** Writes one JSON line per event to `write` (stderr: stdout is reserved for the protocol). */
export function createLog(level: string, write: (line: string) => void): EventLog {
  const base = { name: 'copper-mcp' };
  return pino({ level, base }, { write: (line) => write(`${escapedUnseen(line.trimEnd())}\n`) });
}
