import { commands } from './commands.ts';
import { openEnvironment } from './environment.ts';
import { findTool } from './help/tool-help.ts';
import { readArguments } from './read-arguments.ts';
import { readInput } from './read-input.ts';
import { type ExitCode, type Shell, shellConfig, UsageError } from './shell.ts';
import { progressLine } from './terminal/progress-line.ts';

/** Calls one tool: the answer on stdout, exit code 1 when it is an error. */
export async function callCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(commands.call, args);
  const { sandbox = false, json = false, input: file } = values;
  const [name, ...words] = positionals;
  if (name === undefined)
    throw new UsageError(
      'Name a tool; `copper-mcp tools` lists them. Example: copper-mcp call list_users --sandbox',
    );
  const tool = findTool(name);
  const { warnings, ...read } = shellConfig(shell, sandbox);
  const input = await readInput(shell, words, file);
  for (const warning of warnings) shell.warn(`copper-mcp: ${warning}`);

  const line = progressLine({ screen: json ? undefined : shell.screen, clock: shell.clock });
  const warn = (text: string) => {
    line.clear();
    shell.warn(text);
  };
  const config = { ...read, format: json ? ('json' as const) : read.format, warnings: [] };
  const { app, close } = await openEnvironment({ ...shell, warn }, { sandbox, config });
  try {
    line.show({ message: 'asking Copper' });
    const { interrupted: signal } = shell;
    const result = await app.call(tool.name, input, { signal, onProgress: line.show });
    line.end();
    if (result.isError) shell.warn(result.text);
    else shell.print(result.text);
    return result.isError ? 1 : 0;
  } finally {
    line.end();
    await close();
  }
}
