import { nearestNames } from '../names/nearest-names.ts';
import { published } from '../published.ts';
import { commandHelp, overview } from './command-help.ts';
import { type CommandName, commands } from './commands.ts';
import { findTool } from './find-tool.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, type Shell, UsageError } from './shell.ts';
import { toolHelp } from './tool-help.ts';
import { versionNumber } from './version.ts';

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);

function about(shell: Shell, name: string): string {
  if (isCommand(name)) return commandHelp(shell, name);
  const tool = published.find((one) => one.name === name.replaceAll('-', '_'));
  if (tool !== undefined) return toolHelp(shell, tool);
  const near = nearestNames(name, [...Object.keys(commands), ...published.map((one) => one.name)], 3);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  throw new UsageError(
    `There is no command and no tool "${name}".${hint} \`copper-mcp --help\` and \`copper-mcp tools\` list all.`,
  );
}

/** Everything a person needs to start; or all about one command, or one tool. */
export function help(shell: Shell, args: readonly string[]): ExitCode {
  const [first, second] = readArguments('help', args).positionals;
  if (first === undefined) shell.print(overview(shell));
  else if (first === 'call' && second !== undefined) shell.print(toolHelp(shell, findTool(second)));
  else shell.print(about(shell, first));
  return 0;
}

/** The version alone, for scripts. */
export function version(shell: Shell, args: readonly string[]): ExitCode {
  readArguments('version', args);
  shell.print(versionNumber);
  return 0;
}
