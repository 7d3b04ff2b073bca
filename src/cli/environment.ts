import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { CopperClient } from '../copper/copper.ts';
import { createLiveFetch } from '../copper/live-fetch.ts';
import { createLog, type Log } from '../log.ts';
import type { Quotas } from '../redis/quotas.ts';
import type { App } from '../tool/app.ts';
import type { CapabilityHandlers } from '../tool/capabilities.ts';
import type { Clock } from '../tool/clock.ts';
import type { FetchCopper } from '../tool/fetch-copper.ts';
import { usableProxy } from './proxy.ts';
import { type Shell, shellConfig, versionNumber } from './shell.ts';

/** The app with its connections. */
export interface Environment {
  readonly app: App & CapabilityHandlers & { readonly copper: CopperClient | undefined };
  readonly config: Config;
  /** Undefined where no Redis is set. */
  readonly quotas: Quotas | undefined;
  close(): Promise<void>;
}

/** Creates the app for the real Copper, or for a sandbox; `wrap` may observe requests and replies. */
export async function openEnvironment(
  shell: Shell,
  { sandbox = false, config = shellConfig(shell, sandbox), wrap = (fetch: FetchCopper) => fetch } = {},
): Promise<Environment> {
  const { clock, random } = shell;
  const log = createLog(config.logLevel, (line) => shell.warn(line.trimEnd()));
  for (const warning of config.warnings) log.warn({}, warning);
  const live = sandbox ? undefined : createLiveFetch({ proxy: usableProxy(config.baseUrl, shell.env) });
  const fetch = wrap(live?.fetch ?? (await sandboxFetch(shell, config.timeZone)));
  const quotas = await sharedQuotas(config, clock, log);
  const app = createApp({ config, fetch, clock, log, random, version: versionNumber, quotas });
  return {
    app,
    config,
    quotas,
    async close() {
      await app.close();
      await quotas?.close();
      await live?.close();
    },
  };
}

/** The rate limit shared with other processes through Redis, which is loaded only where one is set. */
export async function sharedQuotas(config: Config, clock: Clock, log: Log): Promise<Quotas | undefined> {
  const { redisUrl: url, replicas } = config;
  if (url === undefined) return undefined;
  const { openQuotas } = await import('../redis/quotas.ts');
  return openQuotas({ url, replicas, clock, log });
}

async function sandboxFetch({ clock }: Shell, timeZone: string): Promise<FetchCopper> {
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  const { send } = createSandbox({ now: clock.now, sleep: clock.sleep, timeZone });
  return send;
}
