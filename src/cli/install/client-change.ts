import { applyToText, type ConfigChange, syntaxOf, writeConfig } from '../../clients/config-file.ts';
import type { ConfigSnapshot } from '../../clients/config-snapshot.ts';
import { accessModeOf, entryName } from '../../clients/entry.ts';
import { maskSecrets } from '../../clients/mask.ts';
import { WriteError, writeObstacle } from '../../clients/replace-file.ts';
import { UneditableText } from '../../clients/syntax.ts';
import { paint, type Shell } from '../shell.ts';
import { diffLines, printDiff, withTilde } from './diff.ts';

/** What became of a change, or would become of it. */
export interface ClientOutcome {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly result: 'written' | 'would be written' | 'as it should be' | 'not possible';
  /** The lines of the change, secrets masked. */
  readonly diff: readonly string[];
  /** Why it is not possible, as the end of a sentence that begins with the path. */
  readonly problem?: string;
  /** Path of a copy of the file before the change. */
  readonly backup?: string;
  /** True where that copy contains a key. */
  readonly backupHasKey?: boolean;
}

/** A change to one client's configuration, planned but not made. */
export interface ClientChange {
  readonly snapshot: ConfigSnapshot;
  readonly change: ConfigChange;
  readonly planned: ClientOutcome;
}

const outcome = (
  { client, path }: ConfigSnapshot,
  result: ClientOutcome['result'],
  more: Partial<ClientOutcome> = {},
): ClientOutcome => ({ id: client.id, name: client.name, path, result, diff: [], ...more });

/** A change that is not made, and why. */
export const blockedChange = (snapshot: ConfigSnapshot, problem: string): ClientChange => ({
  snapshot,
  change: () => [],
  planned: outcome(snapshot, 'not possible', { problem }),
});

/** Why a configuration cannot be changed, as the end of a sentence that begins with its path; undefined where it can. */
export const configProblem = ({ state, path }: ConfigSnapshot, { machine }: Shell): string | undefined =>
  state.is === 'unreadable' ? state.why : writeObstacle(machine, path);

/** Plans a change and works out its diff. */
export function planChange(shell: Shell, snapshot: ConfigSnapshot, change: ConfigChange): ClientChange {
  const { client, state, config } = snapshot;
  if (state.is === 'unreadable') return blockedChange(snapshot, state.why);
  const before = { text: config?.text ?? '', value: config?.value ?? {} };
  try {
    const text = applyToText(client, before.text, change);
    if (text === before.text) return { snapshot, change, planned: outcome(snapshot, 'as it should be') };
    const after = { text, value: syntaxOf(client.format).read(text) };
    const diff = diffLines(...maskSecrets(before, after), shell.columns - 4);
    const problem = configProblem(snapshot, shell);
    const planned =
      problem === undefined
        ? outcome(snapshot, 'would be written', { diff })
        : outcome(snapshot, 'not possible', { diff, problem });
    return { snapshot, change, planned };
  } catch (error) {
    if (error instanceof UneditableText)
      return blockedChange(snapshot, `must be changed by hand: ${error.message}`);
    throw error;
  }
}

/** Makes a change, where it is needed and possible. */
export async function applyChange(shell: Shell, change: ClientChange): Promise<ClientOutcome> {
  const { snapshot, planned } = change;
  if (planned.result !== 'would be written') return planned;
  const { client, path, state } = snapshot;
  try {
    const { backup } = await writeConfig(shell, client, path, change.change);
    const hasKey = state.is === 'ours' && accessModeOf(state.entry) === 'key in the configuration';
    const copy = backup === undefined ? {} : { backup, ...(hasKey ? { backupHasKey: hasKey } : {}) };
    return { ...planned, result: 'written', ...copy };
  } catch (error) {
    if (error instanceof WriteError) return { ...planned, result: 'not possible', problem: error.message };
    throw error;
  }
}

/** What a person should know about a client before its configuration is changed. */
function remark({ client, installed, state }: ConfigSnapshot): string | undefined {
  if (!installed) return `${client.name} was not found on this machine; its configuration is created anyway.`;
  if (state.is === 'ours' && state.name !== entryName)
    return `It already starts copper-mcp, as "${state.name}"; you may not need both.`;
  return undefined;
}

/** Shows what will change, file by file. */
export function printChanges(shell: Shell, changes: readonly ClientChange[]): void {
  const shown = changes.filter(({ planned }) => planned.diff.length > 0);
  for (const { snapshot, planned } of shown) {
    const { client, path, state } = snapshot;
    const kind = state.is === 'absent' ? ' (new)' : '';
    shell.print(`\n${paint(shell, 'bold', client.name)}  ${withTilde(shell, path)}${kind}`);
    const note = remark(snapshot);
    if (note !== undefined) shell.print(`  ${paint(shell, 'yellow', `! ${note}`)}`);
    printDiff(shell, planned.diff);
  }
  if (shown.length > 0) shell.print('');
}
