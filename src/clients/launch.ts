import { type LocalMachine, pathsOf } from './local-machine.ts';
import type { McpClient } from './mcp-clients.ts';

/** The command that starts this server, and the variables that it needs for that. */
export interface LaunchCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What is started, as it would be typed. */
const npxWords = ['npx', '-y', 'copper-mcp'] as const;

/**
 * Leaves the folder in which the client starts it, then runs the words that follow. That folder may be a project from somewhere else: npx
 * prefers a program in its `node_modules` and the registry in its `.npmrc`, and npm puts `node_modules/.bin` there, and in every folder
 * above, before the PATH on which it then looks for `sh` and `node`. All of them would run with the key. Above the root there is nothing, and
 * in it only an administrator can write. No sign in it is one that a client replaces by a variable.
 */
const fromRoot = ['/bin/sh', '-c', 'cd / && exec "$@"', 'sh'] as const;

/** The same on Windows, where npx is a script, which only `cmd` can start. A full path, since a plain name is looked for in that folder. */
function fromWindowsFolder({ env }: LocalMachine): string[] {
  const configured = env.SystemRoot?.trim() ?? '';
  // `cmd` would read other signs in a path as its own.
  const folder = /^[A-Za-z]:\\[\w\\]+$/.test(configured) ? configured : 'C:\\Windows';
  return [`${folder}\\System32\\cmd.exe`, '/c', 'cd', '/d', folder, '&&'];
}

/** The program that a command starts, and its arguments, without what leaves the folder first. */
export const startedWords = (command: readonly string[]): readonly string[] =>
  fromRoot.every((word, at) => command[at] === word) ? command.slice(fromRoot.length) : command;

const launchOf = ([command = '', ...args]: readonly string[], env: LaunchCommand['env']): LaunchCommand => ({
  command,
  args,
  env,
});

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
 * and a PATH, because npx looks for `node` on it, and so does what npx starts.
 *
 * @param local true to start this copy of the program, not the published package
 */
export function launchFor(
  { fromDesktop }: Pick<McpClient, 'fromDesktop'>,
  machine: LocalMachine,
  local: boolean,
): LaunchCommand {
  const { platform, node, program } = machine;
  if (local) return launchOf([node, program], {});
  if (platform === 'win32') return launchOf([...fromWindowsFolder(machine), ...npxWords], {});
  const folder = fromDesktop ? folderOfNpx(machine) : undefined;
  if (folder === undefined || alwaysOnPath[platform === 'darwin' ? 'darwin' : 'linux'].includes(folder))
    return launchOf([...fromRoot, ...npxWords], {});
  const path = [...new Set([folder, '/usr/local/bin', '/usr/bin', '/bin'])].join(':');
  const npx = pathsOf(machine).join(folder, 'npx');
  return launchOf([...fromRoot, npx, ...npxWords.slice(1)], { PATH: path });
}
