import type { Clock } from '../tool/clock.ts';

/** Values that are good for a while. Nobody may change what comes out. */
export interface Cache<T> {
  /** Undefined if unknown or older than the cache's age, or than `maxAgeMs` where that is given and shorter. */
  get(key: string, options?: { readonly maxAgeMs?: number }): T | undefined;
  set(key: string, value: T): void;
  /** The cached value, or else what `load` gives, which is kept; a failure is not. */
  fill(key: string, load: () => Promise<T>, options?: { readonly maxAgeMs?: number }): Promise<T>;
}

/** How long and how many. */
export interface CacheOptions {
  readonly ttlMs: number;
  /** Beyond this, the value that was not asked for the longest goes. */
  readonly max: number;
  readonly clock: Clock;
}

/** A small cache in memory. */
export function createCache<T>({ ttlMs, max, clock }: CacheOptions): Cache<T> {
  const entries = new Map<string, { readonly value: T; readonly since: number }>();

  const cache: Cache<T> = {
    get(key, { maxAgeMs = ttlMs } = {}) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      const age = clock.now() - entry.since;
      entries.delete(key);
      if (age >= ttlMs) return undefined;
      entries.set(key, entry);
      return age < maxAgeMs ? entry.value : undefined;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value, since: clock.now() });
      const [oldest] = entries.keys();
      if (entries.size > max && oldest !== undefined) entries.delete(oldest);
    },
    async fill(key, load, options) {
      const known = cache.get(key, options);
      if (known !== undefined) return known;
      const value = await load();
      cache.set(key, value);
      return value;
    },
  };
  return cache;
}
