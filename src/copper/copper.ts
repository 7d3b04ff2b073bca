import { createNameResolver } from '../names/name-resolver.ts';
import { isObject, type JsonObject, type JsonValue } from '../tool/json.ts';
import type { NameResolver } from '../tool/names.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { type AskOptions, createAsk } from './ask.ts';
import { createDialect, type DialectChoice } from './dialect.ts';
import { operations } from './operations.ts';
import { createPacer, type Pacer } from './rate-limit/pacer.ts';
import type { CreateQuota } from './rate-limit/quota.ts';
import { createCache, createInFlight } from './reuse.ts';
import { type Credentials, signHeaders } from './sign.ts';

/** Rows per page of every search in the documented API. */
const documentedCap = 200;

/** One Copper account, as the rest of the product sees it. */
export interface CopperClient {
  /**
   * Sends one request: equal requests in flight are shared, lookups are cached for ten minutes, everything is paced and retried.
   *
   * @throws ToolError, or the signal's reason when aborted
   */
  ask(request: CopperRequest, call: RequestOptions): Promise<CopperReply>;
  /** The largest page size of this operation, as far as is known. */
  pageCap(operation: OperationId): number;
  /** Remembers that this server returns fewer rows per page. */
  learnPageCap(operation: OperationId, rows: number): void;
  /** Names and ids of the account for one call; `note` gets how names were interpreted. */
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

/** Puts the parts of one account together: ask, dialect, requests in flight, cache, names. */
export function createCopperClient(options: CopperClientOptions): CopperClient {
  const { clock, maxWaitMs } = options;
  const pacer = createPacer({ limit: options.rateLimit, clock, maxWaitMs, createQuota: options.createQuota });
  const headers = signHeaders(options.credentials, options.version);
  const dialect = createDialect(createAsk({ ...options, headers, pacer }), options.dialect, clock.now);
  const inFlight = createInFlight<CopperReply>();
  const cached = createCache<CopperReply>(tenMinutesMs, 500, clock);
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

  return {
    ask: (request, call) => ask(request, call),
    pageCap,
    learnPageCap: (operation, rows) => void learntCaps.set(operation, rows),
    names: (call, note) => createNameResolver({ lookups: { ask, list, pageCap }, call, note }),
    pacer,
  };
}
