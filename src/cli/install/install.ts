import type { ConfigSnapshot } from '../../clients/config-snapshot.ts';
import { entryFor } from '../../clients/entry.ts';
import { addEntryEdits } from '../../clients/entry-edits.ts';
import { keyFilePath } from '../../clients/key-file.ts';
import type { ExitCode, Shell } from '../shell.ts';
import type { UserPrompts } from '../terminal/prompts.ts';
import { newKeyToStore, showAndConfirm } from './apply-changes.ts';
import { applyStarted } from './apply-started.ts';
import { type ChosenAccess, chooseAccess } from './choose-access.ts';
import { chooseClients } from './choose-clients.ts';
import { type ChosenLaunch, chooseLaunches, entryVariables, warnOfCopies } from './choose-launch.ts';
import { blockedChange, type ClientChange, configProblem, planChange } from './client-change.ts';
import {
  type InstallOptions,
  nothingChanged,
  readInstallOptions,
  runSteps,
  type StepContext,
} from './options.ts';
import { printOutcomes } from './print-outcomes.ts';
import { printSnippet } from './snippet.ts';

const noClient = `No MCP client was found on this machine, so there is nothing to change.
  copper-mcp install cursor    creates the configuration of a client that you name
  copper-mcp install --print   shows what to paste into the configuration of any other client`;

/** The clients that have a different server named copper, unless that may be replaced. */
async function findConflicts(
  snapshots: readonly ConfigSnapshot[],
  prompts: UserPrompts | undefined,
): Promise<readonly ConfigSnapshot[]> {
  const conflicts: ConfigSnapshot[] = [];
  for (const snapshot of snapshots.filter(({ state }) => state.is === 'another server')) {
    const question = `${snapshot.client.name} has another server named copper. Replace it?`;
    if (prompts === undefined || !(await prompts.confirm(question, false))) conflicts.push(snapshot);
  }
  return conflicts;
}

/** Without any client a dry run has still done what it was asked for. */
function reportNoClient(context: StepContext): ExitCode {
  const { shell, options } = context;
  if (options['dry-run']) return printOutcomes(context, [], { none: noClient, facts: { keyFile: null } });
  if (options.json) shell.print(JSON.stringify({ ok: false, clients: [] }));
  else shell.warn(noClient);
  return 1;
}

/** Plans the entry of one client, and tells what it starts. */
function planEntry(
  shell: Shell,
  snapshot: ConfigSnapshot,
  { launch, starts, why: startsWhy }: ChosenLaunch,
  access: ChosenAccess,
): ClientChange {
  const entry = entryFor(launch, access.of(snapshot));
  const change = planChange(shell, snapshot, (value) => addEntryEdits(snapshot.client, value, entry));
  const told = startsWhy === undefined ? { starts } : { starts, startsWhy };
  return { ...change, planned: { ...change.planned, ...told } };
}

async function install(context: StepContext<InstallOptions>): Promise<ExitCode> {
  const { shell, options, prompts } = context;
  const question = 'Which clients should have access to your Copper account?';
  const chosen = await chooseClients(context, question, () => true);
  if (chosen.length === 0) return reportNoClient(context);
  const conflicts = options.force ? [] : await findConflicts(chosen, prompts);
  const snapshots = chosen.filter((snapshot) => !conflicts.includes(snapshot));
  // Nobody should type a key for files that cannot be changed.
  const changeable = snapshots.filter(
    (snapshot) => snapshot.state.is !== 'unreadable' && !(prompts && configProblem(snapshot, shell)),
  );
  const access: ChosenAccess =
    changeable.length === 0 ? { of: () => ({ kind: 'sandbox' }) } : await chooseAccess(context, changeable);
  const launches = await chooseLaunches(shell, changeable.map(entryVariables), options.local === true);
  if (!options.json) warnOfCopies(shell, launches);
  const changes = snapshots.map((snapshot) => {
    const chosen = launches.find(({ client }) => client.id === snapshot.client.id);
    return chosen === undefined
      ? blockedChange(snapshot, configProblem(snapshot, shell) ?? 'cannot be changed')
      : planEntry(shell, snapshot, chosen, access);
  });
  const blocked = conflicts.map((snapshot) =>
    blockedChange(snapshot, 'has another server named copper; --force replaces it'),
  );
  const key = newKeyToStore(shell, access, changes);
  const next = await showAndConfirm(context, changes, key);
  if (next === 'decline') {
    shell.warn(nothingChanged);
    return 0;
  }
  const outcomes =
    next === 'apply'
      ? await applyStarted(shell, changes, key, options['no-start'] === true)
      : changes.map(({ planned }) => planned);
  return printOutcomes(context, [...outcomes, ...blocked.map(({ planned }) => planned)], {
    starts: true,
    facts: { keyFile: key === undefined ? null : keyFilePath(shell.machine) },
    unchanged: 'already set up; nothing to change',
    nextStep: (client) => client.nextStep,
  });
}

/** Adds this server to MCP clients, after showing what that changes. */
export async function installCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  const options = readInstallOptions(args);
  if (options.print) return printSnippet(shell, options);
  return runSteps(shell, options, install);
}
