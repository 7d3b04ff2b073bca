import { keyFilePath, readKey, writeKey } from '../../clients/key-file.ts';
import { WriteError } from '../../clients/lock-file.ts';
import { paint, type Shell } from '../shell.ts';
import type { ChosenAccess } from './choose-access.ts';
import { applyChange, type ClientChange, type ClientOutcome, printChanges } from './client-change.ts';
import { withTilde } from './diff.ts';
import type { StepContext } from './options.ts';

/** The key that has to be written first; undefined if it is not needed, or stored already. */
export function newKeyToStore(
  { machine }: Shell,
  { keyToStore }: ChosenAccess,
  changes: readonly ClientChange[],
): string | undefined {
  const needed = changes.some(({ planned }) => planned.problem === undefined);
  return needed && keyToStore !== readKey(machine, keyFilePath(machine)) ? keyToStore : undefined;
}

/** Shows that the key will be written. */
function printKeyChange(shell: Shell): void {
  const path = keyFilePath(shell.machine);
  const isNew = readKey(shell.machine, path) === undefined;
  shell.print(`${paint(shell, 'bold', 'The key')}  ${withTilde(shell, path)}${isNew ? ' (new)' : ''}`);
  const line = `+ the key, readable only by you${isNew ? '' : '; it replaces the one there'}`;
  shell.print(`  ${paint(shell, 'green', line)}\n`);
}

/** Writes the key and then the configurations, so that none ever refers to a file that does not exist. @throws WriteError */
async function applyChanges(
  shell: Shell,
  changes: readonly ClientChange[],
  key: string | undefined,
): Promise<ClientOutcome[]> {
  const path = keyFilePath(shell.machine);
  const isNew = key !== undefined && readKey(shell.machine, path) === undefined;
  if (key !== undefined) {
    await writeKey(shell, path, key).catch((error: unknown) => {
      if (!(error instanceof WriteError)) throw error;
      throw new WriteError(`${path} ${error.message}. Nothing was written.`);
    });
  }
  const outcomes: ClientOutcome[] = [];
  for (const change of changes) outcomes.push(await applyChange(shell, change));
  if (isNew && !outcomes.some(({ result }) => result === 'written')) shell.machine.disk.remove(path);
  return outcomes;
}

/**
 * Shows changes, and makes them if they are needed and the person agrees.
 *
 * @param key a key to store first
 * @returns undefined if the person declines
 * @throws WriteError
 */
export async function showAndApply(
  { shell, options, prompts }: StepContext,
  changes: readonly ClientChange[],
  key?: string,
): Promise<readonly ClientOutcome[] | undefined> {
  if (!options.json) printChanges(shell, changes);
  if (!options.json && key !== undefined) printKeyChange(shell);
  const needed = key !== undefined || changes.some(({ planned }) => planned.result === 'would be written');
  if (!needed || options['dry-run']) return changes.map(({ planned }) => planned);
  if (prompts !== undefined && !(await prompts.confirm('Write these changes?'))) return undefined;
  return applyChanges(shell, changes, key);
}
