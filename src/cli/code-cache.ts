import { existsSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Whose folder it must be, and where that person keeps caches. */
export interface CacheOwner {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As `process.platform` has it. */
  readonly platform: string;
  /** Undefined on Windows, where permissions are inherited from the person's profile. */
  readonly uid: number | undefined;
  readonly home: string;
}

/** The person who runs this process. */
export const thisPerson = (): CacheOwner => ({
  env: process.env,
  platform: process.platform,
  uid: process.getuid?.(),
  home: homedir(),
});

/** The folder for caches of the platform; variables with relative paths are ignored, since they would depend on the current folder. */
function cachesOf({ env, platform, home }: CacheOwner): string {
  const given =
    platform === 'win32' ? env.LOCALAPPDATA : platform === 'darwin' ? undefined : env.XDG_CACHE_HOME;
  if (given !== undefined && given === resolve(given)) return given;
  const standard = { win32: join('AppData', 'Local'), darwin: join('Library', 'Caches') };
  return join(home, platform === 'win32' || platform === 'darwin' ? standard[platform] : '.cache');
}

/** True if nobody but this person and root can put another folder in the place of this one, or of one above it. */
function isGuarded(folder: string, uid: number): boolean {
  const { mode, uid: owner } = lstatSync(folder);
  const trusted = owner === uid || owner === 0;
  // In a folder such as /tmp, others can write, but not replace what is not theirs.
  const sticky = (mode & 0o1000) !== 0;
  if (!trusted || ((mode & 0o022) !== 0 && !sticky)) return false;
  return folder === dirname(folder) || isGuarded(dirname(folder), uid);
}

/**
 * A folder in which this program may keep compiled code: whoever can write there can run code with the key. It is created, belongs to this
 * person, is closed to everybody else, is not a link, and neither are folders above it writable by others.
 *
 * @returns undefined if there is no such folder; nothing is then cached, and the start takes a few milliseconds longer
 */
export function codeCacheFolder(person: CacheOwner): string | undefined {
  const { uid, platform } = person;
  try {
    const caches = cachesOf(person);
    // A home that does not exist is not created.
    if (!existsSync(caches)) mkdirSync(caches, { mode: 0o700 });
    const folder = join(realpathSync(caches), 'copper-mcp');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    if (!found.isDirectory()) return undefined;
    if (platform === 'win32') return folder;
    if (uid === undefined || found.uid !== uid || (found.mode & 0o077) !== 0) return undefined;
    return isGuarded(dirname(folder), uid) ? folder : undefined;
  } catch {
    return undefined;
  }
}
