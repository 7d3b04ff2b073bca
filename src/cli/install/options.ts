import { WriteError } from '../../clients/lock-file.ts';
import { type McpClient, mcpClients } from '../../clients/mcp-clients.ts';
import { suggestNames } from '../../names/suggestions.ts';
import { joined } from '../../tool/sentences.ts';
import { accountNumber } from '../../tool/setting-text.ts';
import { commands } from '../commands.ts';
import { type CommandArguments, readArguments } from '../read-arguments.ts';
import { didYouMean, type ExitCode, type Shell, UsageError } from '../shell.ts';
import { PromptCancelled, type UserPrompts } from '../terminal/prompts.ts';

/** A key given as an argument is exposed already; what matters is that nobody makes a habit of it. */
function refuseKey(args: readonly string[]): void {
  const given = args.find((arg) => /^--(?:copper-)?(?:api-)?key(?:=|$)/i.test(arg));
  if (given === undefined) return;
  throw new UsageError(
    `${given.replace(/=.*/s, '')} is not accepted: a key among the arguments shows up in the process list and in the shell's history. Type it when you are asked, or use --key-stdin or --key-file FILE.`,
  );
}

/** What is wrong with the number of an account as it was typed or pasted; undefined if nothing is, or if there is none. */
export const accountProblem = (text: string): string | undefined =>
  text.trim() === '' || accountNumber(text.trim()) !== undefined
    ? undefined
    : 'That is neither a number nor an address such as https://app.copper.com/companies/1234/app#/….';

/** A word that several clients' names begin with. */
interface UnclearName {
  readonly word: string;
  readonly candidates: readonly McpClient[];
}

/** The client of this name, or all whose names begin with it. @throws UsageError for none */
function clientsNamed(word: string): readonly McpClient[] {
  const name = word.toLowerCase().replaceAll(/[\s_]+/g, '-');
  const ids = mcpClients.map(({ id }) => id);
  const candidates = mcpClients.filter(({ id }) => id.startsWith(name));
  const exact = candidates.filter(({ id }) => id === name);
  if (exact.length > 0 || candidates.length > 0) return exact.length > 0 ? exact : candidates;
  const hint = didYouMean(suggestNames(name, ids, 1));
  throw new UsageError(
    `There is no client "${word}".${hint} Known clients: ${ids.join(', ')}; --print works for any other.`,
  );
}

/** The clients that a command line means. */
interface NamedClients {
  /** Without duplicates. */
  readonly clients: readonly McpClient[];
  /** Words that may mean several clients, none of which is named otherwise. */
  readonly unclear: readonly UnclearName[];
}
/** What `install` was asked for. */
export type InstallOptions = CommandArguments<(typeof commands)['install']>['values'] & NamedClients;
/** What `uninstall` was asked for. */
export type UninstallOptions = CommandArguments<(typeof commands)['uninstall']>['values'] & NamedClients;

/** @throws UsageError */
function readClients(words: readonly string[]): NamedClients {
  const named = words.map((word) => ({ word, candidates: clientsNamed(word) }));
  const clients = new Set(named.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : [])));
  return { clients: [...clients], unclear: named.filter(({ candidates }) => candidates.length > 1) };
}

/** Says which clients a word may mean. */
export function unclearName({ word, candidates }: UnclearName): UsageError {
  const names = candidates.map(({ id, name }) => `${name} (${id})`);
  const all = candidates.length === 2 ? 'both' : 'several';
  return new UsageError(`"${word}" may mean ${joined(names, 'or')}. Name one of them, or ${all}.`);
}

/** What a person asked `install` for. @throws UsageError */
export function readInstallOptions(args: readonly string[]): InstallOptions {
  refuseKey(args);
  const { values, positionals } = readArguments(commands.install, args);
  const sources = (['sandbox', 'key-file', 'key-stdin'] as const).filter((name) => values[name]);
  if (sources.length > 1)
    throw new UsageError(`Give only one of ${sources.map((name) => `--${name}`).join(' and ')}.`);
  if (values['key-file'] !== undefined && values['key-in-config'])
    throw new UsageError('Give --key-file to refer to the file, or --key-in-config with --key-stdin.');
  if (values.sandbox && values['account-id'] !== undefined)
    throw new UsageError(
      'The records of the sandbox are in no Copper: leave out --account-id, or --sandbox.',
    );
  const problem = accountProblem(values['account-id'] ?? '');
  if (problem !== undefined) throw new UsageError(`--account-id: ${problem}`);
  return { ...values, ...readClients(positionals) };
}

/** What a person asked `uninstall` for. @throws UsageError */
export function readUninstallOptions(args: readonly string[]): UninstallOptions {
  const { values, positionals } = readArguments(commands.uninstall, args);
  return { ...values, ...readClients(positionals) };
}

/** What all steps of both commands need. */
export interface StepContext<Options = InstallOptions | UninstallOptions> {
  readonly shell: Shell;
  readonly options: Options;
  /** Undefined if the answers are given already, or if nothing is written. */
  readonly prompts: UserPrompts | undefined;
}

/** Copper refused the key, or could not be asked. */
export class KeyRefused extends Error {}

/** Said if a person leaves or declines. */
export const nothingChanged = 'Nothing was changed.';

/** Runs the steps of a command; exit code 130 if the person leaves. @throws UsageError */
export async function runSteps<Options extends InstallOptions | UninstallOptions>(
  shell: Shell,
  options: Options,
  steps: (context: StepContext<Options>) => Promise<ExitCode>,
): Promise<ExitCode> {
  const [unclear] = options.unclear;
  const isAsked = shell.prompts !== undefined && !options.yes && !options['dry-run'] && !options.json;
  if (unclear !== undefined && !isAsked) throw unclearName(unclear);
  try {
    return await steps({ shell, options, prompts: await promptsFor(shell.prompts, options)?.() });
  } catch (error) {
    if (error instanceof PromptCancelled || shell.interrupted.aborted) {
      shell.warn(nothingChanged);
      return 130;
    }
    if (!(error instanceof KeyRefused) && !(error instanceof WriteError)) throw error;
    shell.warn(`copper-mcp: ${error.message}`);
    return 1;
  }
}

/** @throws UsageError if a question would have to be asked, and cannot be */
function promptsFor(prompts: Shell['prompts'], options: InstallOptions | UninstallOptions): Shell['prompts'] {
  if (options.yes || options['dry-run']) return undefined;
  const instead = 'add --yes to write the changes, or --dry-run to preview them.';
  if (options.json) throw new UsageError(`--json asks no questions: ${instead}`);
  if (prompts === undefined) throw new UsageError(`There is no terminal to ask questions on: ${instead}`);
  return prompts;
}
