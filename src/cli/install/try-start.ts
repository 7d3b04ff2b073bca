import type { ServerEntry } from '../../clients/entry.ts';
import type { McpClient } from '../../clients/mcp-clients.ts';
import { startEnvironment } from '../../clients/start-environment.ts';
import type { Shell, StartResult } from '../shell.ts';

/** The first start by npx downloads the package. */
const timeoutMs = 120_000;

/** Starts the entry of a client as that client does. */
export type TryStart = (client: McpClient, entry: ServerEntry) => Promise<StartResult>;

/**
 * Starts entries in the person's home folder; one that several clients start in the same way is started once. To be called one after the
 * other: two npx that download the same package at once may spoil each other's work.
 *
 * @param onStart told of each real start
 * @returns a function that throws the signal's reason when interrupted
 */
export function createTryStart(
  { machine, startServer, interrupted }: Shell,
  onStart: (client: McpClient) => void = () => undefined,
): TryStart {
  const results = new Map<string, StartResult>();
  return async (client, entry) => {
    const { command } = entry;
    const env = startEnvironment(client, machine, entry);
    const same = JSON.stringify([command, env]);
    const known = results.get(same);
    if (known !== undefined) return known;
    onStart(client);
    const result = await startServer({ command, env, cwd: machine.home, timeoutMs, interrupted });
    interrupted.throwIfAborted();
    results.set(same, result);
    return result;
  };
}
