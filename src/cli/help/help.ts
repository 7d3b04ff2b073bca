import { nearestNames } from '../../names/nearest-names.ts';
import { published } from '../../published.ts';
import { commandNamed, commands } from '../commands.ts';
import { readArguments } from '../read-arguments.ts';
import { didYouMean, type ExitCode, type Shell, UsageError, versionNumber } from '../shell.ts';
import { commandHelp, commandOverview } from './command-help.ts';
import { findTool, publishedTool, toolHelp } from './tool-help.ts';

function helpOn(shell: Shell, name: string): string {
  const command = commandNamed(name);
  if (command !== undefined) return commandHelp(shell, command);
  const tool = publishedTool(name);
  if (tool !== undefined) return toolHelp(shell, tool);
  const near = nearestNames(name, [...Object.keys(commands), ...published.map((one) => one.name)], 3);
  throw new UsageError(
    `There is no command or tool "${name}".${didYouMean(near)} \`copper-mcp --help\` and \`copper-mcp tools\` list them all.`,
  );
}

/** An overview; or help on one command, or one tool. */
export function helpCommand(shell: Shell, args: readonly string[]): ExitCode {
  const [first, second] = readArguments('help', args).positionals;
  if (first === undefined) shell.print(commandOverview(shell));
  else if (first === 'call' && second !== undefined) shell.print(toolHelp(shell, findTool(second)));
  else shell.print(helpOn(shell, first));
  return 0;
}

/** The version alone, for scripts. */
export function versionCommand(shell: Shell, args: readonly string[]): ExitCode {
  readArguments('version', args);
  shell.print(versionNumber);
  return 0;
}
