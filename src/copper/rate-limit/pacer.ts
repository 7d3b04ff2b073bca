import type { Clock } from '../../tool/clock.ts';
import type { AttemptResult, FetchCopper } from '../../tool/fetch-copper.ts';
import type { RequestOptions } from '../../tool/request.ts';
import { errorCode } from '../network-error.ts';
import { retryAfterMs } from '../retry-timing.ts';
import { type CreateQuota, type Quota, unsharedQuota } from './quota.ts';
import { rateHeaders } from './rate-headers.ts';
import { createRollingWindow } from './rolling-window.ts';
import { createScheduler } from './scheduler.ts';

/** The limit to keep; times in milliseconds. */
export interface PacerOptions {
  /** Requests in a window. Copper documents 180 per rolling minute: developer.copper.com/introduction/requests.html. */
  readonly limit: number;
  readonly windowMs?: number;
  readonly clock: Clock;
  /** Starts of sweeps in any second; 3 unless told. */
  readonly sweepPerSecond?: number;
  /** Whoever would wait longer is refused instead. */
  readonly maxWaitMs: number;
  /** Where other processes use the same account; this process's alone unless told. */
  readonly createQuota?: CreateQuota | undefined;
}

/** Who sends, and who wants to know. */
export interface PacedCall extends RequestOptions {
  /** Told once for each request that was sent. */
  readonly onSent?: (sent: AttemptResult) => void;
}

/** One budget of requests, to be shared by everyone with the same credentials. */
export interface Pacer {
  /**
   * A `Send` that waits its turn.
   *
   * @throws ToolError `rate_limited` with `retryAfter` when the wait is or becomes longer than `maxWaitMs`; the signal's reason when aborted.
   */
  pace(send: FetchCopper, call: PacedCall): FetchCopper;
  /** Slots held now by all who share the budget, how many there are, and milliseconds until one more call could start. */
  usage(): { readonly used: number; readonly limit: number; readonly freeInMs: number };
  /** Takes over what the rate limit headers of a reply say; those of replies that come through `pace` are heeded already. */
  correct(headers: Headers): void;
  /** Ceases to listen to other processes. */
  close(): void;
}

/** A 429 without Retry-After stops everything for this long. */
const unsaidBlockMs = 5000;
/** No Retry-After stops everything for longer than this; a server that means more says so again. */
const longestBlockMs = 600_000;

/** Keeps an exact rolling window, uses all of it, and believes the server where the server knows better. */
export function createPacer(options: PacerOptions): Pacer {
  const { clock, windowMs = 60_000, sweepPerSecond = 3, maxWaitMs } = options;
  const slots = createRollingWindow(windowMs);
  const rule = { limit: options.limit, notBefore: 0 };
  const budget: Quota = (options.createQuota ?? unsharedQuota)({
    windowMs,
    limit: () => rule.limit,
    used: () => slots.used(clock.now()),
    hold: (until) => slots.fill(1, until),
    changed: () => turns.update(),
  });
  const limit = () => budget.limit(rule.limit);
  const turns = createScheduler({
    clock,
    slots,
    budget,
    sweeps: createRollingWindow(1000),
    sweepPerSecond,
    maxWaitMs,
    rule: () => ({ ...rule, limit: limit() }),
  });

  /**
   * Requests of others, as far as they leave less than we think there is, hold slots until the window starts anew.
   *
   * `freedBefore` is how many slots had been freed when the request started. The server may have counted what was freed since, so
   * that is no proof of others.
   */
  function learn(headers: Headers, freedBefore: number): void {
    const now = clock.now();
    const said = rateHeaders(headers, now);
    rule.limit = Math.min(options.limit, said.limit ?? rule.limit);
    const held = Math.max(slots.used(now) + slots.freed(now) - freedBefore, budget.used(now));
    const others = limit() - held - (said.remaining ?? rule.limit);
    if (others > 0) slots.fill(others, now + Math.min(windowMs, said.resetInMs ?? windowMs));
  }

  function block(headers: Headers): void {
    const now = clock.now();
    const wait = Math.min(retryAfterMs(headers, now) ?? unsaidBlockMs, longestBlockMs);
    rule.notBefore = Math.max(rule.notBefore, now + wait);
  }

  return {
    pace: (send, call) => async (request) => {
      const arrived = clock.now();
      await turns.enter(call);
      const started = clock.now();
      const freedBefore = slots.freed(started);
      const end = (how: Pick<AttemptResult, 'status' | 'error'>): void => {
        const now = clock.now();
        slots.settle(now);
        budget.settle();
        turns.update();
        call.onSent?.({ ...how, ms: now - started, waitMs: started - arrived });
      };
      let response: Response;
      try {
        response = await send(request);
      } catch (error) {
        end({ error: errorCode(error) });
        throw error;
      }
      learn(response.headers, freedBefore);
      if (response.status === 429) block(response.headers);
      end({ status: response.status });
      return response;
    },
    usage() {
      const now = clock.now();
      const used = Math.max(slots.used(now), budget.used(now));
      return { used, limit: limit(), freeInMs: turns.freeIn() };
    },
    correct(headers) {
      learn(headers, slots.freed(clock.now()));
      turns.update();
    },
    close: () => budget.close(),
  };
}
