import type { Config } from '../config.ts';
import { listen } from '../http/listen.ts';
import type { PageFacts } from '../http/page.ts';
import { CallersError } from '../http/parse-callers.ts';
import { servePage } from '../http/serve-page.ts';
import { createFrontDoor, type FrontDoor } from '../http/server.ts';
import type { HttpSettings } from '../http/settings.ts';
import { createLog, type EventLog } from '../log.ts';
import { ChoiceError } from '../mcp/choose-tools.ts';
import { createEndpoint } from '../mcp/endpoint.ts';
import { withSelection } from '../mcp/tool-selection.ts';
import { frames } from '../tool/frames.ts';
import { openAccounts } from './http-accounts.ts';
import { readHttpSettings } from './http-settings.ts';
import { type ExitCode, type Shell, shellConfig, UsageError, versionNumber } from './shell.ts';
import { type ToolChoice, toolChoice } from './tool-choice.ts';
import { totalTokens, withTokens } from './tool-prices.ts';

/** Calls under way may finish for so long after a signal to stop; then they end with an error, which still goes out. */
const graceMs = 9_000;
const lastWordsMs = 500;

/** Problems with files and ports are the user's to mend. */
async function explained<T>(make: () => T | Promise<T>, { host, port, proof }: HttpSettings): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const callers = proof.kind === 'none' ? '' : proof.callers;
    if (error instanceof CallersError) throw new UsageError(`${callers}: ${error.message}`);
    if (code === 'ENOENT' || code === 'EACCES')
      throw new UsageError(`${callers} cannot be read; check its path and who may read it.`);
    if (code === 'EADDRINUSE')
      throw new UsageError(`Port ${port} of ${host} is taken; --port names another.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UsageError(`${host} is no address of this machine; --host names another.`);
    throw error;
  }
}

async function run(shell: Shell, settings: HttpSettings, door: FrontDoor, log: EventLog): Promise<void> {
  const { clock, interrupted } = shell;
  const { host, port, metricsPort, proof } = settings;
  const main = await explained(() => listen(door.listener, { host, port }), settings);
  const numbers =
    metricsPort === undefined
      ? undefined
      : await explained(() => listen(door.metricsListener, { host, port: metricsPort }), {
          ...settings,
          port: metricsPort,
        });
  shell.print(`${main.url}/mcp`);
  log.info(
    { url: `${main.url}/mcp`, auth: proof.kind, metrics: `${(numbers ?? main).url}/metrics` },
    'listening',
  );
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
  door.health.stop();
  const finished = await main.drain(clock, graceMs);
  await door.accounts.close();
  if (!finished) await clock.sleep(lastWordsMs);
  log.info({ finished }, 'stopped');
  main.cut();
  numbers?.cut();
}

/** Whose Copper key calls act with, as the page for people tells it. */
function keyOf({ credentials }: Config, { callerKeys }: HttpSettings, sandbox: boolean): PageFacts['key'] {
  if (sandbox) return 'sandbox';
  if (credentials !== undefined) return 'server';
  return callerKeys ? 'caller' : 'missing';
}

/** What `?tools=core` leaves of the tools, where that is less than all and not nothing. */
function costOfCore({ menu, choose }: ToolChoice): PageFacts['core'] {
  try {
    const core = withTokens(choose('core'));
    return core.length < menu.list.length ? { tools: core.length, tokens: totalTokens(core) } : undefined;
  } catch (error) {
    if (error instanceof ChoiceError) return undefined;
    throw error;
  }
}

/** The server over HTTP, for many callers, until interrupted; its address stands on stdout. */
export async function httpCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { settings, sandbox, tools } = readHttpSettings(shell, args);
  const { clock, readFile } = shell;
  const config = shellConfig({ ...shell, env: { LOG_LEVEL: 'info', ...shell.env } }, sandbox);
  const choice = toolChoice(config, tools);
  const log = createLog(config.logLevel, (line) => shell.warn(line.trimEnd()));
  for (const warning of config.warnings) log.warn({}, warning);
  if (config.credentials === undefined && !settings.callerKeys)
    log.warn({}, 'No Copper key is set: callers without credentials of their own will only be told so.');
  const accounts = await openAccounts(shell, config, log, { sandbox, callerKeys: settings.callerKeys });
  const door = await explained(
    () =>
      createFrontDoor({
        settings,
        endpoint: createEndpoint({
          version: versionNumber,
          onError: (error) => log.error(frames(error), 'internal'),
        }),
        offer: (handlers, words) =>
          withSelection(handlers, words === undefined ? choice.menu : choice.choose(words)),
        own: config.credentials,
        makeAccount: accounts.make,
        details: accounts.details,
        clock,
        log,
        readFile,
        version: versionNumber,
        page: servePage({
          version: versionNumber,
          auth: settings.proof.kind,
          key: keyOf(config, settings, sandbox),
          tools: withTokens(choice.menu),
          core: costOfCore(choice),
        }),
      }),
    settings,
  );
  await run(shell, settings, door, log);
  await accounts.close().catch((error: unknown) => log.warn({ problem: String(error) }, 'not closed'));
  return 'now';
}
