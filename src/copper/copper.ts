import { createNameResolver } from '../names/name-resolver.ts';
import {
  type Cancellation,
  type CancelSignal,
  type Clock,
  createCancellation,
  steadyClock,
} from '../tool/clock.ts';
import { isObject } from '../tool/json.ts';
import type { NameResolver } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { type AskOptions, type Credentials, createAsk, type PageSource, signHeaders } from './ask.ts';
import { createDialect, type DialectChoice } from './dialect.ts';
import { operations } from './operations.ts';
import { createPacer, type Pacer } from './rate-limit/pacer.ts';
import type { CreateQuota } from './rate-limit/quota.ts';
import { createListReader } from './whole-lists.ts';

/** Rows per page of every search in the documented API. */
const documentedCap = 200;

/** One Copper account, as the rest of the product sees it. */
export interface CopperClient extends PageSource {
  /**
   * Sends one request: equal requests in flight are shared, lookups are cached for ten minutes, everything is rate-limited and retried.
   *
   * @throws ToolError, or the signal's reason when aborted
   */
  ask(request: CopperRequest, call: RequestOptions, maxAgeMs?: number): Promise<CopperReply>;
  /** Resolves the account's names and ids for one call; `note` gets how names were interpreted. For `labels` see `NameContext`. */
  names(call: RequestOptions, note: (text: string) => void, labels?: 'whole'): NameResolver;
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

const isEmpty = ({ data }: CopperReply): boolean => Array.isArray(data) && data.length === 0;

/** False for a reply with entries of which none has an id or a name: probably a passing fault, so it is not cached. */
const holdsNames = (reply: CopperReply): boolean =>
  isEmpty(reply) ||
  [reply.data]
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
  const dialect = createDialect(createAsk({ ...options, headers, pacer }), options.dialect, clock);
  const inFlight = createInFlight<{ readonly askedAt: number; readonly reply: CopperReply }>();
  const cached = createCache<CopperReply>(
    {
      ttlMs: tenMinutesMs,
      values: 500,
      size: maxCachedBytes,
      sizeOf: ({ bytes = 0 }) => bytes,
    },
    steady,
  );
  const learntCaps = new Map<OperationId, { readonly rows: number; readonly since: number }>();
  const longestPages = new Map<OperationId, number>();

  function ask(request: CopperRequest, call: RequestOptions, maxAgeMs?: number): Promise<CopperReply> {
    const { operation, path, query, body } = request;
    const key = JSON.stringify([operation, path, query, body]);
    async function shared(): Promise<CopperReply> {
      const startedAt = Math.floor(clock.now() / 1000);
      const { askedAt, reply } = await inFlight(`${call.priority} ${key}`, call.signal, async (signal) => ({
        askedAt: startedAt,
        reply: await dialect.ask(request, { ...call, signal }),
      }));
      call.onReply?.(askedAt);
      return reply;
    }
    const isTagNames = operation === 'listTags' && query?.tag_names_only === true && body === undefined;
    if (operations[operation].cached !== true && !isTagNames) return shared();
    // Whoever asks is a user: a list without users is a passing fault. Later pages may well be empty.
    const hasSome = operation === 'listUsers' && body?.page_number === 1;
    const isWorthKeeping = (reply: CopperReply) => holdsNames(reply) && !(hasSome && isEmpty(reply));
    return cached(key, shared, { maxAgeMs, isWorthKeeping });
  }

  /** What was learnt may have been due to a passing fault, or may have changed: it is tried again from time to time. */
  function learntCap(operation: OperationId): number | undefined {
    const learnt = learntCaps.get(operation);
    return learnt !== undefined && steady.now() - learnt.since < tenMinutesMs ? learnt.rows : undefined;
  }

  function pageCap(operation: OperationId): number {
    const contract = operations[operation].pageCap ?? documentedCap;
    return learntCap(operation) ?? (dialect.isDocumented(operation) ? documentedCap : contract);
  }

  const pages: PageSource = {
    ask,
    pageCap,
    largestPage: (operation) =>
      options.dialect === 'auto' ? (learntCap(operation) ?? documentedCap) : pageCap(operation),
    learnPageCap: (operation, rows) => void learntCaps.set(operation, { rows, since: steady.now() }),
    notePageLength(operation, rows) {
      if (rows > (learntCap(operation) ?? rows)) learntCaps.delete(operation);
      const longest = longestPages.get(operation) ?? 0;
      longestPages.set(operation, Math.max(longest, rows));
      return longest > rows;
    },
  };

  const list = createListReader(pages);

  return {
    ...pages,
    names: (call, note, labels) => createNameResolver({ reader: { ask, list, pageCap }, call, note, labels }),
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
  start: (signal: CancelSignal) => Promise<T>,
) => Promise<T>;

interface SharedWork<T> {
  readonly result: Promise<T>;
  readonly cancellation: Cancellation;
  callers: number;
}

/** Shares work in flight. It is aborted only when all its callers have aborted; a caller after that starts it anew. */
export function createInFlight<T>(): InFlight<T> {
  const inFlight = new Map<string, SharedWork<T>>();

  function forget(key: string, work: SharedWork<T>): void {
    if (inFlight.get(key) === work) inFlight.delete(key);
  }

  function join(key: string, start: (signal: CancelSignal) => Promise<T>): SharedWork<T> {
    const running = inFlight.get(key);
    if (running !== undefined) return running;
    const cancellation = createCancellation();
    const result = (async () => start(cancellation.signal))();
    const work: SharedWork<T> = { result, cancellation, callers: 0 };
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
        work.cancellation.abort(signal.reason);
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
export type Cache<T> = (key: string, load: () => Promise<T>, use?: CacheUse<T>) => Promise<T>;

/** How a caller uses a cache. */
interface CacheUse<T> {
  readonly maxAgeMs?: number | undefined;
  /** False for a value that the next call should ask for again. */
  readonly isWorthKeeping?: (value: T) => boolean;
}

/** How much a cache holds: values, and the sum of their sizes. */
export interface CacheLimits<T> {
  readonly ttlMs: number;
  readonly values: number;
  readonly size: number;
  readonly sizeOf: (value: T) => number;
}

/** A cache in memory. Beyond its limits the least recently used values are dropped. */
export function createCache<T>({ ttlMs, values, size, sizeOf }: CacheLimits<T>, clock: Clock): Cache<T> {
  const entries = new Map<string, { readonly value: T; readonly since: number }>();
  let held = 0;

  function drop(key: string): void {
    const entry = entries.get(key);
    if (entry !== undefined && entries.delete(key)) held -= sizeOf(entry.value);
  }

  return async (key, load, { maxAgeMs = ttlMs, isWorthKeeping = () => true } = {}) => {
    const entry = entries.get(key);
    if (entry !== undefined && clock.now() - entry.since < Math.min(ttlMs, maxAgeMs)) {
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
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
