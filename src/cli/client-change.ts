import { syntaxOf } from '../clients/config-text.ts';
import { entryName, modeOf } from '../clients/entry.ts';
import type { Sight } from '../clients/look.ts';
import { maskedPair } from '../clients/mask.ts';
import { type Desk, obstacle, WriteError } from '../clients/replace-file.ts';
import { UneditableText } from '../clients/syntax.ts';
import { type Change, revise, writeConfig } from '../clients/write-config.ts';
import { paint, type Shell } from './shell.ts';
import { changedLines, showLines, tilde } from './show-change.ts';

/** A change to one client's configuration, worked out but not made. */
export interface ClientChange {
  readonly sight: Sight;
  /** False where the configuration is as it should be. */
  readonly needed: boolean;
  /** The lines of its diff, secrets masked. */
  readonly lines: readonly string[];
  /** Why it cannot be made, as the end of a sentence that begins with the path. */
  readonly problem?: string;
  readonly make: Change;
}

/** What became of a change. */
export interface Outcome {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly result: 'written' | 'would be written' | 'as it should be' | 'not possible';
  readonly diff: readonly string[];
  readonly problem?: string;
  /** Where the file as it was is kept. */
  readonly backup?: string;
  /** True where that copy holds a key that the configuration held. */
  readonly backupHasKey?: boolean;
}

/** True where a configuration can be read, or stands nowhere yet. */
export const isReadable = ({ state }: Sight): boolean => state.is !== 'unusable' && state.is !== 'broken';

/** Why a configuration cannot be changed, as the end of a sentence that begins with its path; undefined where it can. */
export function problemOf(
  { state, path }: Sight,
  { surroundings }: Pick<Shell, 'surroundings'>,
): string | undefined {
  if (state.is === 'unusable') return state.why;
  if (state.is !== 'broken') return obstacle(surroundings, path);
  return `is broken at line ${state.place.line}, column ${state.place.column}: ${state.why}`;
}

/** Works out a change and how it looks. */
export function workOut(shell: Shell, sight: Sight, make: Change): ClientChange {
  const before = { text: sight.config?.text ?? '', value: sight.config?.value ?? {} };
  const failed = (problem: string): ClientChange => ({ sight, needed: true, lines: [], problem, make });
  if (!isReadable(sight)) return failed(problemOf(sight, shell) ?? '');
  try {
    const text = revise(sight.client, before.text, make);
    if (text === before.text) return { sight, needed: false, lines: [], make };
    const after = { text, value: syntaxOf(sight.client.format).read(text) };
    const lines = changedLines(...maskedPair(before, after), shell.columns - 4);
    const problem = problemOf(sight, shell);
    return { sight, needed: true, lines, make, ...(problem === undefined ? {} : { problem }) };
  } catch (error) {
    if (error instanceof UneditableText) return failed(`must be changed by hand: ${error.message}`);
    throw error;
  }
}

const outcome = (
  { sight, lines }: ClientChange,
  result: Outcome['result'],
  more: Pick<Outcome, 'problem' | 'backup' | 'backupHasKey'> = {},
): Outcome => ({
  id: sight.client.id,
  name: sight.client.name,
  path: sight.path,
  result,
  diff: lines,
  ...more,
});

/** What a change comes to without being made. */
export function foreseen(change: ClientChange): Outcome {
  if (change.problem !== undefined) return outcome(change, 'not possible', { problem: change.problem });
  return outcome(change, !change.needed ? 'as it should be' : 'would be written');
}

/** Makes a change. */
export async function makeChange(desk: Desk, change: ClientChange): Promise<Outcome> {
  const before = foreseen(change);
  if (before.result !== 'would be written') return before;
  const { client, path, state } = change.sight;
  try {
    const { backup } = await writeConfig(desk, client, path, change.make);
    if (backup === undefined) return outcome(change, 'written');
    const backupHasKey = state.is === 'ours' && modeOf(state.entry) === 'key in the configuration';
    return outcome(change, 'written', { backup, ...(backupHasKey ? { backupHasKey } : {}) });
  } catch (error) {
    if (error instanceof WriteError) return outcome(change, 'not possible', { problem: error.message });
    throw error;
  }
}

/** What a person should know of a client before its configuration is changed. */
function remark({ client, installed, state }: Sight): string | undefined {
  if (!installed)
    return `${client.name} was not found on this machine; its configuration is made all the same.`;
  if (state.is === 'ours' && state.name !== entryName)
    return `It starts copper-mcp already, as "${state.name}"; you may not need both.`;
  return undefined;
}

/** Shows what will change, file by file. */
export function showChanges(shell: Shell, changes: readonly ClientChange[]): void {
  for (const { sight, lines } of changes.filter((change) => change.lines.length > 0)) {
    const { client, path, state } = sight;
    const kind = state.is === 'absent' ? ' (new)' : '';
    shell.print(`\n${paint(shell, 'bold', client.name)}  ${tilde(shell, path)}${kind}`);
    const said = remark(sight);
    if (said !== undefined) shell.print(`  ${paint(shell, 'yellow', `! ${said}`)}`);
    showLines(shell, lines);
  }
  if (changes.some(({ lines }) => lines.length > 0)) shell.print('');
}
