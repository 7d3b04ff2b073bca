import { isObject, type JsonObject, parseJsonText } from '../../src/tool/json.ts';

const namesIn = (entry: JsonObject, key: string) => Object.keys(isObject(entry[key]) ? entry[key] : {});

/** True if a lockfile has this package where the one at `path` would find it, on whatever platform. */
function isThere(packages: JsonObject, path: string, name: string): boolean {
  for (
    let folder = path;
    ;
    folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')
  ) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/**
 * What a lockfile (version 3) lacks to install the same everywhere: a checksum of a package, or a package that only another platform
 * installs.
 */
export function lockfileProblems(text: string): string[] {
  const lock = parseJsonText(text);
  const packages = isObject(lock) ? lock.packages : undefined;
  if (!isObject(packages)) return ['it lists no packages'];
  return Object.entries(packages).flatMap(([path, entry]) => {
    if (!isObject(entry)) return [`${path} is not an object`];
    const isLocked = path === '' || entry.link === true || /^sha512-/.test(String(entry.integrity));
    const missing = ['dependencies', 'optionalDependencies']
      .flatMap((key) => namesIn(entry, key))
      .filter((name) => !isThere(packages, path, name));
    return [
      ...(isLocked ? [] : [`${path} has no sha512 checksum`]),
      ...missing.map((name) => `${path || 'the package'} needs ${name}, which is not locked`),
    ];
  });
}
