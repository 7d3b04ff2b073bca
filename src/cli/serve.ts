import { parseArgs } from 'node:util';
import { createHandlers, type Handlers } from '../mcp/handlers.ts';
import { instructions } from '../mcp/instructions.ts';
import { serveStdio } from '../mcp/stdio.ts';
import { published, publishedJson } from '../published.ts';
import type { ExitCode } from './main.ts';
import { shellConfig } from './settings.ts';
import type { Shell } from './shell.ts';
import { versionNumber } from './version.ts';

/** How long calls in flight may go on after the client closed our input, in milliseconds. */
const grace = 250;

const withoutKey = `copper-mcp is an MCP server: a client such as Claude Desktop starts it and talks to it over stdin and stdout.
No Copper key is set, so there is nothing to serve yet. Next steps:

  copper-mcp call search_opportunities owner=me --sandbox   try it on invented data
  copper-mcp tools                                          what it can answer
  copper-mcp doctor                                         check a key: set COPPER_API_KEY and COPPER_USER_EMAIL
  copper-mcp --help                                         everything else`;

/** Calls under way, and the moment there are none. */
function counted(handlers: Handlers): { handlers: Handlers; idle(): Promise<unknown> } {
  const running = new Set<Promise<unknown>>();
  return {
    handlers: {
      ...handlers,
      call(...given) {
        const work = handlers.call(...given);
        const ended = work.catch(() => undefined).finally(() => running.delete(ended));
        running.add(ended);
        return work;
      },
    },
    idle: () => Promise.all(running),
  };
}

/** The server over stdio: nothing but protocol on stdout; ends at the end of its input and by signals. */
export async function serve(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: { sandbox: { type: 'boolean', default: false } },
  });
  const config = shellConfig(shell, values.sandbox);
  if (config.credentials === undefined && shell.stdinIsTerminal) {
    shell.warn(withoutKey);
    return 1;
  }
  const { handlers, idle } = counted(
    createHandlers({
      list: config.format === 'json' ? publishedJson : published,
      instructions,
      app: async () =>
        (await (await import('./world.ts')).realWorld(shell, { sandbox: values.sandbox, config })).app,
    }),
  );
  const stopped = new Promise<void>((resolve) =>
    shell.interrupted.addEventListener('abort', () => resolve(), { once: true }),
  );
  const { stdin, stdout } = shell;
  const { ended, close } = serveStdio({ stdin, stdout, handlers, version: versionNumber });
  if (shell.stdinIsTerminal)
    shell.warn('copper-mcp is listening for MCP messages on stdin; Ctrl-C stops it.');
  await Promise.race([stopped, ended.then(() => Promise.race([idle(), shell.clock.sleep(grace)]))]);
  await close();
  return 'now';
}
