import type { ConfigSnapshot } from '../../clients/config-snapshot.ts';
import { entryName } from '../../clients/entry.ts';
import { removeEntryEdits } from '../../clients/entry-edits.ts';
import { clientsUsingFile, keyFilePath, readKey } from '../../clients/key-file.ts';
import { pathsOf } from '../../clients/local-machine.ts';
import { type ExitCode, paint, type Shell } from '../shell.ts';
import { showAndApply } from './apply-changes.ts';
import { chooseClients } from './choose-clients.ts';
import { type ClientOutcome, planChange } from './client-change.ts';
import { withTilde } from './diff.ts';
import {
  nothingChanged,
  readUninstallOptions,
  runSteps,
  type StepContext,
  type UninstallOptions,
} from './options.ts';
import { printOutcomes } from './print-outcomes.ts';

const isOurs = ({ state }: ConfigSnapshot) => state.is === 'ours' && state.name === entryName;

/** What becomes of the file in which `install` stored the key. */
type KeyFate = 'kept' | 'removed' | 'would be removed' | 'none there';

/** Removes the key if no client needs it any more, and the person agrees. */
async function removeUnusedKey(
  { shell, options, prompts }: StepContext<UninstallOptions>,
  outcomes: readonly ClientOutcome[],
): Promise<KeyFate> {
  const { machine } = shell;
  const { disk } = machine;
  const path = keyFilePath(machine);
  if (readKey(machine, path) === undefined) return 'none there';
  const leaving = outcomes.flatMap(({ name, result }) => (result === 'would be written' ? name : []));
  const users = clientsUsingFile(machine, path).filter((name) => !leaving.includes(name));
  if (users.length > 0 || options['keep-key']) return 'kept';
  if (options['dry-run']) return 'would be removed';
  const question = `No client uses the key in ${withTilde(shell, path)} any more. Remove it?`;
  if (prompts !== undefined && !(await prompts.confirm(question))) return 'kept';
  disk.remove(disk.resolveLink(path));
  const folder = pathsOf(machine).dirname(path);
  if (disk.list(folder).length === 0) disk.removeFolder(folder);
  return 'removed';
}

async function uninstall(context: StepContext<UninstallOptions>): Promise<ExitCode> {
  const { shell, options } = context;
  const question = 'Which clients should no longer have access to your Copper account?';
  const snapshots = await chooseClients(context, question, isOurs);
  const changes = snapshots.map((snapshot) =>
    planChange(shell, snapshot, (value) => removeEntryEdits(snapshot.client, value)),
  );
  const outcomes = await showAndApply(context, changes);
  if (outcomes === undefined) {
    shell.warn(nothingChanged);
    return 0;
  }
  const key = await removeUnusedKey(context, outcomes);
  const code = printOutcomes(context, outcomes, {
    none: 'No client has a copper-mcp entry.',
    unchanged: 'has no copper-mcp entry',
    nextStep: () => 'restart it',
    facts: { key },
  });
  const path = withTilde(shell, keyFilePath(shell.machine));
  if (!options.json && key !== 'none there') shell.print(paint(shell, 'dim', `The key in ${path}: ${key}.`));
  return code;
}

/** Removes this server from MCP clients, after showing what that changes. */
export async function uninstallCommand(shell: Shell, args: readonly string[]): Promise<ExitCode> {
  return runSteps(shell, readUninstallOptions(args), uninstall);
}
