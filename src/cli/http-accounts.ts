import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Credentials } from '../copper/ask.ts';
import { createLiveFetch } from '../copper/live-fetch.ts';
import type { EventLog } from '../log.ts';
import { sharedQuotas } from './environment.ts';
import { usableProxy } from './proxy.ts';
import { type Shell, versionNumber } from './shell.ts';

/** The most connections to Copper, of all accounts. */
const connections = 64;

const missingCallerKey =
  'The request has no Copper key. Ask the user to send the headers X-Copper-Api-Key and X-Copper-User-Email with each request.';

/** The live Copper over one connection pool, or a sandbox with the configured rate limit. */
async function openFetch({ clock, env }: Shell, { baseUrl, timeZone, rateLimit }: Config, sandbox: boolean) {
  if (!sandbox) return createLiveFetch({ connections, proxy: usableProxy(baseUrl, env) });
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  const { now, sleep } = clock;
  const { send } = createSandbox({ now, sleep, timeZone, limit: rateLimit });
  return { fetch: send, close: async () => undefined };
}

/** Creates one app for each credential. They share nothing but connections and, if it is set, Redis. */
export async function openAccounts(
  shell: Shell,
  config: Config,
  log: EventLog,
  { sandbox, callerKeys }: { readonly sandbox: boolean; readonly callerKeys: boolean },
) {
  const { clock, random } = shell;
  const { fetch, close } = await openFetch(shell, config, sandbox);
  const quotas = await sharedQuotas(config, clock, log);
  const unconfigured = callerKeys ? { unconfigured: missingCallerKey } : {};
  const shared = { fetch, clock, log, random, version: versionNumber, quotas, ...unconfigured };
  return {
    createApp: (credentials: Credentials | undefined) =>
      createApp({ ...shared, config: { ...config, credentials } }),
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
