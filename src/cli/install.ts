import { entryFor } from '../clients/entry.ts';
import { putEntry } from '../clients/entry-edits.ts';
import { keyFileOf } from '../clients/key-file.ts';
import { launchFor } from '../clients/launch.ts';
import type { Sight } from '../clients/look.ts';
import { WriteError } from '../clients/replace-file.ts';
import { type ChosenAccess, chooseAccess, RefusedKey } from './choose-access.ts';
import { chooseClients } from './choose-clients.ts';
import {
  type ClientChange,
  foreseen,
  isReadable,
  type Outcome,
  problemOf,
  showChanges,
  workOut,
} from './client-change.ts';
import { type InstallOptions, readInstallOptions, whoToAsk } from './install-options.ts';
import { keyToKeep, showKeyFile, writeAll } from './keep-key.ts';
import { Cancelled, type Prompts } from './prompts.ts';
import type { ExitCode, Shell } from './shell.ts';
import { snippet } from './snippet.ts';
import { tellOutcomes } from './tell-outcomes.ts';

const noClient = `No MCP client was found on this machine.
  copper-mcp install cursor    makes the configuration of a client that you name
  copper-mcp install --print   shows what to paste into any other`;

const nothing = 'Nothing was changed.';

/** Takes out the clients whose server "copper" is another, unless that is to be replaced. */
async function allowed(
  sights: readonly Sight[],
  force: boolean,
  prompts: Prompts | undefined,
): Promise<{ sights: readonly Sight[]; refused: readonly Sight[] }> {
  const strange = sights.filter(({ state }) => state.is === 'another server');
  const refused: Sight[] = [];
  for (const sight of force ? [] : strange) {
    const question = `${sight.client.name} has another server that is called copper. Replace it?`;
    if (prompts === undefined || !(await prompts.yes(question, false))) refused.push(sight);
  }
  return { sights: sights.filter((sight) => !refused.includes(sight)), refused };
}

const refusal = ({ client, path }: Sight): Outcome => ({
  id: client.id,
  name: client.name,
  path,
  result: 'not possible',
  diff: [],
  problem: 'has another server that is called copper; --force replaces it',
});

function changesFor(
  shell: Shell,
  sights: readonly Sight[],
  access: ChosenAccess,
  local: boolean,
): ClientChange[] {
  return sights.map((sight) => {
    const entry = entryFor(launchFor(sight.client, shell.surroundings, local), access.of(sight));
    return workOut(shell, sight, (value) => putEntry(sight.client, value, entry));
  });
}

async function run(shell: Shell, options: InstallOptions): Promise<ExitCode> {
  const prompts = await whoToAsk(shell.prompts, options)?.();
  const chosen = await chooseClients(
    shell,
    {
      named: options.clients,
      all: options.all || options['dry-run'],
      question: 'Which clients should read your Copper?',
      fits: () => true,
    },
    prompts,
  );
  if (chosen.length === 0) {
    if (options.json) shell.print(JSON.stringify({ ok: false, clients: [] }));
    else shell.warn(noClient);
    return 1;
  }
  const { sights, refused } = await allowed(chosen, options.force, prompts);
  // Nobody should type a key for files that cannot be changed.
  const open = sights.filter((sight) => isReadable(sight) && !(prompts && problemOf(sight, shell)));
  const access: ChosenAccess =
    open.length === 0
      ? { of: () => ({ kind: 'sandbox' }) }
      : await chooseAccess(shell, options, open, prompts);
  const changes = changesFor(shell, sights, access, options.local);
  const key = keyToKeep(shell, access, changes);
  const refusals = refused.map(refusal);

  if (!options.json) {
    showChanges(shell, changes);
    if (key !== undefined) showKeyFile(shell);
  }
  const needed =
    key !== undefined || changes.some((change) => foreseen(change).result === 'would be written');
  const writing = needed && !options['dry-run'];
  if (writing && prompts !== undefined && !(await prompts.yes('Write these changes?'))) {
    shell.warn(nothing);
    return 0;
  }
  const outcomes = writing ? await writeAll(shell, changes, key) : changes.map(foreseen);
  return tellOutcomes(shell, [...outcomes, ...refusals], {
    more: { keyFile: key === undefined ? null : keyFileOf(shell.surroundings) },
    json: options.json,
    dryRun: options['dry-run'],
    unchanged: 'already so; nothing to change',
    after: ({ afterwards }) => afterwards,
  });
}

/** Adds this server to MCP clients, after showing what that changes. */
export async function install(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const options = readInstallOptions(args);
  if (options.print) return snippet(shell, options);
  try {
    return await run(shell, options);
  } catch (error) {
    if (error instanceof Cancelled) {
      shell.warn(nothing);
      return 130;
    }
    if (!(error instanceof RefusedKey) && !(error instanceof WriteError)) throw error;
    shell.warn(`copper-mcp: ${error.message}`);
    return 1;
  }
}
