import { isDeepStrictEqual } from 'node:util';
import { takeSnapshot } from '../../clients/config-snapshot.ts';
import { paint, type Shell } from '../shell.ts';
import { storeKey } from './apply-changes.ts';
import { applyChange, type ClientChange, type ClientOutcome } from './client-change.ts';
import { createTryStart } from './try-start.ts';

type Tried = Pick<ClientOutcome, 'started' | 'tools' | 'startProblem'>;

/** Starts what each configuration is to have, so that nothing that does not start takes the place of what does. */
async function tryAll(shell: Shell, changes: readonly ClientChange[]): Promise<readonly Tried[]> {
  const tryStart = createTryStart(shell, ({ name }) => {
    // Only a person waits for it.
    if (shell.screen === undefined) return;
    shell.warn(paint({ colors: shell.warnColors }, 'dim', `Starting the server as ${name} will …`));
  });
  const tried: Tried[] = [];
  for (const { snapshot, entry, planned } of changes) {
    if (entry === undefined || planned.result === 'not possible') {
      tried.push({});
      continue;
    }
    const result = await tryStart(snapshot.client, entry);
    tried.push(
      'tools' in result
        ? { started: true, tools: result.tools }
        : { started: false, startProblem: result.problem },
    );
  }
  return tried;
}

/** Makes a change if what it writes has started; says so of a start only if that is what then stands in the file. */
async function applyTried(shell: Shell, change: ClientChange, tried: Tried): Promise<ClientOutcome> {
  const { planned, entry, snapshot } = change;
  if (tried.started === false && planned.result === 'would be written')
    return { ...planned, ...tried, result: 'not possible', diff: [] };
  const outcome = await applyChange(shell, change);
  if (outcome.result === 'not possible') return outcome;
  const { state } = takeSnapshot(snapshot.client, shell.machine);
  const isWhatWasTried = state.is === 'ours' && isDeepStrictEqual(state.entry, entry);
  return isWhatWasTried ? { ...outcome, ...tried } : outcome;
}

/**
 * Makes the changes whose command starts this server and lists its tools; the others leave everything as it was. A key is stored first, since
 * the command reads it, and is taken back if no client was set up.
 *
 * @param noStart true to write all without starting anything
 * @throws WriteError; the signal's reason when interrupted, and then nothing was written
 */
export async function applyStarted(
  shell: Shell,
  changes: readonly ClientChange[],
  key: string | undefined,
  noStart: boolean,
): Promise<readonly ClientOutcome[]> {
  const stored = key === undefined ? undefined : await storeKey(shell, key);
  let isUsed = false;
  try {
    const tried = noStart ? [] : await tryAll(shell, changes);
    const outcomes: ClientOutcome[] = [];
    for (const [at, change] of changes.entries())
      outcomes.push(await applyTried(shell, change, tried[at] ?? {}));
    isUsed = outcomes.some(({ result }) => result === 'written' || result === 'as it should be');
    return outcomes;
  } finally {
    if (!isUsed) await stored?.undo();
  }
}
