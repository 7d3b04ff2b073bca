import { keyFileOf, readKey, writeKey } from '../clients/key-file.ts';
import { WriteError } from '../clients/replace-file.ts';
import type { ChosenAccess } from './choose-access.ts';
import { type ClientChange, makeChange, type Outcome } from './client-change.ts';
import { paint, type Shell } from './shell.ts';
import { tilde } from './show-change.ts';

/** The key that has to be written first; undefined where it is not needed, or stands there already. */
export function keyToKeep(
  shell: Shell,
  { keep }: ChosenAccess,
  changes: readonly ClientChange[],
): string | undefined {
  const needed = changes.some(({ problem }) => problem === undefined);
  return needed && keep !== readKey(shell.surroundings, keyFileOf(shell.surroundings)) ? keep : undefined;
}

/** Shows that the key will be written. */
export function showKeyFile(shell: Shell): void {
  const path = keyFileOf(shell.surroundings);
  const replaced = readKey(shell.surroundings, path) !== undefined;
  shell.print(`${paint(shell, 'bold', 'The key')}  ${tilde(shell, path)}${replaced ? '' : ' (new)'}`);
  shell.print(
    `  ${paint(shell, 'green', `+ the key, for you alone to read${replaced ? ', in place of the one there' : ''}`)}\n`,
  );
}

/** Writes the key and then the configurations, so that none ever names a file that is not there. */
export async function writeAll(
  shell: Shell,
  changes: readonly ClientChange[],
  key: string | undefined,
): Promise<Outcome[]> {
  const { surroundings, clock, random } = shell;
  const desk = { surroundings, clock, random };
  const path = keyFileOf(surroundings);
  const before = readKey(surroundings, path);
  if (key !== undefined) {
    await writeKey(desk, path, key).catch((error: unknown) => {
      throw error instanceof WriteError
        ? new WriteError(`${path} ${error.message}. Nothing was written.`)
        : error;
    });
  }
  const outcomes: Outcome[] = [];
  for (const change of changes) outcomes.push(await makeChange(desk, change));
  const wasNew = key !== undefined && before === undefined;
  if (wasNew && !outcomes.some(({ result }) => result === 'written')) surroundings.disk.remove(path);
  return outcomes;
}
