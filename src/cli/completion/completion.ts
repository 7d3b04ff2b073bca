import { published } from '../../published.ts';
import type { CommandOption, CommandSpec } from '../command-spec.ts';
import { commandNamed, commands } from '../commands.ts';
import { argumentsOf, publishedTool } from '../help/tool-help.ts';
import { readArguments } from '../read-arguments.ts';
import { type ExitCode, type Shell, UsageError } from '../shell.ts';
import { completionScripts } from './scripts.ts';

/** Prints the script that makes a shell complete our commands. */
export function completionCommand(shell: Shell, args: readonly string[]): ExitCode {
  const [name = ''] = readArguments(commands.completion, args).positionals;
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

/** One word that fits at the cursor; a word that ends with `=` is to be continued. */
interface CompletionCandidate {
  readonly word: string;
  readonly description: string;
}

/** What fits at the cursor: words, or the names of files. */
type Completions = readonly CompletionCandidate[] | 'files';

const toolNames = () => published.map(({ name, description }) => ({ word: name, description }));
const commandNames = () => Object.entries(commands).map(([word, { what }]) => ({ word, description: what }));
const undescribed = (words: readonly string[]) => words.map((word) => ({ word, description: '' }));

function valuesOf({ value, oneOf }: CommandOption): Completions {
  return value === 'FILE' ? 'files' : undescribed(oneOf ?? []);
}

function optionsOf(options: CommandSpec['options'], used: readonly string[]): CompletionCandidate[] {
  const unused = Object.entries(options).filter(
    ([name, { multiple }]) => multiple || !used.some((word) => word.split('=')[0] === `--${name}`),
  );
  const own = unused.map(([name, { what }]) => ({ word: `--${name}`, description: what }));
  return [...own, { word: '--help', description: 'show the options and examples' }];
}

/** Arguments of a tool that were not given yet, or the values of the one that is being typed. */
function argumentsFor(toolName: string, used: readonly string[], current: string): CompletionCandidate[] {
  const tool = publishedTool(toolName);
  const all = tool === undefined ? [] : argumentsOf(tool);
  const begun = all.find(({ name }) => current.startsWith(`${name}=`));
  if (begun !== undefined) return undescribed(begun.suggested.map((value) => `${begun.name}=${value}`));
  return all
    .filter(({ name, list }) => list || !used.some((word) => word.startsWith(`${name}=`)))
    .map(({ name, what, values }) => ({ word: `${name}=`, description: what || values.join(', ') }));
}

/** What can follow `token`. */
const tokenWords = {
  new: 'create a token',
  list: 'who may call, and who has signed in',
  revoke: 'end a token, or all sign-ins of a person',
  rotate: 'replace a token by a new one',
  secret: 'create a secret for sign-in',
};

/** Positional words of a command, by those before them. */
function positionalsFor(name: string, before: readonly string[], current: string): Completions {
  const [first] = before;
  if (name === 'call' || name === 'export')
    return first === undefined ? toolNames() : argumentsFor(first, before.slice(1), current);
  if (name === 'help' && first === undefined) return [...commandNames(), ...toolNames()];
  if (name === 'help' && first === 'call') return toolNames();
  if (name === 'completion' && first === undefined) return undescribed(['bash', 'zsh', 'fish']);
  if (name === 'token' && first === undefined)
    return Object.entries(tokenWords).map(([word, description]) => ({ word, description }));
  return [];
}

/** Sorts the words before the cursor into options and positionals; `pending` is an option whose value comes next. */
function sortWords(words: readonly string[], options: CommandSpec['options']) {
  const sorted = { options: [] as string[], positionals: [] as string[] };
  let pending: CommandOption | undefined;
  for (const word of words) {
    const option: CommandOption | undefined = word.startsWith('--') ? options[word.slice(2)] : undefined;
    if (pending !== undefined) pending = undefined;
    else if (word.startsWith('-')) sorted.options.push(word);
    else sorted.positionals.push(word);
    if (option?.type === 'string') pending = option;
  }
  return { ...sorted, pending };
}

/** Everything that fits at the cursor, whatever was typed of it. */
function allCompletions(words: readonly string[], current: string): Completions {
  const [first = ''] = words;
  if (words.length <= 1 && !current.startsWith('-')) return commandNames();
  const name = first.startsWith('-') ? 'serve' : first;
  const command = commandNamed(name);
  if (command === undefined) return [];
  const before = sortWords(words.slice(first.startsWith('-') ? 0 : 1, -1), command.options);
  if (before.pending !== undefined) return valuesOf(before.pending);
  const [begun = '', begunName = ''] = /^--([^=]+)=/.exec(current) ?? [];
  const option = command.options[begunName];
  if (option !== undefined) {
    const values = valuesOf(option);
    return values === 'files' ? values : undescribed(values.map(({ word }) => `${begun}${word}`));
  }
  if (!current.startsWith('-')) return positionalsFor(name, before.positionals, current);
  return optionsOf(command.options, before.options);
}

/** What fits at the cursor: the last of `words`, which follow the program's name. */
export function completionsFor(words: readonly string[]): Completions {
  const current = words.at(-1) ?? '';
  const completions = allCompletions(words, current);
  return completions === 'files' ? completions : completions.filter(({ word }) => word.startsWith(current));
}
