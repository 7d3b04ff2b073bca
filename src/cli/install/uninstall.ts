import type { ConfigChange } from '../../clients/config-file.ts';
import type { ConfigSnapshot } from '../../clients/config-snapshot.ts';
import { entryName } from '../../clients/entry.ts';
import { removeEntryEdits } from '../../clients/entry-edits.ts';
import { clientsUsingFile, keyFilePath, readKey, removeKey } from '../../clients/key-file.ts';
import { originalValue } from '../../clients/original.ts';
import { type ExitCode, paint, type Shell } from '../shell.ts';
import { PromptCancelled, type UserPrompts } from '../terminal/prompts.ts';
import { showAndConfirm } from './apply-changes.ts';
import { chooseClients } from './choose-clients.ts';
import { applyChange, type ClientOutcome, planChange } from './client-change.ts';
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

/** False also if the person leaves: by now the clients have been changed, and that is still to be told. */
async function isConfirmed(prompts: UserPrompts, question: string): Promise<boolean> {
  try {
    return await prompts.confirm(question);
  } catch (error) {
    if (error instanceof PromptCancelled) return false;
    throw error;
  }
}

/** Removes the key if no client needs it any more, and the person agrees. */
async function removeUnusedKey(
  { shell, options, prompts }: StepContext<UninstallOptions>,
  outcomes: readonly ClientOutcome[],
): Promise<KeyFate> {
  const { machine } = shell;
  const path = keyFilePath(machine);
  if (readKey(machine, path) === undefined) return 'none there';
  const leaving = outcomes.flatMap(({ name, result }) => (result === 'would be written' ? name : []));
  const users = clientsUsingFile(machine, path).filter((name) => !leaving.includes(name));
  if (users.length > 0 || options['keep-key']) return 'kept';
  if (options['dry-run']) return 'would be removed';
  const question = `No client uses the key in ${withTilde(shell, path)} any more. Remove it?`;
  if (prompts !== undefined && !(await isConfirmed(prompts, question))) return 'kept';
  removeKey(machine);
  return 'removed';
}

async function uninstall(context: StepContext<UninstallOptions>): Promise<ExitCode> {
  const { shell, options } = context;
  const question = 'Which clients should no longer have access to your Copper account?';
  const snapshots = await chooseClients(context, question, isOurs);
  const changes = snapshots.map((snapshot) => {
    const original = originalValue(snapshot, shell.machine);
    const change: ConfigChange = (value) => removeEntryEdits(snapshot.client, value, original);
    return planChange(shell, snapshot, change, original === undefined);
  });
  const next = await showAndConfirm(context, changes);
  if (next === 'decline') {
    shell.warn(nothingChanged);
    return 0;
  }
  const outcomes: ClientOutcome[] = [];
  for (const change of changes)
    outcomes.push(next === 'apply' ? await applyChange(shell, change) : change.planned);
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
