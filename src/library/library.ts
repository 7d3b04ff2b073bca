import { setMaxListeners } from 'node:events';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { suggestionText } from '../names/suggestions.ts';
import { published } from '../published.ts';
import type { App } from '../tool/app.ts';
import { createCancellation, realClock } from '../tool/clock.ts';
import { inQuotes } from '../tool/sentences.ts';
import type { Answer, CallOptions, Copper, CopperOptions } from './api.ts';
import { answerOrThrow, CopperError } from './call-result.ts';
import { configOf } from './config-of.ts';

export { CopperError } from './call-result.ts';

const silent: Log = { debug() {}, warn() {}, error() {} };

/** Creates the app on the live Copper or on a sandbox; what either needs is loaded only here. */
async function openApp(config: Config, sandbox: boolean, log: Log): Promise<Pick<App, 'call' | 'close'>> {
  const { createApp } = await import('../app.ts');
  const live = sandbox ? undefined : (await import('../copper/live-fetch.ts')).createLiveFetch();
  const fetch = live?.fetch ?? (await sandboxFetch(config.timeZone));
  const { version } = packageJson;
  const { call, close } = createApp({ config, fetch, clock: realClock, log, random: Math.random, version });
  return {
    call,
    async close() {
      await close();
      await live?.close();
    },
  };
}

async function sandboxFetch(timeZone: string) {
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  return createSandbox({ now: realClock.now, sleep: realClock.sleep, timeZone }).send;
}

const names = published.map(({ name }) => name);

function checkName(name: string): void {
  if (names.includes(name)) return;
  const hint = suggestionText(String(name), names, 3) || '`tools` lists all.';
  throw new CopperError('invalid_input', `There is no tool ${inQuotes(String(name))}. ${hint}`);
}

/**
 * Connects a program to a Copper account. Nothing is sent, and little is loaded, before the first call.
 *
 * @throws CopperError `invalid_input` for an option that is not valid, `not_configured` without a key
 */
export function createCopper(options: CopperOptions): Copper {
  const config = configOf(options, Intl.DateTimeFormat().resolvedOptions().timeZone);
  const log = options.log ?? silent;
  for (const warning of config.warnings) log.warn({}, warning);
  const sandbox = 'sandbox' in options && options.sandbox;
  let opened: ReturnType<typeof openApp> | undefined;
  let closed = false;

  async function call(
    name: string,
    input: object,
    { signal, onProgress, format = 'text' }: CallOptions = {},
  ): Promise<string | Answer> {
    signal?.throwIfAborted();
    // One signal may end many calls, as with `fetch`: Node would take more than ten for a leak.
    if (signal !== undefined) setMaxListeners(0, signal);
    checkName(name);
    if (closed)
      throw new CopperError('unavailable', 'This connection to Copper is closed; create another one.');
    opened ??= openApp(config, sandbox, log).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    const app = await opened;
    const context = {
      signal: signal ?? createCancellation().signal,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(format === 'json' ? { data: true } : {}),
    };
    return answerOrThrow(await app.call(name, input, context));
  }

  return {
    tools: published,
    // An answer of data comes only if the format asks for it.
    call: call as Copper['call'],
    async close() {
      closed = true;
      await (await opened)?.close();
    },
  };
}
