/** What the headers of a reply say about the rate limit; each part is missing if they do not say it. */
export interface RateHeaders {
  /** Requests allowed in a window. */
  readonly limit?: number;
  /** Requests left in the window. */
  readonly remaining?: number;
  /** Milliseconds until the window restarts; 0 if that time has passed. */
  readonly resetInMs?: number;
}

/** The server's time: its own `Date` header, so that times it states are right even if our clock is not; else ours. */
function serverNow(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
}

function wholeNumber(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * `X-RateLimit-Limit`, `-Remaining` and `-Reset` (UTC epoch seconds). Copper's OpenAPI document promises them with every reply;
 * no recorded reply has them.
 */
export function rateHeaders(headers: Headers, now: number): RateHeaders {
  const limit = wholeNumber(headers, 'x-ratelimit-limit');
  const remaining = wholeNumber(headers, 'x-ratelimit-remaining');
  const reset = wholeNumber(headers, 'x-ratelimit-reset');
  return {
    ...(limit === undefined || limit === 0 ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(reset === undefined ? {} : { resetInMs: Math.max(0, reset * 1000 - serverNow(headers, now)) }),
  };
}

/**
 * Milliseconds the server asks to wait, 0 if that time has passed, undefined if it does not say.
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
