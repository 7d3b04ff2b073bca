/** What a reply says about the rate limit, as far as it says anything. */
export interface RateHeaders {
  /** Requests allowed in a window. */
  readonly limit?: number;
  /** Requests left in it. */
  readonly remaining?: number;
  /** Milliseconds until the window starts anew; 0 if that moment is past. */
  readonly resetInMs?: number;
}

/**
 * The server's idea of now: its own `Date`, so that moments it names are right even if our clock is not; else ours.
 */
export function serverNow(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
}

function whole(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * `X-RateLimit-Limit`, `-Remaining` and `-Reset` (UTC epoch seconds), which Copper's OpenAPI document promises with every reply
 * and no recorded reply holds.
 */
export function rateHeaders(headers: Headers, now: number): RateHeaders {
  const limit = whole(headers, 'x-ratelimit-limit');
  const remaining = whole(headers, 'x-ratelimit-remaining');
  const reset = whole(headers, 'x-ratelimit-reset');
  return {
    ...(limit === undefined || limit === 0 ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(reset === undefined ? {} : { resetInMs: Math.max(0, reset * 1000 - serverNow(headers, now)) }),
  };
}
