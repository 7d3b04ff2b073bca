import { decodeConfig } from './config-file.ts';
import { takeSnapshot } from './config-snapshot.ts';
import { type LocalMachine, pathsOf } from './local-machine.ts';
import type { WriteContext } from './lock-file.ts';
import { mcpClients } from './mcp-clients.ts';
import { replaceFile } from './replace-file.ts';

/** Where `install` stores the key: in the person's configuration folder, apart from the clients' files. */
export function keyFilePath(machine: LocalMachine): string {
  const { env, home, platform } = machine;
  const { join, isAbsolute } = pathsOf(machine);
  const windows = platform === 'win32';
  const configured = (windows ? env.APPDATA : env.XDG_CONFIG_HOME)?.trim() ?? '';
  const byDefault = windows ? join(home, 'AppData', 'Roaming') : join(home, '.config');
  return join(isAbsolute(configured) ? configured : byDefault, 'copper-mcp', 'key');
}

/** The key in a file; undefined if there is no such file, or it cannot be read or is empty. */
export function readKey(machine: LocalMachine, path: string): string | undefined {
  try {
    return decodeConfig(machine.disk.read(path))?.text.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Stores a key in a file that only its owner can read. @throws WriteError */
export async function writeKey(context: WriteContext, path: string, key: string): Promise<void> {
  const bytes = new TextEncoder().encode(`${key}\n`);
  await replaceFile(context, path, () => bytes, { ownerOnly: true, folderMode: 0o700 });
}

/** Removes the key, and its folder if there is nothing else in it. */
export function removeKey(machine: LocalMachine): void {
  const { disk } = machine;
  const path = keyFilePath(machine);
  disk.remove(disk.resolveLink(path));
  const folder = pathsOf(machine).dirname(path);
  if (disk.list(folder).length === 0) disk.removeFolder(folder);
}

/** The names of clients whose configuration mentions a file; those whose text cannot be read are included. */
export function clientsUsingFile(machine: LocalMachine, file: string): string[] {
  const quoted = JSON.stringify(file).slice(1, -1);
  return mcpClients.flatMap((client) => {
    const { path, state, config } = takeSnapshot(client, machine);
    if (state.is === 'absent') return [];
    let text = config?.text;
    try {
      text ??= decodeConfig(machine.disk.read(path))?.text;
    } catch {
      // It may mention the file.
    }
    return text === undefined || text.includes(file) || text.includes(quoted) ? client.name : [];
  });
}
