import type { Clock } from '../tool/clock.ts';
import { isNetworkError, isProxyRefusal, unreachableError } from './errors.ts';
import { rateLimitedMs, retryAfterMs, UnreadableReply } from './reply.ts';

/** How long to retry. */
export interface RetryOptions {
  readonly clock: Clock;
  /** A number from 0 up to but not including 1, for jitter. */
  readonly random: () => number;
  /** The most to sleep between attempts, all sleeps together, in milliseconds. */
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
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
