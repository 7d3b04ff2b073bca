import type { SandboxSettings } from './options.ts';
import { errorResponse, SandboxError } from './reply.ts';

const windowMs = 60_000;

/** What the rate limit decides about one request; instants are in milliseconds. */
export interface RateDecision {
  allowed: boolean;
  /** Requests left in the window. */
  remaining: number;
  /** When the oldest counted request leaves the window. */
  resets: number;
}

/** Start times of one credential's requests, oldest first; those before `head` have left the window. */
interface Starts {
  times: number[];
  head: number;
}

/** Advances the head, and cuts off what is before it once that is most of the list. */
function dropOld(starts: Starts, until: number): void {
  while ((starts.times[starts.head] ?? Number.POSITIVE_INFINITY) <= until) starts.head++;
  if (starts.head < 1_000 || starts.head * 2 < starts.times.length) return;
  starts.times = starts.times.slice(starts.head);
  starts.head = 0;
}

/** Allows `limit` requests (0: any number) per credential in any 60 seconds; refused requests do not count. */
export function createRateWindow(limit: number, now: () => number): (credential: string) => RateDecision {
  const byCredential = new Map<string, Starts>();
  return (credential) => {
    const at = now();
    const starts = byCredential.get(credential) ?? { times: [], head: 0 };
    byCredential.set(credential, starts);
    dropOld(starts, at - windowMs);
    const allowed = limit === 0 || starts.times.length - starts.head < limit;
    if (allowed) starts.times.push(at);
    return {
      allowed,
      remaining: Math.max(0, limit - (starts.times.length - starts.head)),
      resets: (starts.times[starts.head] ?? at) + windowMs,
    };
  };
}

/** A 429; unless switched off, it says in how many whole seconds to retry. `retryAt` is in milliseconds. */
export function rateLimitResponse(retryAt: number, settings: SandboxSettings): Response {
  const response = errorResponse(new SandboxError(429, 'Too many requests'), settings);
  const seconds = Math.max(1, Math.ceil((retryAt - settings.now()) / 1000));
  if (settings.retryAfter) response.headers.set('retry-after', String(seconds));
  return response;
}

/** Adds the three headers that the contract promises and no recorded reply has, when they are switched on. */
export function withRateHeaders(
  response: Response,
  decision: RateDecision,
  settings: SandboxSettings,
): Response {
  if (!settings.rateHeaders) return response;
  response.headers.set('x-ratelimit-limit', String(settings.limit));
  response.headers.set('x-ratelimit-remaining', String(decision.remaining));
  response.headers.set('x-ratelimit-reset', String(Math.ceil(decision.resets / 1000)));
  return response;
}
