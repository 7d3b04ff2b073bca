import { WriteError } from '../../clients/lock-file.ts';
import { type McpClient, mcpClients } from '../../clients/mcp-clients.ts';
import { suggestNames } from '../../names/suggestions.ts';
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

/** The client of this name, or the only one whose name begins with it. */
function clientNamed(word: string): McpClient {
  const name = word.toLowerCase().replaceAll(/[\s_]+/g, '-');
  const ids = mcpClients.map(({ id }) => id);
  const candidates = mcpClients.filter(({ id }) => id.startsWith(name));
  const exact = candidates.find(({ id }) => id === name);
  const [client = exact, ...others] = exact === undefined ? candidates : [];
  if (client !== undefined && others.length === 0) return client;
  const hint = didYouMean(others.length > 0 ? candidates.map(({ id }) => id) : suggestNames(name, ids, 1));
  throw new UsageError(
    `There is no client "${word}".${hint} Known clients: ${ids.join(', ')}; --print works for any other.`,
  );
}

type Clients = { readonly clients: readonly McpClient[] };
/** What `install` was asked for. */
export type InstallOptions = CommandArguments<(typeof commands)['install']>['values'] & Clients;
/** What `uninstall` was asked for. */
export type UninstallOptions = CommandArguments<(typeof commands)['uninstall']>['values'] & Clients;

/** Clients by name, without duplicates. @throws UsageError */
const clientsNamed = (words: readonly string[]) => [...new Set(words.map(clientNamed))];

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
  return { ...values, clients: clientsNamed(positionals) };
}

/** What a person asked `uninstall` for. @throws UsageError */
export function readUninstallOptions(args: readonly string[]): UninstallOptions {
  const { values, positionals } = readArguments(commands.uninstall, args);
  return { ...values, clients: clientsNamed(positionals) };
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
  try {
    return await steps({ shell, options, prompts: await promptsFor(shell.prompts, options)?.() });
  } catch (error) {
    if (error instanceof PromptCancelled) {
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
