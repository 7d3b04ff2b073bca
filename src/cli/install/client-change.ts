import {
  applyToText,
  type ConfigChange,
  isEmptyText,
  syntaxOf,
  writeConfig,
} from '../../clients/config-file.ts';
import { type ConfigSnapshot, entryIn } from '../../clients/config-snapshot.ts';
import { containsCredential, entryName, type ServerEntry } from '../../clients/entry.ts';
import { isExposed } from '../../clients/local-machine.ts';
import { WriteError } from '../../clients/lock-file.ts';
import { writeObstacle } from '../../clients/replace-file.ts';
import { shownConfigs } from '../../clients/shown-config.ts';
import { UneditableText } from '../../clients/syntax.ts';
import { quoted } from '../../tool/sentences.ts';
import { paint, type Shell } from '../shell.ts';
import type { ChosenLaunch } from './choose-launch.ts';
import { diffLines, printDiff, withTilde } from './diff.ts';

/** What became of a change, or would become of it. */
export interface ClientOutcome {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly result: 'written' | 'would be written' | 'as it should be' | 'not possible';
  /** The lines of the change: those of our entry and where it is, secrets masked. */
  readonly diff: readonly string[];
  /** Why it is not possible, as the end of a sentence that begins with the path. */
  readonly problem?: string;
  /** True if other users could read a file that contains a key, and then no longer can. */
  readonly closed?: boolean;
  /** True if the whole file is removed, or would be: `install` made it, and there is nothing else in it. */
  readonly removesFile?: boolean;
  /** What the entry starts; left out where no entry is written. */
  readonly starts?: ChosenLaunch['starts'];
  /** Why that is not the npm package, as the beginning of a sentence. */
  readonly startsWhy?: string;
  /** Whether the command of the entry has been started and has listed its tools; left out if that was not tried. */
  readonly started?: boolean;
  /** How many tools it listed. */
  readonly tools?: number;
  /** Why it listed none, as the end of a sentence. */
  readonly startProblem?: string;
  /** Path of a copy of the file. */
  readonly backup?: string;
  /** True if that copy is from an earlier change, and not what the file was before this one. */
  readonly backupIsOlder?: boolean;
  /** True if that copy contains a key. */
  readonly backupHasKey?: boolean;
}

/** A change to one client's configuration, planned but not made. */
export interface ClientChange {
  readonly snapshot: ConfigSnapshot;
  readonly change: ConfigChange;
  /** True if the file will contain a key. */
  readonly ownerOnly: boolean;
  /** Our entry after the change; undefined if there is none then. */
  readonly entry?: ServerEntry | undefined;
  readonly planned: ClientOutcome;
}

const outcome = (
  { client, path }: ConfigSnapshot,
  result: ClientOutcome['result'],
  details: Partial<ClientOutcome> = {},
): ClientOutcome => ({ id: client.id, name: client.name, path, result, diff: [], ...details });

/** A change that is not made, and why. */
export const blockedChange = (snapshot: ConfigSnapshot, problem: string): ClientChange => ({
  snapshot,
  change: () => [],
  ownerOnly: false,
  planned: outcome(snapshot, 'not possible', { problem }),
});

/** Why a configuration cannot be changed, as the end of a sentence that begins with its path; undefined if it can. */
export const configProblem = ({ state, path }: ConfigSnapshot, { machine }: Shell): string | undefined =>
  state.is === 'unreadable' ? state.why : writeObstacle(machine, path);

/**
 * Plans a change and works out its diff.
 *
 * @param removeEmpty true to remove the file if the change leaves nothing in it
 */
export function planChange(
  shell: Shell,
  snapshot: ConfigSnapshot,
  change: ConfigChange,
  removeEmpty = false,
): ClientChange {
  const { client, state, config } = snapshot;
  if (state.is === 'unreadable') return blockedChange(snapshot, state.why);
  const before = config?.text ?? '';
  try {
    const text = applyToText(client, before, change);
    const entry = entryIn(client, new TextEncoder().encode(text));
    const ownerOnly = entry !== undefined && containsCredential(entry);
    const closed = ownerOnly && isExposed(shell.machine, snapshot.path) ? { closed: true } : {};
    if (text === before && closed.closed === undefined)
      return { snapshot, change, ownerOnly, entry, planned: outcome(snapshot, 'as it should be') };
    const moments = { before: config?.value, after: syntaxOf(client.format).read(text) };
    const shown = shownConfigs(client, moments, shell.machine);
    const diff = diffLines(...shown, shell.columns - 4);
    const problem = configProblem(snapshot, shell);
    const removed = removeEmpty && isEmptyText(text) ? { removesFile: true } : {};
    const planned =
      problem === undefined
        ? outcome(snapshot, 'would be written', { diff, ...closed, ...removed })
        : outcome(snapshot, 'not possible', { diff, problem });
    return { snapshot, change, ownerOnly, entry, planned };
  } catch (error) {
    if (error instanceof UneditableText)
      return blockedChange(snapshot, `must be changed by hand: ${error.message}`);
    throw error;
  }
}

/** Makes a change, if it is needed and possible. */
export async function applyChange(shell: Shell, clientChange: ClientChange): Promise<ClientOutcome> {
  const { snapshot, planned, change, ownerOnly } = clientChange;
  if (planned.result !== 'would be written') return planned;
  const { client, path } = snapshot;
  try {
    const isOriginal = (bytes: Uint8Array) => entryIn(client, bytes) === undefined;
    const write = { change, ownerOnly, isOriginal, removeEmpty: planned.removesFile === true };
    const { backup, backupIsOlder = false } = await writeConfig(shell, client, path, write);
    const kept = backup === undefined ? undefined : entryIn(client, shell.machine.disk.read(backup));
    const backupHasKey = kept !== undefined && containsCredential(kept);
    const older = backupIsOlder ? { backupIsOlder } : {};
    const copy = backup === undefined ? {} : { backup, ...older, ...(backupHasKey ? { backupHasKey } : {}) };
    return { ...planned, result: 'written', ...copy };
  } catch (error) {
    if (error instanceof WriteError) return { ...planned, result: 'not possible', problem: error.message };
    throw error;
  }
}

/** What a person should know about a client before its configuration is changed. */
function remark(
  { client, installed, state }: ConfigSnapshot,
  { closed, removesFile }: ClientOutcome,
): string | undefined {
  if (closed === true)
    return 'Other users of this machine can read this file, which is to contain the key; afterwards only you can.';
  if (removesFile === true) return 'The file is removed: install made it, and there is nothing else in it.';
  if (!installed) return `${client.name} was not found on this machine; its configuration is created anyway.`;
  if (state.is === 'ours' && state.name !== entryName)
    return `It already starts copper-mcp, as ${quoted(state.name)}; you may not need both.`;
  return undefined;
}

/** Shows what will change, file by file. */
export function printChanges(shell: Shell, changes: readonly ClientChange[]): void {
  const shown = changes.filter(({ planned }) => planned.diff.length > 0 || planned.closed);
  for (const { snapshot, planned } of shown) {
    const { client, path, state } = snapshot;
    const kind = state.is === 'absent' ? ' (new)' : '';
    shell.print(`\n${paint(shell, 'bold', client.name)}  ${withTilde(shell, path)}${kind}`);
    const note = remark(snapshot, planned);
    if (note !== undefined) shell.print(`  ${paint(shell, 'yellow', `! ${note}`)}`);
    printDiff(shell, planned.diff);
  }
  if (shown.length > 0) shell.print('');
}
