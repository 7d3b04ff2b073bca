import { setMaxListeners } from 'node:events';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { suggestionText } from '../names/suggestions.ts';
import { published } from '../published.ts';
import type { App } from '../tool/app.ts';
import { createCancellation, realClock } from '../tool/clock.ts';
import type { RowsSource } from '../tool/rows.ts';
import { inQuotes } from '../tool/sentences.ts';
import type { Answer, CallOptions, Copper, CopperOptions, ResultRow, RowsOptions } from './api.ts';
import { answerOrThrow, CopperError, errorForPrograms, rowObjects } from './call-result.ts';
import { configOf } from './config-of.ts';

export { CopperError } from './call-result.ts';

const silent: Log = { debug() {}, warn() {}, error() {} };

/** Creates the app on the live Copper or on a sandbox; what either needs is loaded only here. */
async function openApp(
  config: Config,
  sandbox: boolean,
  log: Log,
  readTargets: (() => string) | undefined,
): Promise<Pick<App & RowsSource, 'call' | 'rows' | 'close'>> {
  const { createApp } = await import('../app.ts');
  const live = sandbox ? undefined : (await import('../copper/live-fetch.ts')).createLiveFetch();
  const fetch = live?.fetch ?? (await sandboxFetch(config.timeZone));
  const { version } = packageJson;
  const { call, rows, close } = createApp({
    ...{ config, fetch, clock: realClock, log, version, readTargets },
    random: Math.random,
  });
  return {
    call,
    rows,
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
  const { targets } = options;
  // In the form of a targets file, so that both are read by the same rules.
  const text = targets === undefined ? undefined : JSON.stringify(targets);
  const readTargets = text === undefined ? undefined : () => text;
  let opened: ReturnType<typeof openApp> | undefined;
  let closed = false;

  /** The app, once the name is known to be that of a tool. */
  async function ready(name: string, signal: AbortSignal | undefined) {
    signal?.throwIfAborted();
    // One signal may end many calls, as with `fetch`: Node would take more than ten for a leak.
    if (signal !== undefined) setMaxListeners(0, signal);
    checkName(name);
    if (closed)
      throw new CopperError('unavailable', 'This connection to Copper is closed; create another one.');
    opened ??= openApp(config, sandbox, log, readTargets).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  const contextOf = ({ signal, onProgress }: Pick<CallOptions, 'signal' | 'onProgress'>) => ({
    signal: signal ?? createCancellation().signal,
    ...(onProgress === undefined ? {} : { onProgress }),
  });

  async function call(name: string, input: object, options: CallOptions = {}): Promise<string | Answer> {
    const app = await ready(name, options.signal);
    const context = { ...contextOf(options), ...(options.format === 'json' ? { data: true } : {}) };
    return answerOrThrow(await app.call(name, input, context));
  }

  async function* rows(
    name: string,
    input: object,
    options: RowsOptions = {},
  ): AsyncGenerator<ResultRow, void, undefined> {
    const app = await ready(name, options.signal);
    try {
      const { columns, pages } = await app.rows(name, input, contextOf(options));
      const notes = yield* rowObjects(columns, pages());
      for (const note of notes) options.onNote?.(note);
    } catch (error) {
      throw errorForPrograms(error);
    }
  }

  return {
    tools: published,
    // An answer of data comes only if the format asks for it.
    call: call as Copper['call'],
    rows,
    async close() {
      closed = true;
      await (await opened)?.close();
    },
  };
}
