import { type LocalMachine, pathsOf } from './local-machine.ts';
import type { FolderCandidates, McpClient } from './mcp-clients.ts';

/** Where a client has its configuration on this machine. */
interface ConfigLocation {
  readonly installed: boolean;
  /** The file, whether or not it exists. */
  readonly path: string;
}

/** The first name in `folder` that matches a pattern with one star. */
function firstMatch(pattern: string, folder: string, { disk }: LocalMachine): string | undefined {
  const [start = '', end = ''] = pattern.split('*');
  const names = disk.list(folder).filter((name) => name.startsWith(start) && name.endsWith(end));
  return names.toSorted()[0];
}

/** The path that a candidate means on this machine; undefined if it is skipped. */
function resolve(candidate: string, machine: LocalMachine): string | undefined {
  const { join, isAbsolute } = pathsOf(machine);
  const [first = '', ...rest] = candidate.split('/');
  const root = first === '~' ? machine.home : machine.env[first.slice(1)]?.trim();
  // A relative path in a variable would mean another file in each folder the client is started in.
  if (!root || !isAbsolute(root)) return undefined;
  let path = root;
  for (const part of rest) {
    const name = part.includes('*') ? firstMatch(part, path, machine) : part;
    if (name === undefined) return undefined;
    path = join(path, name);
  }
  return path;
}

const resolveAll = (candidates: FolderCandidates, machine: LocalMachine) =>
  candidates.flatMap((candidate) => resolve(candidate, machine) ?? []);

function foldersOf({ folders }: McpClient, { platform }: LocalMachine): FolderCandidates {
  if (!('linux' in folders)) return folders;
  return platform === 'win32' || platform === 'darwin' ? folders[platform] : folders.linux;
}

/** Finds the configuration file of a client. */
export function locateConfig(client: McpClient, machine: LocalMachine): ConfigLocation {
  const { disk, home } = machine;
  const { join } = pathsOf(machine);
  const [folder = home] = resolveAll(foldersOf(client, machine), machine);
  const files = client.files.map((name) => join(folder, name));
  const existing = files.find((path) => disk.stat(path) !== undefined);
  const signs = client.installedSigns === undefined ? [folder] : resolveAll(client.installedSigns, machine);
  const installed = signs.some((sign) => disk.stat(sign) !== undefined);
  return { installed, path: existing ?? files.at(-1) ?? folder };
}
