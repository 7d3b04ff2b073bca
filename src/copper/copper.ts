import { createNameResolver } from '../names/name-resolver.ts';
import { type CancelSignal, type Clock, steadyClock } from '../tool/clock.ts';
import { isObject, type JsonObject } from '../tool/json.ts';
import type { NameResolver } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { type AskOptions, type Credentials, createAsk, signHeaders } from './ask.ts';
import { createDialect, type DialectChoice } from './dialect.ts';
import { operations } from './operations.ts';
import { isAsBefore, type KnownList, type PageSource, readWholeList, rowsOf } from './pages.ts';
import { createPacer, type Pacer } from './rate-limit/pacer.ts';
import type { CreateQuota } from './rate-limit/quota.ts';

/** Rows per page of every search in the documented API. */
const documentedCap = 200;

/** One Copper account, as the rest of the product sees it. */
export interface CopperClient extends PageSource {
  /**
   * Sends one request: equal requests in flight are shared, lookups are cached for ten minutes, everything is rate-limited and retried.
   *
   * @throws ToolError, or the signal's reason when aborted
   */
  ask(request: CopperRequest, call: RequestOptions): Promise<CopperReply>;
  /** Resolves the account's names and ids for one call; `note` gets how names were interpreted. */
  names(call: RequestOptions, note: (text: string) => void): NameResolver;
  readonly pacer: Pacer;
}

/** What a client for one account needs. */
export interface CopperClientOptions extends Omit<AskOptions, 'headers' | 'pacer'> {
  readonly credentials: Credentials;
  readonly version: string;
  readonly dialect: DialectChoice;
  /** Requests in any 60 s. */
  readonly rateLimit: number;
  /** Needed if other processes use the same account. */
  readonly createQuota?: CreateQuota | undefined;
}

const tenMinutesMs = 600_000;

/** False for a reply with entries of which none has an id or a name: probably a passing fault, so it is not cached. */
const holdsNames = ({ data }: CopperReply): boolean =>
  (Array.isArray(data) ? data.length === 0 : false) ||
  [data]
    .flat()
    .some((entry) => !isObject(entry) || typeof entry.id === 'number' || typeof entry.name === 'string');

/** Of all lookups of an account together. */
const maxCachedBytes = 32_000_000;

/** Puts the parts of one account together: ask, dialect, requests in flight, cache, names. */
export function createCopperClient(options: CopperClientOptions): CopperClient {
  const { clock, rateLimit: limit, maxWaitMs, createQuota } = options;
  // Neither a window nor an age may end early or late because somebody set the clock.
  const steady = steadyClock(clock);
  const pacer = createPacer({ limit, clock: steady, maxWaitMs, createQuota });
  const headers = signHeaders(options.credentials, options.version);
  const dialect = createDialect(createAsk({ ...options, headers, pacer }), options.dialect, clock.now);
  const inFlight = createInFlight<CopperReply>();
  const cached = createCache<CopperReply>(
    {
      ttlMs: tenMinutesMs,
      values: 500,
      size: maxCachedBytes,
      sizeOf: ({ bytes = 0 }) => bytes,
      isWorthKeeping: holdsNames,
    },
    steady,
  );
  const learntCaps = new Map<OperationId, number>();
  const longestPages = new Map<OperationId, number>();

  function ask(request: CopperRequest, call: RequestOptions, maxAgeMs?: number): Promise<CopperReply> {
    const { operation, path, query, body } = request;
    const key = JSON.stringify([operation, path, query, body]);
    const shared = () =>
      inFlight(`${call.priority} ${key}`, call.signal, (signal) => dialect.ask(request, { ...call, signal }));
    const isTagNames = operation === 'listTags' && query?.tag_names_only === true && body === undefined;
    if (operations[operation].cached !== true && !isTagNames) return shared();
    return cached(key, shared, maxAgeMs);
  }

  function pageCap(operation: OperationId): number {
    const contract = operations[operation].pageCap ?? documentedCap;
    return learntCaps.get(operation) ?? (dialect.isDocumented(operation) ? documentedCap : contract);
  }

  const pages: PageSource = {
    ask: (request, call) => ask(request, call),
    pageCap,
    largestPage: (operation) =>
      options.dialect === 'auto' ? (learntCaps.get(operation) ?? documentedCap) : pageCap(operation),
    learnPageCap: (operation, rows) => void learntCaps.set(operation, rows),
    hadLongerPage(operation, rows) {
      const longest = longestPages.get(operation) ?? 0;
      longestPages.set(operation, Math.max(longest, rows));
      return longest > rows;
    },
  };

  /** The rows of lookups, with the replies of their further pages, for as long as the first one is cached: nearly every call uses some. */
  const lists = new WeakMap<CopperReply, KnownList>();

  /** All rows of a lookup: all pages, until all rows are there or a page has no new ones. @throws ListTooLong */
  async function list(
    operation: OperationId,
    call: RequestOptions,
    maxAgeMs?: number,
  ): Promise<readonly JsonObject[]> {
    const hasPages = operations[operation].pageCap !== undefined;
    const body = { page_number: 1, page_size: pageCap(operation) };
    const first = await ask(hasPages ? { operation, body } : { operation }, call, maxAgeMs);
    const known = lists.get(first);
    // Rows that are the same objects as before have an index of their names.
    if (known !== undefined && (await isAsBefore(known, (request) => ask(request, call, maxAgeMs))))
      return known.rows;
    let asked = 0;
    const further: [CopperRequest, CopperReply][] = [];
    const counted: PageSource = {
      ...pages,
      async ask(request, options) {
        if (++asked === 1) return first;
        const reply = await ask(request, options, maxAgeMs);
        further.push([request, reply]);
        return reply;
      },
    };
    const rows = hasPages ? await readWholeList(counted, operation, call) : rowsOf(first);
    lists.set(first, { rows, further });
    return rows;
  }

  return {
    ...pages,
    names: (call, note) => createNameResolver({ reader: { ask, list, pageCap }, call, note }),
    pacer,
  };
}

/**
 * The result for `key`: of the work in flight, or else of `start`. All callers get the same object, so none may change it.
 *
 * @throws the reason of the caller's own signal, as soon as it is aborted; else whatever the work throws.
 */
export type InFlight<T> = (
  key: string,
  signal: CancelSignal,
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
