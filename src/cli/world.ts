import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Copper } from '../copper/copper.ts';
import { createLiveSend } from '../copper/live-send.ts';
import { createLog, type Log } from '../log.ts';
import type { Budgets } from '../redis/budgets.ts';
import type { App } from '../tool/app.ts';
import type { Clock } from '../tool/clock.ts';
import type { Offering } from '../tool/offer.ts';
import type { Send } from '../tool/send.ts';
import { wayTo } from './proxy.ts';
import { shellConfig } from './settings.ts';
import type { Shell } from './shell.ts';
import { versionNumber } from './version.ts';

/** The app in the real world, and what it is made of. */
export interface RealWorld {
  readonly app: App & Offering & { readonly copper: Copper | undefined };
  readonly config: Config;
  /** Undefined where no Redis is set. */
  readonly budgets: Budgets | undefined;
  close(): Promise<void>;
}

/** Makes the app on the live Copper, or on a sandbox that is loaded only here; `wrap` may watch what is sent. */
export async function realWorld(
  shell: Shell,
  { sandbox = false, config = shellConfig(shell, sandbox), wrap = (send: Send) => send } = {},
): Promise<RealWorld> {
  const { clock, random } = shell;
  const log = createLog(config.logLevel, (line) => shell.warn(line.trimEnd()));
  for (const warning of config.warnings) log.warn({}, warning);
  const live = sandbox ? undefined : createLiveSend({ proxy: wayTo(config.baseUrl, shell.env).proxy });
  const send = wrap(live?.send ?? (await sandboxSend(shell, config.timeZone)));
  const budgets = await sharedBudgets(config, clock, log);
  const app = createApp({ config, send, clock, log, random, version: versionNumber, budgets });
  return {
    app,
    config,
    budgets,
    async close() {
      await app.close();
      await budgets?.close();
      await live?.close();
    },
  };
}

/** What is shared with other processes through Redis, which is loaded only where one is set. */
export async function sharedBudgets(config: Config, clock: Clock, log: Log): Promise<Budgets | undefined> {
  const { redisUrl: url, replicas } = config;
  if (url === undefined) return undefined;
  const { openBudgets } = await import('../redis/budgets.ts');
  return openBudgets({ url, replicas, clock, log });
}

async function sandboxSend({ clock }: Shell, timeZone: string): Promise<Send> {
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  const { send } = createSandbox({ now: clock.now, sleep: clock.sleep, timeZone });
  return send;
}
