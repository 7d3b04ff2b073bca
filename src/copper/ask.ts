import type { CancelSignal, Clock } from '../tool/clock.ts';
import type { Attempt, AttemptResult, FetchCopper } from '../tool/fetch-copper.ts';
import type { JsonValue } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import type { CredentialMask } from '../tool/outgoing-text.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { failureError, isNetworkError, isProxyRefusal, timeoutError, unreachableError } from './errors.ts';
import { guard, operations, toRequest } from './operations.ts';
import type { Pacer } from './rate-limit/pacer.ts';
import {
  rateLimitedMs,
  readFailure,
  readJson,
  refuseScalar,
  reportedStatus,
  retryAfterMs,
  UnreadableReply,
} from './reply.ts';
import { toReply } from './reply-rows.ts';

/** How requests to one account are sent. */
export interface AskOptions {
  /** The live fetch or a sandbox; the guard is put around it here. */
  readonly fetch: FetchCopper;
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pacer: Pacer;
  readonly clock: Clock;
  /** A number from 0 up to but not including 1, for jitter. */
  readonly random: () => number;
  /** The longest wait for the rate limit, and the longest sleep between attempts, in milliseconds. */
  readonly maxWaitMs: number;
  readonly onAttempt?: (attempt: Attempt) => void;
  /** Hides credentials in what Copper says; default: those of the headers are not looked for. */
  readonly mask?: CredentialMask | undefined;
}

/**
 * Sends one request and reads the reply.
 *
 * @throws ToolError of the kinds not_found, unauthorized, forbidden, rejected, rate_limited, timeout, unavailable; the signal's
 * reason when aborted, which becomes `timeout` if it is a `TimeoutError`.
 */
export type AskCopper = (request: CopperRequest, call: RequestOptions) => Promise<CopperReply>;

/** Where pages are read from. */
export interface PageSource {
  /** With `maxAgeMs`, a reply that was cached longer ago is asked for again. @throws ToolError, or the signal's reason when aborted */
  ask(request: CopperRequest, options: RequestOptions, maxAgeMs?: number): Promise<CopperReply>;
  /** The most rows that a page of this operation can hold, as far as is known. */
  pageCap(operation: OperationId): number;
  /**
   * The most rows that are worth asking for: more than `pageCap` while it is not known whether the account gives more than the contract
   * says.
   */
  largestPage(operation: OperationId): number;
  /** Remembers for a while that pages of this operation hold no more than `rows` rows, or until one has more. */
  learnPageCap(operation: OperationId, rows: number): void;
  /** True if a page of this operation had more rows than this one, which is remembered: its length is then not the account's limit. */
  notePageLength(operation: OperationId, rows: number): boolean;
}

/** One reply; `json` is what a successful one says. */
interface Received extends Pick<Response, 'status' | 'headers' | 'body'> {
  /** The status that the reply, or a failure in its JSON, states. */
  readonly statedStatus: number;
  readonly response: Response;
  readonly read?: { readonly json: JsonValue; readonly bytes: number };
}

/** Of reference data, which is cached. */
const maxLookupBytes = 5_000_000;

/** How many rows a page of a search is asked for. Lookups are cached, and read whole however long their pages are. */
function pageSizeOf({ operation, body }: CopperRequest): number | undefined {
  const size = body?.page_size;
  return typeof size === 'number' && operations[operation].cached !== true ? size : undefined;
}

/** An `AskCopper` that is guarded, paced and retried. */
export function createAsk(options: AskOptions): AskCopper {
  const { baseUrl, pacer, clock, mask } = options;
  const guarded = guard(options.fetch, baseUrl);
  const shared = new Headers(options.headers);

  return async (request, call) => {
    const { operation } = request;
    const { signal, trace } = call;
    const headers = trace === undefined ? shared : new Headers({ ...options.headers, traceparent: trace });
    let attempts = 0;
    const onSent = (result: AttemptResult): void => {
      const attempt = { operation, attempt: attempts, ...result };
      options.onAttempt?.(attempt);
      call.onAttempt?.(attempt);
    };
    const paced = pacer.pace(guarded, { ...call, onSent });
    /** Sends once and reads what a success says: a status in the body counts as that of the reply. */
    async function send(attempt: number): Promise<Received> {
      attempts = attempt;
      const response = await paced(toRequest(request, { baseUrl, headers, signal }));
      const { status, headers: said, body, ok } = response;
      if (!ok) return { status, statedStatus: status, body, headers: said, response };
      const { cached, returns } = operations[operation];
      const limit = cached ? { maxBytes: maxLookupBytes } : {};
      const read = await readJson(response, { signal, mask, ...limit });
      refuseScalar(read.json, returns === 'record');
      const reported = reportedStatus(read.json);
      if (reported === 429) pacer.block(said);
      const isUnstated = reported === 'unstated';
      return {
        // Like a 500, it may be gone at the next attempt.
        status: isUnstated ? 500 : (reported ?? status),
        statedStatus: isUnstated ? status : (reported ?? status),
        body,
        headers: said,
        response,
        read,
      };
    }
    try {
      const { response, headers: said, read, ...sent } = await retry(send, { ...options, signal });
      if (read !== undefined && sent.status < 400)
        return {
          ...toReply(read.json, said, operations[operation].returns, pageSizeOf(request)),
          bytes: read.bytes,
        };
      const body = read?.json ?? (await readFailure(response, { signal, mask }));
      const inAnswer = read !== undefined;
      throw failureError({
        operation,
        status: sent.statedStatus,
        inAnswer,
        body,
        headers: said,
        attempts,
        now: clock.now(),
      });
    } catch (error) {
      throw error instanceof DOMException && error.name === 'TimeoutError' ? timeoutError(error) : error;
    }
  };
}

/** An API key with its owner's e-mail address, or a bearer token. */
export type Credentials =
  | { readonly kind: 'key'; readonly key: string; readonly email: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** Headers can contain visible ASCII only; an error of `fetch` would quote the secret in its message. */
function headerValue(what: string, value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new ToolError(
    'not_configured',
    `${what} is empty or contains a space, a line break or a non-ASCII character. Ask the user to correct it.`,
  );
}

/**
 * The headers of every request.
 *
 * A key is sent as three X-PW headers, of which `X-PW-Application` is a constant: developer.copper.com/introduction/authentication.html.
 * An OAuth token is sent as `Authorization: Bearer`, without them: developer.copper.com/introduction/oauth/quickstart.html.
 *
 * @throws ToolError `not_configured` for a value that a header cannot contain.
 */
export function signHeaders(credentials: Credentials, version: string): Record<string, string> {
  const common = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'User-Agent': `copper-mcp/${version}`,
  };
  if (credentials.kind === 'bearer') {
    return { ...common, Authorization: `Bearer ${headerValue('The access token', credentials.token)}` };
  }
  return {
    ...common,
    'X-PW-AccessToken': headerValue('COPPER_API_KEY', credentials.key),
    'X-PW-Application': 'developer_api',
    'X-PW-UserEmail': headerValue('COPPER_USER_EMAIL', credentials.email),
  };
}

/** How long to retry. */
export interface RetryOptions {
  readonly clock: Clock;
  /** A number from 0 up to but not including 1, for jitter. */
  readonly random: () => number;
  /** The most to sleep between attempts, all sleeps together, in milliseconds. */
  readonly maxWaitMs: number;
  readonly signal: CancelSignal;
}

const maxAttempts = 4;

/** Statuses that may be gone at the next attempt. Never 400, 401, 403, 404, 422: the same request would fail again. */
const retryableStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Milliseconds to wait after the given failed attempt (1, 2, …): anything up to 500, 1000, 2000 … at most 8000.
 *
 * Full jitter, so that callers that failed together do not retry together: aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter.
 *
 * @param random gives a number from 0 up to but not including 1.
 */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.floor(random() * Math.min(8000, 500 * 2 ** (attempt - 1)));
}

/** What decides whether a request is sent again. */
type Attempted = Pick<Response, 'status' | 'headers' | 'body'>;

/**
 * Sends up to four times: again after broken connections, replies that cannot be read, 408, 429 and 5xx.
 *
 * Returns the last reply, whatever its status; at once if the server asks for a longer wait than `maxWaitMs`.
 *
 * @param send sends the request once; told which attempt it is: 1, 2, …
 * @throws ToolError `unavailable` when the last attempt got no reply, or none that can be read; the signal's reason as soon as it is
 * aborted; any other error, unchanged.
 */
export async function retry<Reply extends Attempted>(
  send: (attempt: number) => Promise<Reply>,
  { clock, random, maxWaitMs, signal }: RetryOptions,
): Promise<Reply> {
  const began = clock.steady();
  let waitLeftMs = maxWaitMs;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    let wait = backoffMs(attempt, random);
    try {
      const response = await send(attempt);
      if (attempt >= maxAttempts || !retryableStatuses.has(response.status)) return response;
      const { headers, status } = response;
      const now = clock.now();
      wait = status === 429 ? rateLimitedMs(headers, now) : (retryAfterMs(headers, now) ?? wait);
      if (wait > waitLeftMs) return response;
      response.body?.cancel().catch(() => {});
    } catch (error) {
      signal.throwIfAborted();
      const isUnreadable = error instanceof UnreadableReply;
      if (!isUnreadable && !isNetworkError(error)) throw error;
      if (attempt >= maxAttempts || wait > waitLeftMs || isProxyRefusal(error)) {
        throw isUnreadable ? error : unreachableError(error, attempt, clock.steady() - began);
      }
    }
    await clock.sleep(wait, signal);
    waitLeftMs -= wait;
  }
}
