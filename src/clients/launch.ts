import { type LocalMachine, pathsOf } from './local-machine.ts';
import type { McpClient } from './mcp-clients.ts';

/** The command that starts this server, and the variables that it needs for that. */
export interface LaunchCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const npx = ['-y', 'copper-mcp'];

/** Folders on the PATH of every program, however it was started. */
const alwaysOnPath: Readonly<Record<'linux' | 'darwin', readonly string[]>> = {
  linux: ['/usr/local/bin', '/usr/bin', '/bin'],
  darwin: ['/usr/bin', '/bin'],
};

/** The folder of the first npx on the PATH that is not part of some package. */
function folderOfNpx({ env, disk, home }: LocalMachine): string | undefined {
  const folders = (env.PATH ?? '')
    .split(':')
    .filter((folder) => folder.startsWith('/') && !folder.includes('/node_modules'));
  const found = folders.find((folder) => {
    try {
      return disk.stat(`${folder}/npx`.replace('//', '/'))?.kind === 'file';
    } catch {
      // A folder that this user may not search has no npx for them, as in a shell.
      return false;
    }
  });
  // fnm creates a folder for each shell and removes it with the shell; what it links to stays.
  return found?.startsWith(home) && found.includes('/fnm_multishells/') ? disk.resolveLink(found) : found;
}

/**
 * How a client starts this server.
 *
 * Programs that run in a terminal have the person's PATH: plain `npx` works for them, also after Node is updated. Programs started from the
 * desktop get the PATH of the desktop, without what nvm, fnm, Volta or Homebrew added in a shell's profile: they get the full path of npx, and a
 * PATH, because npx looks for `node` on it, and so does what npx starts. On Windows npx is a script, which only `cmd` can start.
 *
 * @param local true to start this copy of the program, not the published package
 */
export function launchFor(
  { fromDesktop }: Pick<McpClient, 'fromDesktop'>,
  machine: LocalMachine,
  local: boolean,
): LaunchCommand {
  const { platform, node, program } = machine;
  if (local) return { command: node, args: [program], env: {} };
  if (platform === 'win32') return { command: 'cmd', args: ['/c', 'npx', ...npx], env: {} };
  const folder = fromDesktop ? folderOfNpx(machine) : undefined;
  if (folder === undefined || alwaysOnPath[platform === 'darwin' ? 'darwin' : 'linux'].includes(folder))
    return { command: 'npx', args: npx, env: {} };
  const path = [...new Set([folder, '/usr/local/bin', '/usr/bin', '/bin'])].join(':');
  return { command: pathsOf(machine).join(folder, 'npx'), args: npx, env: { PATH: path } };
}
