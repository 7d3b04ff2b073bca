import { setFlagsFromString } from 'node:v8';
import { longestExchangeMs } from '../config.ts';
import { createHandlers, trackCalls } from '../mcp/handlers.ts';
import { RpcError, rpcCodes } from '../mcp/json-rpc.ts';
import { serveStdio } from '../mcp/stdio.ts';
import { publishedCapabilities } from '../published.ts';
import { serveSpec } from './command-spec.ts';
import { usableProxy } from './proxy.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, interruption, readView, type Shell, shellConfig, versionNumber } from './shell.ts';
import { withSpans } from './spans.ts';
import { toolChoice } from './tool-choice.ts';

/** How long running calls may continue after the input has ended, in milliseconds: clients wait 2 s before they kill the server. */
const graceMs = 1_000;

const withoutKey = `copper-mcp is an MCP server: a client such as Claude Desktop starts it and talks to it over stdin and stdout.
No Copper key is set, so there is nothing to serve yet. Next steps:

  copper-mcp call search_opportunities owner=me --sandbox   try it on demo data
  copper-mcp tools                                          what it can answer
  copper-mcp doctor                                         check a key: set COPPER_API_KEY and COPPER_USER_EMAIL
  copper-mcp --help                                         everything else`;

/**
 * How V8 keeps to what this server needs. Calls arrive one by one here: letting the young generation grow to 16 MB, or the old one to three
 * times what is alive, would only waste the user's memory. undici's parser of HTTP is WebAssembly, which V8 would compile a second time,
 * better, with 20 MB for that.
 */
const frugal = ['--semi-space-growth-factor=1', '--optimize-for-size', '--liftoff-only'];

/** What is said when a part of the program could not be loaded: Node does not try it again. */
const notLoaded =
  'copper-mcp: a part of the program could not be loaded; the server stops, so that the client can start it again.';

/** What is said when a client no longer reads. */
const leftUnread = 'copper-mcp: the client has left 32 MB of answers unread; the server stops.';

/** The server over stdio: nothing but protocol on stdout. It stops at the end of its input and on signals. */
export async function serveCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { sandbox = false, tools } = readArguments(serveSpec, args).values;
  const config = shellConfig(shell, sandbox);
  const { offered } = toolChoice(config, tools);
  if (!sandbox) usableProxy(config.baseUrl, shell.env);
  if (config.credentials === undefined && shell.stdinIsTerminal) {
    shell.warn(withoutKey);
    return 1;
  }
  for (const flag of frugal) setFlagsFromString(flag);
  const { clock, stdin, stdout } = shell;
  const { run, idle } = trackCalls(clock);
  const { broken, onNotLoaded } = watchParts(shell);
  const handlers = createHandlers({
    selection: offered,
    capabilities: publishedCapabilities,
    readView: async () => readView(shell),
    async app() {
      try {
        return (await (await import('./environment.ts')).openEnvironment(shell, { sandbox, config })).app;
      } catch (error) {
        throw onNotLoaded(error);
      }
    },
    run: withSpans(run, versionNumber, 'pipe', (text) => shell.warn(`copper-mcp: ${text}`)),
  });
  const connection = serveStdio({
    stdin,
    stdout,
    handlers,
    version: versionNumber,
    clock,
    answerTimeoutMs: longestExchangeMs(config),
    onNotLoaded,
  });
  if (shell.stdinIsTerminal)
    shell.warn('copper-mcp is listening for MCP messages on stdin; Ctrl-C stops it.');
  const finished = connection.ended.then(() => Promise.race([idle(), clock.sleep(graceMs)]));
  const problem = await Promise.race([
    interruption(shell),
    finished,
    connection.unread.then(() => leftUnread),
    broken.then(idle).then(() => notLoaded),
  ]);
  if (problem !== undefined) shell.warn(problem);
  await connection.close();
  return 'now';
}

/** Whether every part of the program could be loaded; `broken` resolves with the first one that could not. */
function watchParts(shell: Shell) {
  let onBroken = () => {};
  const broken = new Promise<void>((resolve) => {
    onBroken = resolve;
  });
  return {
    broken,
    /** The answer in place of the reason, which is not for agents: it may name files of this machine. An id leads to it on stderr. */
    onNotLoaded(error: unknown): RpcError {
      onBroken();
      const id = Math.floor(shell.random() * 36 ** 6)
        .toString(36)
        .padStart(6, '0');
      shell.warn(
        `copper-mcp: internal error ${id}: ${error instanceof Error ? error.message : String(error)}`,
      );
      return new RpcError(
        rpcCodes.internalError,
        `Internal error of copper-mcp (${id}): it could not start, and stops. Tell the user this id, which is also in the log.`,
      );
    },
  };
}
