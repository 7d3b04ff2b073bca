import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { nearestNames } from '../names/nearest-names.ts';
import { published } from '../published.ts';
import { realClock } from '../real-clock.ts';
import type { App } from '../tool/app.ts';
import { answerOf } from './answer-of.ts';
import type { Answer, CallOptions, Copper, CopperOptions } from './api.ts';
import { configOf } from './config-of.ts';
import { CopperError } from './copper-error.ts';

export { CopperError } from './copper-error.ts';

const silent: Log = { debug() {}, warn() {}, error() {} };

/** The app, and what it took to make it. */
interface Made {
  readonly app: App;
  close(): Promise<void>;
}

/** Makes the app on the live Copper or on a sandbox; what either needs is loaded only here. */
async function make(config: Config, sandbox: boolean, log: Log): Promise<Made> {
  const { createApp } = await import('../app.ts');
  const live = sandbox ? undefined : (await import('../copper/live-fetch.ts')).createLiveFetch();
  const fetch = live?.fetch ?? (await sandboxSend(config.timeZone));
  const { version } = packageJson;
  const app = createApp({ config, fetch, clock: realClock, log, random: Math.random, version });
  const close = async () => {
    await app.close();
    await live?.close();
  };
  return { app, close };
}

async function sandboxSend(timeZone: string) {
  const { createSandbox } = await import('../sandbox/sandbox.ts');
  return createSandbox({ now: realClock.now, sleep: realClock.sleep, timeZone }).send;
}

const names = published.map(({ name }) => name);

function checkName(name: string): void {
  if (names.includes(name)) return;
  const near = nearestNames(String(name), names, 3);
  const hint = near.length === 0 ? '`tools` lists all.' : `Nearest: ${near.join(', ')}.`;
  throw new CopperError('invalid_input', `There is no tool "${String(name).slice(0, 60)}". ${hint}`);
}

/**
 * Opens a Copper account to ask by program. Nothing is sent and little is loaded before the first call.
 *
 * @throws CopperError `invalid_input` for an option that cannot be used, `not_configured` without a key
 */
export function createCopper(options: CopperOptions): Copper {
  const config = configOf(options, Intl.DateTimeFormat().resolvedOptions().timeZone);
  const log = options.log ?? silent;
  for (const warning of config.warnings) log.warn({}, warning);
  const sandbox = 'sandbox' in options && options.sandbox;
  const never = new AbortController().signal;
  let made: Promise<Made> | undefined;
  let closed = false;

  async function call(
    name: string,
    input: object,
    options: CallOptions & { format: 'json' },
  ): Promise<Answer>;
  async function call(
    name: string,
    input: object,
    options?: CallOptions & { format?: 'text' },
  ): Promise<string>;
  async function call(name: string, input: object, options?: CallOptions): Promise<string | Answer>;
  async function call(
    name: string,
    input: object,
    { signal = never, onProgress, format = 'text' }: CallOptions = {},
  ): Promise<string | Answer> {
    signal.throwIfAborted();
    checkName(name);
    if (closed)
      throw new CopperError('unavailable', 'This connection to Copper was closed; create another one.');
    made ??= make(config, sandbox, log).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    const { app } = await made;
    const { text, structured, isError, kind, retryAfter } = await app.call(name, input, {
      signal,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(format === 'json' ? { data: true } : {}),
    });
    if (!isError) return structured === undefined ? text : answerOf(structured);
    throw new CopperError(kind ?? 'internal', text.slice(text.indexOf(': ') + 2), retryAfter);
  }

  return {
    tools: published,
    call,
    async close() {
      closed = true;
      await (await made)?.close();
    },
  };
}
