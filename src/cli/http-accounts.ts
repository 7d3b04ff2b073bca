import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import { createLiveFetch } from '../copper/live-fetch.ts';
import type { Credentials } from '../copper/sign.ts';
import type { Account } from '../http/accounts.ts';
import type { EventLog } from '../log.ts';
import { createHandlers } from '../mcp/handlers.ts';
import { instructions } from '../mcp/instructions.ts';
import { published, publishedCapabilities } from '../published.ts';
import { sharedQuotas } from './environment.ts';
import { proxyRoute } from './proxy.ts';
import { type Shell, versionNumber } from './shell.ts';

/** Connections to Copper at most, of all accounts. */
const connections = 64;

const noKeyCame =
  'No Copper key came along. Ask the user to send the headers X-Copper-Api-Key and X-Copper-User-Email with each request.';

/** How the accounts of the remote server are made. */
export interface HttpAccounts {
  make(credentials: Credentials | undefined): Account;
  /** What `/readyz` tells of what they share. */
  details(): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The live Copper over one pool of connections, or a sandbox that allows as much as we are told to send. */
async function openFetch({ clock, env }: Shell, { baseUrl, timeZone, rateLimit }: Config, sandbox: boolean) {
  if (!sandbox) return createLiveFetch({ connections, proxy: proxyRoute(baseUrl, env).proxy });
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  const { now, sleep } = clock;
  const { send } = createSandbox({ now, sleep, timeZone, limit: rateLimit });
  return { fetch: send, close: async () => undefined };
}

/** An app for each credential: nothing is shared but connections and, where it is set, Redis. */
export async function openAccounts(
  shell: Shell,
  config: Config,
  log: EventLog,
  { sandbox, callerKeys }: { readonly sandbox: boolean; readonly callerKeys: boolean },
): Promise<HttpAccounts> {
  const { clock, random } = shell;
  const { fetch, close } = await openFetch(shell, config, sandbox);
  const quotas = await sharedQuotas(config, clock, log);
  const common = { fetch, clock, log, random, version: versionNumber, quotas };
  const told = callerKeys ? { unconfigured: noKeyCame } : {};
  return {
    make(credentials) {
      const app = createApp({ ...common, ...told, config: { ...config, credentials } });
      return {
        handlers: createHandlers({
          list: published,
          instructions,
          lists: publishedCapabilities,
          app: async () => app,
        }),
        usage: () => app.copper?.pacer.usage(),
        close: () => app.close(),
      };
    },
    details() {
      if (quotas === undefined) return {};
      const { up, since } = quotas.state();
      const window = up ? 'shared through Redis' : "this process's share of the limit: Redis is away";
      return { window, since: new Date(since).toISOString() };
    },
    async close() {
      await quotas?.close();
      await close();
    },
  };
}
