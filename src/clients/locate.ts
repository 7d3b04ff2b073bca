import { posix, win32 } from 'node:path';
import type { Client, Places } from './client.ts';
import type { Surroundings } from './surroundings.ts';

/** Where a client has its configuration on this machine. */
export interface Location {
  readonly installed: boolean;
  /** The file, whether or not it stands. */
  readonly path: string;
}

/** Rules of paths of the platform. */
export const pathsOf = ({ platform }: Pick<Surroundings, 'platform'>) =>
  platform === 'win32' ? win32 : posix;

/** The names in `folder` that fit a pattern with one star. */
function fitting(pattern: string, folder: string, { disk }: Surroundings): string | undefined {
  const [start = '', end = ''] = pattern.split('*');
  const names = disk.list(folder).filter((name) => name.startsWith(start) && name.endsWith(end));
  return names.toSorted()[0];
}

/** The path that a place means here; undefined where it drops out. */
function resolve(place: string, surroundings: Surroundings): string | undefined {
  const { join, isAbsolute } = pathsOf(surroundings);
  const [first = '', ...rest] = place.split('/');
  const root = first === '~' ? surroundings.home : surroundings.env[first.slice(1)]?.trim();
  // A relative path in a variable would mean another file in each folder the client is started in.
  if (!root || !isAbsolute(root)) return undefined;
  let path = root;
  for (const part of rest) {
    const name = part.includes('*') ? fitting(part, path, surroundings) : part;
    if (name === undefined) return undefined;
    path = join(path, name);
  }
  return path;
}

const resolved = (places: Places, surroundings: Surroundings) =>
  places.flatMap((place) => resolve(place, surroundings) ?? []);

function foldersOf({ folders }: Client, { platform }: Surroundings): Places {
  if (!('linux' in folders)) return folders;
  return platform === 'win32' || platform === 'darwin' ? folders[platform] : folders.linux;
}

/** Finds the configuration file of a client. */
export function locate(client: Client, surroundings: Surroundings): Location {
  const { disk, home } = surroundings;
  const { join } = pathsOf(surroundings);
  const [folder = home] = resolved(foldersOf(client, surroundings), surroundings);
  const files = client.files.map((name) => join(folder, name));
  const standing = files.find((path) => disk.look(path) !== undefined);
  const signs = client.signs === undefined ? [folder] : resolved(client.signs, surroundings);
  return {
    installed: signs.some((sign) => disk.look(sign) !== undefined),
    path: standing ?? files.at(-1) ?? folder,
  };
}
