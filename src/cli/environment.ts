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
import { wayTo } from './proxy.ts';
import { shellConfig } from './settings.ts';
import type { Shell } from './shell.ts';
import { versionNumber } from './version.ts';

/** The app in the real world, and what it is made of. */
export interface RealWorld {
  readonly app: App & CapabilityHandlers & { readonly copper: CopperClient | undefined };
  readonly config: Config;
  /** Undefined where no Redis is set. */
  readonly quotas: Quotas | undefined;
  close(): Promise<void>;
}

/** Makes the app on the live Copper, or on a sandbox that is loaded only here; `wrap` may watch what is sent. */
export async function realWorld(
  shell: Shell,
  { sandbox = false, config = shellConfig(shell, sandbox), wrap = (send: FetchCopper) => send } = {},
): Promise<RealWorld> {
  const { clock, random } = shell;
  const log = createLog(config.logLevel, (line) => shell.warn(line.trimEnd()));
  for (const warning of config.warnings) log.warn({}, warning);
  const live = sandbox ? undefined : createLiveFetch({ proxy: wayTo(config.baseUrl, shell.env).proxy });
  const fetch = wrap(live?.fetch ?? (await sandboxSend(shell, config.timeZone)));
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

/** What is shared with other processes through Redis, which is loaded only where one is set. */
export async function sharedQuotas(config: Config, clock: Clock, log: Log): Promise<Quotas | undefined> {
  const { redisUrl: url, replicas } = config;
  if (url === undefined) return undefined;
  const { openQuotas } = await import('../redis/quotas.ts');
  return openQuotas({ url, replicas, clock, log });
}

async function sandboxSend({ clock }: Shell, timeZone: string): Promise<FetchCopper> {
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  const { send } = createSandbox({ now: clock.now, sleep: clock.sleep, timeZone });
  return send;
}
