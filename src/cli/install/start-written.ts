import { takeSnapshot } from '../../clients/config-snapshot.ts';
import type { ServerEntry } from '../../clients/entry.ts';
import type { McpClient } from '../../clients/mcp-clients.ts';
import { paint, type Shell, withoutVariables } from '../shell.ts';
import type { ClientOutcome } from './client-change.ts';

/** The first start downloads the package. */
const timeoutMs = 120_000;

/** The PATH of programs that are started from the desktop. */
const desktopPath: Readonly<Record<string, string>> = {
  linux: '/usr/local/bin:/usr/bin:/bin',
  darwin: '/usr/bin:/bin:/usr/sbin:/sbin',
};

/** The environment in which a client starts an entry: this person's, without settings that only this terminal has. */
function clientEnvironment(
  { machine: { env, platform } }: Shell,
  { fromDesktop }: McpClient,
  entry: ServerEntry,
): Record<string, string> {
  const inherited = withoutVariables(env, ['']);
  const path = fromDesktop === true ? desktopPath[platform] : undefined;
  const all = { ...inherited, ...(path === undefined ? {} : { PATH: path }), ...entry.env };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/**
 * Starts what each client will start, read back from its configuration; a command that several share is started once. What does not answer
 * is not a success.
 *
 * @param clients those whose configuration may have been written
 */
export async function startWritten(
  shell: Shell,
  clients: readonly McpClient[],
  outcomes: readonly ClientOutcome[],
): Promise<readonly ClientOutcome[]> {
  const started = new Map<string, string | undefined>();
  const checked: ClientOutcome[] = [];
  for (const outcome of outcomes) {
    const client = clients.find(({ id }) => id === outcome.id);
    const state = client === undefined ? undefined : takeSnapshot(client, shell.machine).state;
    if (outcome.result !== 'written' || client === undefined || state?.is !== 'ours') {
      checked.push(outcome);
      continue;
    }
    const { command } = state.entry;
    const env = clientEnvironment(shell, client, state.entry);
    const same = JSON.stringify([command, env]);
    if (!started.has(same)) {
      // Only a person waits for it.
      if (shell.screen !== undefined)
        shell.warn(
          paint({ colors: shell.warnColors }, 'dim', `Starting the server as ${client.name} will …`),
        );
      const options = { command, env, cwd: shell.machine.home, timeoutMs, interrupted: shell.interrupted };
      started.set(same, await shell.startServer(options));
    }
    const startProblem = started.get(same);
    checked.push({
      ...outcome,
      ...(startProblem === undefined ? { started: true } : { started: false, startProblem }),
    });
  }
  return checked;
}
