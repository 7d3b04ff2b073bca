import { setFlagsFromString } from 'node:v8';
import { createHandlers, type Handlers } from '../mcp/handlers.ts';
import { instructions } from '../mcp/instructions.ts';
import { serveStdio } from '../mcp/stdio.ts';
import { withSelection } from '../mcp/tool-selection.ts';
import { wrapCapabilities } from '../mcp/wrap-capabilities.ts';
import { published, publishedCapabilities } from '../published.ts';
import type { Clock } from '../tool/clock.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, type Shell, shellConfig, versionNumber } from './shell.ts';
import { toolChoice } from './tool-choice.ts';

/** How long calls in flight may go on after our input ended, in milliseconds: clients that stop us give 2 s before they kill. */
const grace = 1_000;

const withoutKey = `copper-mcp is an MCP server: a client such as Claude Desktop starts it and talks to it over stdin and stdout.
No Copper key is set, so there is nothing to serve yet. Next steps:

  copper-mcp call search_opportunities owner=me --sandbox   try it on invented data
  copper-mcp tools                                          what it can answer
  copper-mcp doctor                                         check a key: set COPPER_API_KEY and COPPER_USER_EMAIL
  copper-mcp --help                                         everything else`;

const tooLong = 'copper-mcp: the client sent a message of more than 10 MB; the server stops.';

/** Calls under way, and the moment there are none and their answers are out. */
function counted(handlers: Handlers, clock: Clock): { handlers: Handlers; idle(): Promise<void> } {
  const running = new Set<Promise<unknown>>();
  const count = <T>(work: Promise<T>): Promise<T> => {
    const ended = work.catch(() => undefined).finally(() => running.delete(ended));
    running.add(ended);
    return work;
  };
  return {
    handlers: {
      ...handlers,
      ...wrapCapabilities(handlers, (_, context, work) => count(work(context))),
      call: (...given) => count(handlers.call(...given)),
    },
    async idle() {
      // The protocol starts calls, and sends answers, some promises after it could: a turn of the event loop lets it.
      await clock.sleep(0);
      await Promise.all(running);
      await clock.sleep(0);
    },
  };
}

/** The server over stdio: nothing but protocol on stdout; ends at the end of its input and by signals. */
export async function serveCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { sandbox = false, tools } = readArguments('serve', args).values;
  const config = shellConfig(shell, sandbox);
  const { menu } = toolChoice(config, tools);
  if (config.credentials === undefined && shell.stdinIsTerminal) {
    shell.warn(withoutKey);
    return 1;
  }
  // Calls come one by one here: room for young objects that grows to 16 MB would only be memory of somebody's desk.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { handlers, idle } = counted(
    withSelection(
      createHandlers({
        list: published,
        instructions,
        lists: publishedCapabilities,
        app: async () =>
          (await (await import('./environment.ts')).openEnvironment(shell, { sandbox, config })).app,
      }),
      menu,
    ),
    shell.clock,
  );
  const stopped = new Promise<void>((resolve) => {
    if (shell.interrupted.aborted) resolve();
    shell.interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
  const { stdin, stdout } = shell;
  const { ended, hungUp, close } = serveStdio({ stdin, stdout, handlers, version: versionNumber });
  if (shell.stdinIsTerminal)
    shell.warn('copper-mcp is listening for MCP messages on stdin; Ctrl-C stops it.');
  const over = ended.then(() => Promise.race([idle(), shell.clock.sleep(grace)]));
  const why = await Promise.race([stopped, over, hungUp.then(() => tooLong)]);
  if (why !== undefined) shell.warn(why);
  await close();
  return 'now';
}
