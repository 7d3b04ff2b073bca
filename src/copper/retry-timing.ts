import { rateHeaders, serverNow } from './rate-limit/rate-headers.ts';

/** Worth another try. Never 400, 401, 403, 404, 422: the same request would fail again. */
const retryable: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** True for a status that may be gone at the next try. */
export function isRetryable(status: number): boolean {
  return retryable.has(status);
}

/**
 * Milliseconds the server asks to wait, 0 if that time is over, undefined if it does not say.
 *
 * Retry-After is seconds or an HTTP date (RFC 9110, 10.2.3); without it, `X-RateLimit-Reset` counts if nothing remains.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,12}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(date)) return Math.max(0, date - serverNow(headers, now));
  const { remaining, resetInMs } = rateHeaders(headers, now);
  return remaining === 0 ? resetInMs : undefined;
}

/**
 * Milliseconds to wait after the given failed attempt (1, 2, …): anything up to 500, 1000, 2000 … at most 8000.
 *
 * Full jitter, so that callers that failed together do not come back together: aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter.
 *
 * @param random gives a number from 0 up to but not including 1.
 */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.floor(random() * Math.min(8000, 500 * 2 ** (attempt - 1)));
}
