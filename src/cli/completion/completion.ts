import { readArguments } from '../read-arguments.ts';
import { type ExitCode, type Shell, UsageError } from '../shell.ts';
import { completionsFor } from './candidates.ts';
import { completionScripts } from './scripts.ts';

/** Prints the script that makes a shell complete our commands. */
export function completionCommand(shell: Shell, args: readonly string[]): ExitCode {
  const [name = ''] = readArguments('completion', args).positionals;
  const found = Object.entries(completionScripts).find(([known]) => known === name.toLowerCase())?.[1];
  if (found === undefined) {
    const problem = name === '' ? 'Name a shell.' : `There is no completion script for "${name}".`;
    throw new UsageError(
      `${problem} Shells: ${Object.keys(completionScripts).join(', ')}. \`copper-mcp completion --help\` shows how to set it up.`,
    );
  }
  shell.print(found.trimEnd());
  return 0;
}

/**
 * What the scripts run at each press of the key: `complete -- words…`, the last word being the one at the cursor. Prints one candidate a
 * line, with its description after a tab; `:files` alone where file names fit, which shells complete best themselves.
 */
export function completeCommand(shell: Shell, args: readonly string[]): ExitCode {
  const completions = completionsFor(args[0] === '--' ? args.slice(1) : args);
  if (completions === 'files') shell.print(':files');
  else
    for (const { word, description } of completions)
      shell.print(description === '' ? word : `${word}\t${description}`);
  return 0;
}
