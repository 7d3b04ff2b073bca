import { scripts } from './completion-scripts.ts';
import { readArguments } from './read-arguments.ts';
import { type ExitCode, type Shell, UsageError } from './shell.ts';

/** Prints the script that makes a shell complete our words. */
export function completion(shell: Shell, args: readonly string[]): ExitCode {
  const [name = ''] = readArguments('completion', args).positionals;
  const found = Object.entries(scripts).find(([known]) => known === name.toLowerCase())?.[1];
  if (found === undefined) {
    const asked = name === '' ? 'Which shell?' : `There is no script for "${name}".`;
    throw new UsageError(
      `${asked} Shells: ${Object.keys(scripts).join(', ')}. \`copper-mcp completion --help\` shows how.`,
    );
  }
  shell.print(found.trimEnd());
  return 0;
}
