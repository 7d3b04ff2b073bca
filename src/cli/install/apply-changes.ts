import { keyFilePath, readKey, removeKey, writeKey } from '../../clients/key-file.ts';
import { WriteError } from '../../clients/lock-file.ts';
import { paint, type Shell } from '../shell.ts';
import type { ChosenAccess } from './choose-access.ts';
import { type ClientChange, printChanges } from './client-change.ts';
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

/** A key that was stored. */
interface StoredKey {
  /** Puts back what was there before. @throws WriteError */
  undo(): Promise<void>;
}

/** Writes a key, so that no configuration ever refers to a file that does not exist. @throws WriteError */
export async function storeKey(shell: Shell, key: string): Promise<StoredKey> {
  const { machine } = shell;
  const path = keyFilePath(machine);
  const before = readKey(machine, path);
  await writeKey(shell, path, key).catch((error: unknown) => {
    if (!(error instanceof WriteError)) throw error;
    throw new WriteError(`${path} ${error.message}. Nothing was written.`);
  });
  return {
    async undo() {
      if (before === undefined) removeKey(machine);
      else await writeKey(shell, path, before);
    },
  };
}

/**
 * Shows changes, and asks the person whether to make them if any is needed.
 *
 * @param key a key to store first
 * @returns what to do with them
 */
export async function showAndConfirm(
  { shell, options, prompts }: StepContext,
  changes: readonly ClientChange[],
  key?: string,
): Promise<'apply' | 'only plan' | 'decline'> {
  if (!options.json) printChanges(shell, changes);
  if (!options.json && key !== undefined) printKeyChange(shell);
  if (options['dry-run']) return 'only plan';
  const needed = key !== undefined || changes.some(({ planned }) => planned.result === 'would be written');
  if (!needed || prompts === undefined) return 'apply';
  return (await prompts.confirm('Write these changes?')) ? 'apply' : 'decline';
}
