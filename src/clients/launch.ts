import { type LocalMachine, pathsOf } from './local-machine.ts';
import type { McpClient } from './mcp-clients.ts';

/** The command that starts this server, and the variables that it needs for that. */
export interface LaunchCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * What npx is told. Some clients start servers in the folder of a project, and npx prefers a program in the `node_modules` there, and the
 * registry of an `.npmrc` there: a project from somewhere else could run its own code with the key. With a prefix, npx looks in the
 * person's home instead.
 */
function npxArguments({ home, platform }: LocalMachine): string[] {
  // `cmd` would read other signs in a path as its own.
  const passable = platform !== 'win32' || /^[\w:\\ .-]+$/.test(home);
  return ['-y', ...(passable ? ['--prefix', home] : []), 'copper-mcp'];
}

/** Folders on the PATH of every program, however it was started. */
const alwaysOnPath: Readonly<Record<'linux' | 'darwin', readonly string[]>> = {
  linux: ['/usr/local/bin', '/usr/bin', '/bin'],
  darwin: ['/usr/bin', '/bin'],
};

/** The folder of the first npx on the PATH that is not part of some package, and that not everybody can write to. */
function folderOfNpx({ env, disk, home }: LocalMachine): string | undefined {
  const folders = (env.PATH ?? '')
    .split(':')
    .filter((folder) => folder.startsWith('/') && !folder.includes('/node_modules'));
  const found = folders.find((folder) => {
    try {
      const open = ((disk.stat(folder)?.mode ?? 0) & 0o002) !== 0;
      return !open && disk.stat(`${folder}/npx`.replace('//', '/'))?.kind === 'file';
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
 * desktop get the PATH of the desktop, without what nvm, fnm, Volta or Homebrew added in a shell's profile: they get the full path of npx,
 * and a PATH, because npx looks for `node` on it, and so does what npx starts. On Windows npx is a script, which only `cmd` can start; the
 * variable keeps `cmd` from looking for it in the current folder first.
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
  const npx = npxArguments(machine);
  if (platform === 'win32')
    return {
      command: 'cmd',
      args: ['/c', 'npx', ...npx],
      env: { NoDefaultCurrentDirectoryInExePath: '1' },
    };
  const folder = fromDesktop ? folderOfNpx(machine) : undefined;
  if (folder === undefined || alwaysOnPath[platform === 'darwin' ? 'darwin' : 'linux'].includes(folder))
    return { command: 'npx', args: npx, env: {} };
  const path = [...new Set([folder, '/usr/local/bin', '/usr/bin', '/bin'])].join(':');
  return { command: pathsOf(machine).join(folder, 'npx'), args: npx, env: { PATH: path } };
}
