import { entryName } from '../clients/entry.ts';
import { removeEntry } from '../clients/entry-edits.ts';
import { clientsNaming, keyFileOf, readKey } from '../clients/key-file.ts';
import { pathsOf } from '../clients/locate.ts';
import type { Sight } from '../clients/look.ts';
import { chooseClients } from './choose-clients.ts';
import { foreseen, makeChange, type Outcome, showChanges, workOut } from './client-change.ts';
import { readUninstallOptions, type UninstallOptions, whoToAsk } from './install-options.ts';
import { Cancelled, type Prompts } from './prompts.ts';
import { type ExitCode, paint, type Shell } from './shell.ts';
import { tilde } from './show-change.ts';
import { tellOutcomes } from './tell-outcomes.ts';

const nothing = 'Nothing was changed.';

const isOurs = ({ state }: Sight) => state.is === 'ours' && state.name === entryName;

/** Names whose configuration will no longer name the key once what is planned is done. */
const doneWith = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap(({ name, result }) => (result === 'would be written' ? name : []));

/** What becomes of the file in which `install` kept the key. */
type KeyFate = 'kept' | 'removed' | 'would be removed' | 'none there';

/** Takes the key away where no client needs it any more, and the person agrees. */
async function settleKey(
  shell: Shell,
  options: UninstallOptions,
  outcomes: readonly Outcome[],
  prompts: Prompts | undefined,
): Promise<KeyFate> {
  const { surroundings } = shell;
  const { disk } = surroundings;
  const path = keyFileOf(surroundings);
  if (readKey(surroundings, path) === undefined) return 'none there';
  const gone = doneWith(outcomes);
  const users = clientsNaming(surroundings, path).filter((name) => !gone.includes(name));
  if (users.length > 0 || options['keep-key']) return 'kept';
  if (options['dry-run']) return 'would be removed';
  const question = `No client uses the key in ${tilde(shell, path)} any more. Remove it?`;
  if (prompts !== undefined && !(await prompts.yes(question))) return 'kept';
  disk.remove(disk.follow(path));
  const folder = pathsOf(surroundings).dirname(path);
  if (disk.list(folder).length === 0) disk.removeFolder(folder);
  return 'removed';
}

async function run(shell: Shell, options: UninstallOptions): Promise<ExitCode> {
  const prompts = await whoToAsk(shell.prompts, options)?.();
  const { surroundings, clock, random } = shell;
  const sights = await chooseClients(
    shell,
    {
      named: options.clients,
      all: options.all || options['dry-run'],
      question: 'Which clients should no longer read your Copper?',
      fits: isOurs,
    },
    prompts,
  );
  const changes = sights.map((sight) => workOut(shell, sight, (value) => removeEntry(sight.client, value)));
  if (!options.json) showChanges(shell, changes);
  const planned = changes.map(foreseen);
  const writing = !options['dry-run'] && planned.some(({ result }) => result === 'would be written');
  if (writing && prompts !== undefined && !(await prompts.yes('Write these changes?'))) {
    shell.warn(nothing);
    return 0;
  }
  const outcomes: Outcome[] = [];
  const desk = { surroundings, clock, random };
  for (const change of changes) outcomes.push(writing ? await makeChange(desk, change) : foreseen(change));

  const key = await settleKey(shell, options, outcomes, prompts);
  if (!options.json && sights.length === 0) shell.print('No client has an entry of copper-mcp.');
  const code = tellOutcomes(shell, outcomes, {
    json: options.json,
    dryRun: options['dry-run'],
    unchanged: 'has no entry of ours',
    after: () => 'restart it',
    more: { key },
  });
  const path = tilde(shell, keyFileOf(surroundings));
  if (!options.json && key !== 'none there') shell.print(paint(shell, 'dim', `The key in ${path}: ${key}.`));
  return code;
}

/** Takes this server out of MCP clients, after showing what that changes. */
export async function uninstall(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  try {
    return await run(shell, readUninstallOptions(args));
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    shell.warn(nothing);
    return 130;
  }
}
