import { createNameResolver } from '../names/name-resolver.ts';
import { steadyClock } from '../tool/clock.ts';
import { isObject, type JsonObject } from '../tool/json.ts';
import type { NameResolver } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { type AskOptions, type Credentials, createAsk, signHeaders } from './ask.ts';
import { createDialect, type DialectChoice } from './dialect.ts';
import { operations } from './operations.ts';
import { type PageSource, readWholeList, rowsOf } from './pages.ts';
import { createPacer, type Pacer } from './rate-limit/pacer.ts';
import type { CreateQuota } from './rate-limit/quota.ts';
import { createCache, createInFlight } from './reuse.ts';

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

/** False for a reply that says success and has entries, and in none of them an id or a name: whatever that was, it passes. */
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

  function ask(request: CopperRequest, call: RequestOptions, maxAgeMs?: number): Promise<CopperReply> {
    const { operation, path, query, body } = request;
    const key = JSON.stringify([operation, path, query, body]);
    const shared = () =>
      inFlight(`${call.lane} ${key}`, call.signal, (signal) => dialect.ask(request, { ...call, signal }));
    const isTagNames = operation === 'listTags' && query?.tag_names_only === true && body === undefined;
    if (operations[operation].lookup !== true && !isTagNames) return shared();
    return cached(key, shared, maxAgeMs);
  }

  function pageCap(operation: OperationId): number {
    const contract = operations[operation].pageCap ?? documentedCap;
    return learntCaps.get(operation) ?? (dialect.isDocumented(operation) ? documentedCap : contract);
  }

  const pages: PageSource = {
    ask: (request, call) => ask(request, call),
    pageCap,
    learnPageCap: (operation, rows) => void learntCaps.set(operation, rows),
  };

  /** All rows of a lookup: all pages, until all rows are there or a page has no new ones. @throws ListTooLong */
  async function list(
    operation: OperationId,
    call: RequestOptions,
    maxAgeMs?: number,
  ): Promise<JsonObject[]> {
    if (operations[operation].pageCap === undefined) return rowsOf(await ask({ operation }, call, maxAgeMs));
    return readWholeList({ ...pages, ask: (...request) => ask(...request, maxAgeMs) }, operation, call);
  }

  return {
    ...pages,
    names: (call, note) => createNameResolver({ lookups: { ask, list, pageCap }, call, note }),
    pacer,
  };
}
