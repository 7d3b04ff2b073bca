import type { Clock } from '../tool/clock.ts';
import type { FetchCopper } from '../tool/fetch-copper.ts';
import { ToolError } from '../tool/tool-error.ts';
import { errorCode, isNetworkError } from './network-error.ts';
import { backoffMs, isRetryable, retryAfterMs } from './retry-timing.ts';

/** How often and how long to try. */
export interface RetryOptions {
  readonly clock: Clock;
  /** A number from 0 up to but not including 1, for jitter. */
  readonly random: () => number;
  /** All tries together; 4 unless told. */
  readonly attempts?: number;
  /** The most to sleep between tries, all sleeps together, in milliseconds. */
  readonly maxWaitMs: number;
  /** Makes the request anew for another try; without it each try is a clone, which every first try pays for. */
  readonly again?: () => Request;
}

/**
 * Tries again after broken connections, 408, 429 and 5xx, for as long as the request's signal allows.
 *
 * Gives the last response, whatever its status; at once if the server asks for a longer wait than `maxWaitMs`.
 *
 * @throws ToolError `unavailable` when the last try had no response; the signal's reason as soon as it is aborted; anything that
 * is no network error as it came.
 */
export function retry(
  send: FetchCopper,
  { clock, random, attempts = 4, maxWaitMs, again }: RetryOptions,
): FetchCopper {
  return async (request) => {
    const tried = (attempt: number): Request => {
      if (again !== undefined) return attempt === 1 ? request : again();
      return attempt < attempts ? request.clone() : request;
    };
    const began = clock.now();
    let left = maxWaitMs;
    for (let attempt = 1; ; attempt++) {
      request.signal.throwIfAborted();
      let wait = backoffMs(attempt, random);
      try {
        const response = await send(tried(attempt));
        if (attempt >= attempts || !isRetryable(response.status)) return response;
        wait = retryAfterMs(response.headers, clock.now()) ?? wait;
        if (wait > left) return response;
        response.body?.cancel().catch(() => {});
      } catch (error) {
        request.signal.throwIfAborted();
        if (!isNetworkError(error)) throw error;
        if (attempt >= attempts || wait > left) throw unreachable(error, attempt, clock.now() - began);
      }
      await clock.sleep(wait, request.signal);
      left -= wait;
    }
  };
}

function unreachable(cause: unknown, attempts: number, ms: number): ToolError {
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const message = `Copper could not be reached (${errorCode(cause)}): ${tries} in ${Math.ceil(ms / 1000)} s. Try again later; if it stays so, ask the user to run \`copper-mcp doctor\`.`;
  return new ToolError('unavailable', message, { cause });
}
