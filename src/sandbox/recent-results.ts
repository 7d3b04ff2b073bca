const cacheSize = 8;

/** Places of rows, found once for several requests; `key` tells one question apart from others. */
export type ResultCache = (key: string, find: () => readonly number[]) => readonly number[];

/** Keeps the last eight results, so that the pages of a question are cut from one list. */
export function createResultCache(): ResultCache {
  const kept = new Map<string, readonly number[]>();
  return (key, find) => {
    const found = kept.get(key) ?? find();
    kept.delete(key);
    kept.set(key, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= cacheSize) break;
      kept.delete(oldest);
    }
    return found;
  };
}
