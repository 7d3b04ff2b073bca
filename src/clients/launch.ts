import type { Client } from './client.ts';
import { pathsOf } from './locate.ts';
import type { Surroundings } from './surroundings.ts';

/** The command that starts this server, and the variables that it needs to start at all. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const npx = ['-y', 'copper-mcp'];

/** Folders that are on the PATH of every program, however it was started. */
const everywhere: Readonly<Record<'linux' | 'darwin', readonly string[]>> = {
  linux: ['/usr/local/bin', '/usr/bin', '/bin'],
  darwin: ['/usr/bin', '/bin'],
};

/** The folder of the first npx on the PATH that is not part of some package. */
function folderOfNpx({ env, disk, home }: Surroundings): string | undefined {
  const folders = (env.PATH ?? '')
    .split(':')
    .filter((folder) => folder.startsWith('/') && !folder.includes('/node_modules'));
  const found = folders.find((folder) => disk.look(`${folder}/npx`.replace('//', '/'))?.kind === 'file');
  // fnm makes a folder for each shell and takes it away with the shell; where it leads to stays.
  return found?.startsWith(home) && found.includes('/fnm_multishells/') ? disk.follow(found) : found;
}

/**
 * How a client starts this server.
 *
 * Programs that run in a terminal have the person's PATH: plain `npx` serves them and outlives every new Node. Programs started by a click
 * get the PATH of the desktop, without what nvm, fnm, Volta or Homebrew added in a shell's profile: they get the full path of npx, and a
 * PATH, because npx looks for `node` on it, and so does what npx starts. On Windows npx is a script, which only `cmd` can start.
 *
 * @param local true to start this very copy of the program, not the published one
 */
export function launchFor(
  { fromDesktop }: Pick<Client, 'fromDesktop'>,
  surroundings: Surroundings,
  local: boolean,
): Launch {
  const { platform, node, program } = surroundings;
  if (local) return { command: node, args: [program], env: {} };
  if (platform === 'win32') return { command: 'cmd', args: ['/c', 'npx', ...npx], env: {} };
  const folder = fromDesktop ? folderOfNpx(surroundings) : undefined;
  if (folder === undefined || everywhere[platform === 'darwin' ? 'darwin' : 'linux'].includes(folder))
    return { command: 'npx', args: npx, env: {} };
  const path = [...new Set([folder, '/usr/local/bin', '/usr/bin', '/bin'])].join(':');
  return { command: pathsOf(surroundings).join(folder, 'npx'), args: npx, env: { PATH: path } };
}
