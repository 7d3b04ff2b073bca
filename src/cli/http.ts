import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { codeOf, isExposed } from '../clients/local-machine.ts';
import { type Config, longestExchangeMs } from '../config.ts';
import { CallersError } from '../http/callers-file.ts';
import { listen } from '../http/listen.ts';
import type { NodeListener } from '../http/node-listener.ts';
import { createPageRoute, type PageFacts } from '../http/page.ts';
import { createHttpServer, type HttpServer } from '../http/server.ts';
import { createServerCardRoute } from '../http/server-card.ts';
import type { HttpSettings } from '../http/settings.ts';
import { isOpenToAll } from '../http/sign-in/check-key.ts';
import { SealError } from '../http/sign-in/seal.ts';
import type { EventLog } from '../log.ts';
import { ChoiceError } from '../mcp/choose-tools.ts';
import { createEndpoint } from '../mcp/endpoint.ts';
import { legacyRevisions } from '../mcp/first-answers.ts';
import { createHandlers } from '../mcp/handlers.ts';
import { firstModern } from '../mcp/json-rpc.ts';
import { repositoryUrl, serverInfo } from '../mcp/methods.ts';
import { publishedCapabilities } from '../published.ts';
import { errorForLog } from '../tool/tool-error.ts';
import { openAuditFile } from './audit-file.ts';
import { createLog, openAccounts } from './environment.ts';
import { readHttpSettings } from './http-settings.ts';
import {
  type ExitCode,
  interruption,
  readView,
  registryName,
  type Shell,
  shellConfig,
  UsageError,
  versionNumber,
} from './shell.ts';
import { type LocalSignInEnvironment, sealProblem, signInEnvironment } from './sign-in-environment.ts';
import { withSpans } from './spans.ts';
import { type ToolChoice, toolChoice } from './tool-choice.ts';
import { totalTokens, withTokens } from './tool-prices.ts';

/** How long running calls may continue after a signal to stop, in milliseconds; then they end with an error. */
const graceMs = 9_000;
/** How long there is to send those errors, in milliseconds. */
const errorMs = 500;

/**
 * How V8 keeps to what this server needs; the calls of 50 clients take as long as without. Garbage is collected when the old generation has
 * grown by 30 percent, not to twice what is alive, and undici's parser of HTTP, which is WebAssembly, is compiled once: 16 of 140 MB.
 */
const frugal = ['--heap-growing-percent=30', '--liftoff-only'];

/** What the system says of a file that is not there, is not a file, or may not be read. */
const unreadable = [
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EFTYPE',
  'ENXIO',
  'EACCES',
  'EPERM',
  'ELOOP',
  'ENAMETOOLONG',
  'EFBIG',
];

/** Turns problems with files and ports into usage errors: the user can fix them. */
async function explained<T>(
  work: () => Promise<T>,
  { host, port, auth }: HttpSettings,
  signIns?: string,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    const isPort = error instanceof Error && 'syscall' in error && error.syscall === 'listen';
    const callers = 'callers' in auth ? (auth.callers ?? '') : '';
    if (error instanceof CallersError) throw new UsageError(`${callers}: ${error.message}`);
    if (error instanceof SealError) {
      throw new UsageError(sealProblem(signIns ?? '', error));
    }
    if (isPort && code === 'EACCES')
      throw new UsageError(`Port ${port} needs an administrator; choose another with --port.`);
    if (unreadable.includes(code))
      throw new UsageError(
        `${signIns ?? callers} cannot be read; check its path and permissions, and that it is a regular file.`,
      );
    if (code === 'EADDRINUSE')
      throw new UsageError(`Port ${port} of ${host} is taken; choose another with --port.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UsageError(`${host} is not an address of this machine; choose another with --host.`);
    throw error;
  }
}

async function run(shell: Shell, settings: HttpSettings, server: HttpServer, log: EventLog): Promise<void> {
  const { clock } = shell;
  const { host, metricsPort, auth, trustProxy } = settings;
  // All connections from a proxy have its address.
  const proxied = trustProxy ? { maxPerAddress: Number.POSITIVE_INFINITY } : {};
  const open = (listener: NodeListener, port: number) =>
    explained(() => listen(listener, { host, port, ...proxied }), { ...settings, port });
  const main = await open(server.listener, settings.port);
  const metrics = metricsPort === undefined ? undefined : await open(server.metricsListener, metricsPort);
  const url = `${main.url}/mcp`;
  // Whoever wanted the address may be gone: callers are not.
  shell.stdout.on('error', () => undefined);
  shell.print(url);
  log.info({ url, auth: auth.kind, metrics: `${(metrics ?? main).url}/metrics` }, 'listening');
  await interruption(shell);
  server.health.stop();
  const drained = await Promise.all([main, metrics].map((each) => each?.drain(clock, graceMs)));
  const finished = !drained.includes(false);
  await server.accounts.close();
  await server.close();
  if (!finished) await clock.sleep(errorMs);
  log.info({ finished }, 'stopped');
  main.closeConnections();
  metrics?.closeConnections();
}

/** Which Copper key calls use, for the page. */
function keyOf(
  { credentials }: Config,
  { callerKeys, auth }: HttpSettings,
  sandbox: boolean,
): PageFacts['key'] {
  if (sandbox) return 'sandbox';
  if (auth.kind === 'sign-in') return 'own';
  if (credentials !== undefined) return 'server';
  return callerKeys ? 'caller' : 'missing';
}

/** What `?tools=core` offers; undefined if that is all tools or none. */
function costOfCore({ offered, narrow }: ToolChoice): PageFacts['core'] {
  try {
    const core = withTokens(narrow('core'));
    return core.length < offered.list.length ? { tools: core.length, tokens: totalTokens(core) } : undefined;
  } catch (error) {
    if (error instanceof ChoiceError) return undefined;
    throw error;
  }
}

/** What `--auth sign-in` was started with. */
interface SignInArguments {
  readonly config: Config;
  readonly signIns: string | undefined;
  readonly sandbox: boolean;
  readonly log: EventLog;
}

/** What people sign in with, and what an administrator should know of it. @throws UsageError */
async function openSignIns(
  shell: Shell,
  { allowed }: Extract<HttpSettings['auth'], { kind: 'sign-in' }>,
  { config, signIns, sandbox, log }: SignInArguments,
): Promise<LocalSignInEnvironment> {
  const environment = await signInEnvironment(shell, { signIns, redisUrl: config.redisUrl });
  for (const warning of environment.warnings) log.warn({}, warning);
  if (isOpenToAll(allowed)) {
    log.warn(
      {},
      'Anybody with a Copper key, of any company, may sign in; --allow-email-domain or --allow-email limits that.',
    );
  }
  if (config.credentials !== undefined && !sandbox)
    log.warn(
      {},
      'With --auth sign-in each person uses their own Copper key; the one that is set here is not used.',
    );
  return environment;
}

/** The server over HTTP for many callers, until interrupted; it prints its address on stdout. */
export async function httpCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { settings, sandbox, tools, signIns, audit } = readHttpSettings(shell, args);
  const { clock, readFile } = shell;
  const config = shellConfig({ ...shell, env: { LOG_LEVEL: 'info', ...shell.env } }, sandbox);
  const { credentials } = config;
  const choice = toolChoice(config, tools);
  const log = createLog(config.logLevel, (line) => shell.warn(line.trimEnd()));
  for (const flag of frugal) setFlagsFromString(flag);
  for (const warning of config.warnings) log.warn({}, warning);
  const { callerKeys, auth } = settings;
  const signIn =
    auth.kind === 'sign-in' ? await openSignIns(shell, auth, { config, signIns, sandbox, log }) : undefined;
  if (credentials === undefined && !callerKeys && signIn === undefined)
    log.warn({}, 'No Copper key is set: callers without credentials of their own will get an error.');
  const auditFile = audit === undefined ? undefined : openAuditFile(shell, audit);
  for (const warning of auditFile?.warnings ?? []) log.warn({}, warning);
  if (auditFile !== undefined) shell.ignoreHangups();
  const { createApp, details, close } = await openAccounts(shell, config, log, { sandbox, callerKeys });
  const onError = (error: unknown) => log.error(errorForLog(error), 'internal');
  const page = createPageRoute({
    version: versionNumber,
    auth: settings.auth.kind,
    key: keyOf(config, settings, sandbox),
    tools: withTokens(choice.offered),
    core: costOfCore(choice),
  });
  const discovery = createServerCardRoute({
    name: registryName,
    identity: serverInfo(versionNumber),
    repository: repositoryUrl,
    auth: settings.auth.kind,
    revisions: [firstModern, ...legacyRevisions],
  });
  const endpoint = createEndpoint({ version: versionNumber, onError });
  await endpoint.ready();
  const createServer = () =>
    createHttpServer({
      settings,
      endpoint,
      credentials,
      createApp,
      createHandlers: (app, words, runWork) =>
        createHandlers({
          selection: words === undefined ? choice.offered : choice.narrow(words),
          capabilities: publishedCapabilities,
          readView: async () => readView(shell),
          app: async () => app,
          run: withSpans(runWork, versionNumber, 'tcp', (text) => log.warn({}, text)),
        }),
      clock,
      answerTimeoutMs: longestExchangeMs(config),
      log,
      readFile,
      version: versionNumber,
      usage: shell.usage,
      details,
      page,
      discovery,
      ...(signIn === undefined ? {} : { signIn }),
      ...(auditFile && { appendAudit: auditFile.append }),
    });
  const server = await explained(createServer, settings, signIn?.name);
  const callers = 'callers' in auth ? auth.callers : undefined;
  if (callers !== undefined && isExposed(shell.machine, resolve(callers), 'write'))
    log.warn({}, `Other users can write ${callers}, and so decide who is let in; chmod go-w prevents that.`);
  await run(shell, settings, server, log);
  await close().catch((error: unknown) => log.warn({ problem: String(error) }, 'not closed'));
  return 'now';
}
