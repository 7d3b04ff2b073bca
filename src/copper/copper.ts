import { createNameResolver } from '../names/name-resolver.ts';
import { createRecordNames } from '../names/record-names.ts';
import type { Clock } from '../tool/clock.ts';
import type { Attempt, FetchCopper } from '../tool/fetch-copper.ts';
import type { JsonObject } from '../tool/json.ts';
import type { NameResolver } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { createAsk } from './ask.ts';
import { createCache } from './cache.ts';
import { createDialect, type DialectChoice } from './dialect.ts';
import { createInFlight } from './in-flight.ts';
import { operations } from './operations.ts';
import { type PageSource, readPagesInOrder, rowsOf } from './pages.ts';
import { createPacer, type Pacer } from './rate-limit/pacer.ts';
import type { CreateQuota } from './rate-limit/quota.ts';
import { type Credentials, signHeaders } from './sign.ts';

/** Rows a page under the documented API, for every search. */
const documentedCap = 200;

/** One account of Copper, as the rest of the product sees it. */
export interface CopperClient extends PageSource {
  /**
   * Sends one request: equal requests in flight are shared, lookups are cached for ten minutes, everything is rate-limited and retried.
   *
   * @throws ToolError, or the signal's reason when aborted
   */
  ask(request: CopperRequest, call: RequestOptions): Promise<CopperReply>;
  /** The name ↔ id book for one call; `note` is told how names were understood. */
  names(call: RequestOptions, note: (text: string) => void): NameResolver;
  readonly pacer: Pacer;
}

/** What an account needs to be asked. */
export interface CopperClientOptions {
  readonly fetch: FetchCopper;
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly version: string;
  readonly dialect: DialectChoice;
  /** Requests in any 60 s. */
  readonly rateLimit: number;
  /** The longest wait for the rate limit, in milliseconds. */
  readonly maxWaitMs: number;
  /** Where other processes use the same account. */
  readonly createQuota?: CreateQuota | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onAttempt?: (attempt: Attempt) => void;
}

const tenMinutes = 600_000;

/** Puts the parts of one account together: ask, dialect, sharing, cache, names. */
export function createCopperClient(options: CopperClientOptions): CopperClient {
  const { clock, maxWaitMs } = options;
  const pacer = createPacer({ limit: options.rateLimit, clock, maxWaitMs, createQuota: options.createQuota });
  const headers = signHeaders(options.credentials, options.version);
  const dialect = createDialect(createAsk({ ...options, headers, pacer }), options.dialect, clock.now);
  const flights = createInFlight<CopperReply>();
  const lookups = createCache<CopperReply>({ ttlMs: tenMinutes, max: 500, clock });
  const caps = new Map<OperationId, number>();

  function ask(request: CopperRequest, call: RequestOptions, maxAgeMs?: number): Promise<CopperReply> {
    const { operation, path, query, body } = request;
    const key = JSON.stringify([operation, path, query, body]);
    const fly = () =>
      flights.run(`${call.lane} ${key}`, call.signal, (signal) => dialect.ask(request, { ...call, signal }));
    const isTagNames = operation === 'listTags' && query?.tag_names_only === true && body === undefined;
    if (operations[operation].lookup !== true && !isTagNames) return fly();
    return lookups.fill(key, fly, maxAgeMs === undefined ? {} : { maxAgeMs });
  }

  function pageCap(operation: OperationId): number {
    const contract = operations[operation].pageCap ?? documentedCap;
    return caps.get(operation) ?? (dialect.isDocumented(operation) ? documentedCap : contract);
  }

  const pages: PageSource = {
    ask: (request, call) => ask(request, call),
    pageCap,
    learnPageCap: (operation, rows) => void caps.set(operation, rows),
  };
  const records = createRecordNames(ask, pageCap);

  /** All rows of a lookup: all pages, until all rows are there or a page has no new ones. */
  async function list(
    operation: OperationId,
    call: RequestOptions,
    maxAgeMs?: number,
  ): Promise<JsonObject[]> {
    if (operations[operation].pageCap === undefined) return rowsOf(await ask({ operation }, call, maxAgeMs));
    const rows: JsonObject[] = [];
    const source: PageSource = { ...pages, ask: (...request) => ask(...request, maxAgeMs) };
    for await (const { fresh, total, last } of readPagesInOrder(source, { operation }, () => call)) {
      rows.push(...fresh);
      if (fresh.length === 0 || (total === undefined ? last : rows.length >= total)) break;
    }
    return rows;
  }

  const tags = (call: RequestOptions, maxAgeMs?: number) =>
    ask({ operation: 'listTags', query: { tag_names_only: true } }, call, maxAgeMs);
  const me = (call: RequestOptions) => ask({ operation: 'getUser', path: { id: 'me' } }, call);

  return {
    ...pages,
    names: (call, note) => createNameResolver({ list, me, tags, records }, call, note),
    pacer,
  };
}
