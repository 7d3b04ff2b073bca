import type { Clock } from '../tool/clock.ts';

/**
 * The result for `key`: of the work in flight, or else of `start`. All callers get the same object, so none may change it.
 *
 * @throws the reason of the caller's own signal, as soon as it is aborted; else whatever the work throws.
 */
export type InFlight<T> = (
  key: string,
  signal: AbortSignal,
  start: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

interface SharedWork<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  callers: number;
}

/** Shares work in flight. It is aborted only when all its callers have aborted; a caller after that starts it anew. */
export function createInFlight<T>(): InFlight<T> {
  const inFlight = new Map<string, SharedWork<T>>();

  function forget(key: string, work: SharedWork<T>): void {
    if (inFlight.get(key) === work) inFlight.delete(key);
  }

  function join(key: string, start: (signal: AbortSignal) => Promise<T>): SharedWork<T> {
    const known = inFlight.get(key);
    if (known !== undefined) return known;
    const abort = new AbortController();
    const work: SharedWork<T> = { result: (async () => start(abort.signal))(), abort, callers: 0 };
    inFlight.set(key, work);
    const done = (): void => forget(key, work);
    work.result.then(done, done);
    return work;
  }

  return (key, signal, start) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const work = join(key, start);
      work.callers++;
      const leave = (): void => {
        reject(signal.reason);
        work.callers--;
        if (work.callers > 0) return;
        forget(key, work);
        work.abort.abort(signal.reason);
      };
      // The work may report progress at once, and that may have made the caller abort.
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      work.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
}

/**
 * The cached value if it is younger than the cache's `ttlMs` and `maxAgeMs`, or else the result of `load`, which is cached; a
 * failure is not. Nobody may change the value.
 */
export type Cache<T> = (key: string, load: () => Promise<T>, maxAgeMs?: number) => Promise<T>;

/** How much a cache holds: values, and the sum of their sizes. */
export interface CacheLimits<T> {
  readonly ttlMs: number;
  readonly values: number;
  readonly size: number;
  readonly sizeOf: (value: T) => number;
  /** False for a value that the next call should ask for again. */
  readonly isWorthKeeping?: (value: T) => boolean;
}

/** A cache in memory. Beyond its limits the least recently used values are dropped. */
export function createCache<T>(
  { ttlMs, values, size, sizeOf, isWorthKeeping = () => true }: CacheLimits<T>,
  clock: Clock,
): Cache<T> {
  const entries = new Map<string, { readonly value: T; readonly since: number }>();
  let held = 0;

  function drop(key: string): void {
    const entry = entries.get(key);
    if (entry !== undefined && entries.delete(key)) held -= sizeOf(entry.value);
  }

  return async (key, load, maxAgeMs = ttlMs) => {
    const known = entries.get(key);
    if (known !== undefined && clock.now() - known.since < Math.min(ttlMs, maxAgeMs)) {
      entries.delete(key);
      entries.set(key, known);
      return known.value;
    }
    const value = await load();
    drop(key);
    if (!isWorthKeeping(value)) return value;
    entries.set(key, { value, since: clock.now() });
    held += sizeOf(value);
    for (const oldest of entries.keys()) {
      if (entries.size <= values && held <= size) break;
      drop(oldest);
    }
    return value;
  };
}
