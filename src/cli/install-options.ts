import type { Client } from '../clients/client.ts';
import { clients } from '../clients/table.ts';
import { nearestNames } from '../names/nearest-names.ts';
import { readArguments } from './read-arguments.ts';
import { UsageError } from './shell.ts';

/** A key given as an argument is out already; what matters is that nobody learns to do that. */
function refuseKey(args: readonly string[]): void {
  const given = args.find((arg) => /^--(?:copper-)?(?:api-)?key(?:=|$)/i.test(arg));
  if (given === undefined) return;
  throw new UsageError(
    `${given.replace(/=.*/s, '')} is not taken: a key among the arguments can be read in the list of processes and stays in the shell's history. Type it when you are asked, or use --key-stdin or --key-file FILE.`,
  );
}

/** The client that a person means: its name, or the beginning of one alone. */
function clientNamed(word: string): Client {
  const name = word.toLowerCase().replaceAll(/[\s_]+/g, '-');
  const fitting = clients.filter(({ id }) => id === name);
  const begun = fitting.length > 0 ? fitting : clients.filter(({ id }) => id.startsWith(name));
  const [client, ...more] = begun;
  if (client !== undefined && more.length === 0) return client;
  const ids = clients.map(({ id }) => id);
  const near = begun.length > 1 ? begun.map(({ id }) => id) : nearestNames(name, ids, 1);
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  throw new UsageError(
    `There is no client "${word}".${hint} Known: ${ids.join(', ')}; --print serves any other.`,
  );
}

/** Clients by name; none twice. */
const clientsNamed = (words: readonly string[]): readonly Client[] => [...new Set(words.map(clientNamed))];

type Common = 'all' | 'yes' | 'dry-run' | 'json';

/** The flags of both commands; those that were not given are off. */
const common = (values: Partial<Readonly<Record<Common, boolean | undefined>>>) => ({
  all: values.all === true,
  yes: values.yes === true,
  'dry-run': values['dry-run'] === true,
  json: values.json === true,
});

/** What a person asked `install` for. @throws UsageError */
export function readInstallOptions(args: readonly string[]) {
  refuseKey(args);
  const { values, positionals } = readArguments('install', args);
  const keys = (['sandbox', 'key-file', 'key-stdin'] as const).filter((name) => values[name]);
  if (keys.length > 1) throw new UsageError(`Give one of ${keys.map((name) => `--${name}`).join(' and ')}.`);
  const places = (['key-file', 'key-in-config'] as const).filter((name) => values[name]);
  if (places.length > 1)
    throw new UsageError('Give --key-file to have the file named, or --key-in-config with --key-stdin.');
  return {
    ...values,
    ...common(values),
    sandbox: values.sandbox === true,
    'key-stdin': values['key-stdin'] === true,
    'key-in-config': values['key-in-config'] === true,
    'vscode-input': values['vscode-input'] === true,
    'no-check': values['no-check'] === true,
    force: values.force === true,
    local: values.local === true,
    print: values.print === true,
    clients: clientsNamed(positionals),
  };
}

/** What a person asked `uninstall` for. @throws UsageError */
export function readUninstallOptions(args: readonly string[]) {
  const { values, positionals } = readArguments('uninstall', args);
  return { ...common(values), 'keep-key': values['keep-key'] === true, clients: clientsNamed(positionals) };
}

/** What `install` was asked for. */
export type InstallOptions = ReturnType<typeof readInstallOptions>;
/** What `uninstall` was asked for. */
export type UninstallOptions = ReturnType<typeof readUninstallOptions>;

/**
 * Who may be asked: nobody where the answers are given already, or where nothing is written.
 *
 * @throws UsageError where somebody would have to be asked, and there is nobody
 */
export function whoToAsk<Asked>(
  prompts: Asked | undefined,
  options: Pick<InstallOptions, 'yes' | 'json' | 'dry-run'>,
): Asked | undefined {
  if (options.yes || options['dry-run']) return undefined;
  if (options.json) throw new UsageError('--json asks nothing: add --yes to write, or --dry-run to look.');
  if (prompts === undefined)
    throw new UsageError('There is no terminal to ask at: add --yes to write, or --dry-run to look.');
  return prompts;
}
