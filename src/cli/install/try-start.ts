import type { ServerEntry } from '../../clients/entry.ts';
import type { McpClient } from '../../clients/mcp-clients.ts';
import { startEnvironment } from '../../clients/start-environment.ts';
import type { Shell, StartResult } from '../shell.ts';

/** The first start by npx downloads the package. */
const timeoutMs = 120_000;

/** Starts the entry of a client as that client does; one that is started for several clients in the same way is started once. */
export type TryStart = (client: McpClient, entry: ServerEntry, onStart?: () => void) => Promise<StartResult>;

/** Starts entries, in the person's home folder. The results are kept for as long as this function is. */
export function createTryStart({ machine, startServer, interrupted }: Shell): TryStart {
  const started = new Map<string, Promise<StartResult>>();
  return (client, entry, onStart = () => undefined) => {
    const { command } = entry;
    const env = startEnvironment(client, machine, entry);
    const same = JSON.stringify([command, env]);
    const known = started.get(same);
    if (known !== undefined) return known;
    onStart();
    const result = startServer({ command, env, cwd: machine.home, timeoutMs, interrupted });
    started.set(same, result);
    return result;
  };
}
