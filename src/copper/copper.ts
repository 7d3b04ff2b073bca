import { createNameResolver } from '../names/name-resolver.ts';
import { createRecordNames } from '../names/record-names.ts';
import type { Clock } from '../tool/clock.ts';
import type { Attempt, FetchCopper } from '../tool/fetch-copper.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { NameResolver } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { createAsk } from './ask.ts';
import { createCache } from './cache.ts';
import { createDialect, type DialectChoice } from './dialect.ts';
import { createInFlight } from './in-flight.ts';
import { operations } from './operations.ts';
import { createPacer, type Pacer } from './rate-limit/pacer.ts';
import type { CreateQuota } from './rate-limit/quota.ts';
import { type Credentials, signHeaders } from './sign.ts';

/** Rows a page under the documented API, for every search. */
const documentedCap = 200;

/** One account of Copper, as the rest of the product sees it. */
export interface CopperClient {
  /**
   * Asks one question: equal questions under way are shared, lookups are kept for ten minutes, everything is paced and retried.
   *
   * @throws ToolError, or the signal's reason when aborted
   */
  ask(request: CopperRequest, call: RequestOptions): Promise<CopperReply>;
  /** The most rows a page of this operation may hold, as far as is known. */
  pageCap(operation: OperationId): number;
  /** Remembers that this server holds fewer rows a page. */
  learnPageCap(operation: OperationId, rows: number): void;
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

  const records = createRecordNames(ask, pageCap);

  /** All rows of a lookup, page after page where it has pages: until all are there, or a page holds none that is new. */
  async function list(
    operation: OperationId,
    call: RequestOptions,
    maxAgeMs?: number,
  ): Promise<JsonObject[]> {
    const paged = operations[operation].pageCap !== undefined;
    const rows: JsonObject[] = [];
    const seen = new Set<JsonValue | undefined>();
    for (let page = 1; ; page++) {
      const size = pageCap(operation);
      const body = { page_number: page, page_size: size };
      const reply = await ask(paged ? { operation, body } : { operation }, call, maxAgeMs);
      const found = Array.isArray(reply.data)
        ? reply.data.filter((row): row is JsonObject => isObject(row))
        : [];
      const fresh = found.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) if (id !== undefined) seen.add(id);
      rows.push(...fresh);
      const last = reply.total === undefined ? found.length < size : rows.length >= reply.total;
      if (!paged || last || fresh.length === 0) return rows;
    }
  }

  const tags = (call: RequestOptions, maxAgeMs?: number) =>
    ask({ operation: 'listTags', query: { tag_names_only: true } }, call, maxAgeMs);
  const me = (call: RequestOptions) => ask({ operation: 'getUser', path: { id: 'me' } }, call);

  return {
    ask: (request, call) => ask(request, call),
    pageCap,
    learnPageCap: (operation, rows) => void caps.set(operation, rows),
    names: (call, note) => createNameResolver({ list, me, tags, records }, call, note),
    pacer,
  };
}
