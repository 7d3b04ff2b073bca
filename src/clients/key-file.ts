import { decode } from './config-text.ts';
import { pathsOf } from './locate.ts';
import { lookAt } from './look.ts';
import { type Desk, replaceFile } from './replace-file.ts';
import type { Surroundings } from './surroundings.ts';
import { clients } from './table.ts';

/** Where `install` keeps the key: in the person's configuration, apart from every client's. */
export function keyFileOf(surroundings: Surroundings): string {
  const { env, home, platform } = surroundings;
  const { join, isAbsolute } = pathsOf(surroundings);
  const windows = platform === 'win32';
  const named = (windows ? env.APPDATA : env.XDG_CONFIG_HOME)?.trim() ?? '';
  const usual = windows ? join(home, 'AppData', 'Roaming') : join(home, '.config');
  return join(isAbsolute(named) ? named : usual, 'copper-mcp', 'key');
}

/** The key in a file; undefined where there is no such file, or it cannot be read or is empty. */
export function readKey({ disk }: Surroundings, path: string): string | undefined {
  try {
    return decode(disk.read(path))?.text.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a key for its owner alone. @throws WriteError */
export async function writeKey(desk: Desk, path: string, key: string): Promise<void> {
  const bytes = new TextEncoder().encode(`${key}\n`);
  await replaceFile(desk, path, () => bytes, { backup: false, mode: 0o600, folderMode: 0o700 });
}

/** The names of clients whose configuration names a file, in any entry; those count whose text cannot be read. */
export function clientsNaming(surroundings: Surroundings, file: string): string[] {
  const quoted = JSON.stringify(file).slice(1, -1);
  return clients.flatMap((client) => {
    const { path, state, config } = lookAt(client, surroundings);
    if (state.is === 'absent') return [];
    let text = config?.text;
    try {
      text ??= decode(surroundings.disk.read(path))?.text;
    } catch {
      // Nobody can say what it names.
    }
    return text === undefined || text.includes(file) || text.includes(quoted) ? client.name : [];
  });
}
