import type { Clock } from '../../tool/clock.ts';
import type { AttemptResult, FetchCopper } from '../../tool/fetch-copper.ts';
import type { RequestOptions } from '../../tool/request.ts';
import { errorCode } from '../errors.ts';
import { rateHeaders, rateLimitedMs, retryAfterHeaderMs, retryAfterMs } from '../reply.ts';
import type { CreateQuota, Quota } from './quota.ts';
import { createRollingWindow } from './rolling-window.ts';
import { createScheduler } from './scheduler.ts';

/** The rate limit; times in milliseconds. */
export interface PacerOptions {
  /** Requests in a window. Copper documents 180 per rolling minute: developer.copper.com/introduction/requests.html. */
  readonly limit: number;
  /** Default one minute. */
  readonly windowMs?: number;
  readonly clock: Clock;
  /** A request that would wait longer is rejected. */
  readonly maxWaitMs: number;
  /** Needed if other processes use the same account; default: only this process does. */
  readonly createQuota?: CreateQuota | undefined;
}

/** Conditions of a request, and a callback for its result. */
export interface PacedCall extends RequestOptions {
  /** Called once for each request that was sent. */
  readonly onSent?: (result: AttemptResult) => void;
}

/** The rate limit of one account, to be shared by everyone with the same credentials. */
export interface Pacer {
  /**
   * A `fetch` that waits for a slot.
   *
   * @throws ToolError `rate_limited` with `retryAfter` when the wait is or becomes longer than `maxWaitMs`; the signal's reason when aborted.
   */
  pace(fetch: FetchCopper, call: PacedCall): FetchCopper;
  /** Stops all requests as a 429 with these headers does, for one that was reported in the body of a 200. */
  block(headers: Headers): void;
  /** Slots in use now by all who share the limit, how many there are, and milliseconds until one more call could start. */
  usage(): { readonly used: number; readonly limit: number; readonly freeInMs: number };
  /** Stops listening to other processes. */
  close(): void;
}

/** A request that got no reply may still be under way, and count when it arrives: its slot is in use for this much longer. */
const underWayMs = 5000;

/** Uses all of an exact rolling window, and corrects it by what the server's headers say. */
export function createPacer(options: PacerOptions): Pacer {
  const { clock, windowMs = 60_000, maxWaitMs } = options;
  const rollingWindow = createRollingWindow(windowMs);
  const rateLimit = { limit: options.limit, blockedUntil: 0, isGuess: false };
  const quota: Quota = (options.createQuota ?? unsharedQuota)({
    windowMs,
    accountLimit: () => rateLimit.limit,
    used: () => rollingWindow.used(clock.now()),
    occupy: (until) => rollingWindow.occupy(1, until),
    onChange: () => scheduler.update(),
  });
  const limit = () => quota.limit(rateLimit.limit);
  const used = (now: number) => Math.max(rollingWindow.used(now), quota.used(now));
  const scheduler = createScheduler({
    clock,
    rollingWindow,
    quota,
    maxWaitMs,
    windowMs,
    used,
    rateLimit: () => ({ ...rateLimit, limit: limit() }),
  });

  /**
   * If the server has fewer requests left than we think, the difference is used by others: it occupies slots until the window restarts.
   *
   * `expiredBefore` is how many slots had expired when the request started. The server may still have counted those that expired
   * since, so they are not evidence of others.
   */
  function applyHeaders(headers: Headers, expiredBefore: number): void {
    const now = clock.now();
    const reported = rateHeaders(headers, now);
    rateLimit.limit = Math.min(options.limit, reported.limit ?? rateLimit.limit);
    const own = Math.max(
      rollingWindow.used(now) + rollingWindow.totalExpired(now) - expiredBefore,
      quota.used(now),
    );
    const others = limit() - own - (reported.remaining ?? rateLimit.limit);
    // Whoever says when to try again knows it better than the end of a window does.
    const freeInMs = retryAfterHeaderMs(headers, now) ?? reported.resetInMs ?? windowMs;
    if (others > 0) rollingWindow.occupy(others, now + Math.min(windowMs, freeInMs));
  }

  function blockStarts(headers: Headers): void {
    const now = clock.now();
    const until = now + rateLimitedMs(headers, now);
    if (until < rateLimit.blockedUntil) return;
    rateLimit.blockedUntil = until;
    rateLimit.isGuess = retryAfterMs(headers, now) === undefined;
  }

  return {
    pace: (fetch, call) => async (request) => {
      const arrived = clock.now();
      await scheduler.acquire(call);
      const started = clock.now();
      const expiredBefore = rollingWindow.totalExpired(started);
      const complete = (result: Pick<AttemptResult, 'status' | 'error'>): void => {
        const now = clock.now();
        rollingWindow.complete(result.error === undefined ? now : now + underWayMs);
        quota.complete();
        scheduler.update();
        call.onSent?.({ ...result, ms: now - started, waitMs: started - arrived });
      };
      let response: Response;
      try {
        response = await fetch(request);
      } catch (error) {
        complete({ error: errorCode(error) });
        throw error;
      }
      applyHeaders(response.headers, expiredBefore);
      if (response.status === 429) blockStarts(response.headers);
      complete({ status: response.status });
      return response;
    },
    block(headers) {
      blockStarts(headers);
      scheduler.update();
    },
    usage: () => ({ used: used(clock.now()), limit: limit(), freeInMs: scheduler.nextFreeInMs() }),
    close: () => quota.close(),
  };
}

/** The quota of an account that only this process uses: all of the limit. */
const unsharedQuota: CreateQuota = () => ({
  limit: (accountLimit) => accountLimit,
  used: () => 0,
  isPending: () => false,
  earliestStart: (_, now) => now,
  tryAcquire: () => true,
  reserveLastFreeAt: () => undefined,
  releaseUnused() {},
  complete() {},
  close() {},
});
