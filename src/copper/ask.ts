import type { Clock } from '../tool/clock.ts';
import type { Attempt, AttemptResult, FetchCopper } from '../tool/fetch-copper.ts';
import type { JsonValue } from '../tool/json.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { failureError, timeoutError } from './errors.ts';
import { guard, toRequest } from './operations.ts';
import type { Pacer } from './rate-limit/pacer.ts';
import { readFailure, readJson } from './read-json.ts';
import { reportedStatus, toReply } from './reply.ts';
import { retry } from './retry.ts';

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
}

/**
 * Sends one request and reads the reply.
 *
 * @throws ToolError of the kinds not_found, unauthorized, forbidden, rejected, rate_limited, timeout, unavailable; the signal's
 * reason when aborted, which becomes `timeout` if it is a `TimeoutError`.
 */
export type AskCopper = (request: CopperRequest, call: RequestOptions) => Promise<CopperReply>;

/** An `AskCopper` that is guarded, paced and retried. */
export function createAsk(options: AskOptions): AskCopper {
  const { baseUrl, pacer, clock } = options;
  const guarded = guard(options.fetch, baseUrl);

  return async (request, call) => {
    const { operation } = request;
    const { signal, trace } = call;
    const headers = trace === undefined ? options.headers : { ...options.headers, traceparent: trace };
    let attempts = 0;
    const onSent = (result: AttemptResult): void => {
      const attempt = { operation, attempt: attempts, ...result };
      options.onAttempt?.(attempt);
      call.onAttempt?.(attempt);
    };
    const paced = pacer.pace(guarded, { ...call, onSent });
    const send = (attempt: number): Promise<Response> => {
      attempts = attempt;
      return paced(toRequest(request, { baseUrl, headers, signal }));
    };
    try {
      const response = await retry(send, { ...options, signal });
      const fail = (status: number, body: JsonValue | undefined) =>
        failureError({ operation, status, body, headers: response.headers, attempts, now: clock.now() });
      if (!response.ok) throw fail(response.status, await readFailure(response, { signal }));
      const body = await readJson(response, { signal });
      const status = reportedStatus(body);
      if (status !== undefined) throw fail(status, body);
      return toReply(body, response.headers);
    } catch (error) {
      throw error instanceof DOMException && error.name === 'TimeoutError' ? timeoutError(error) : error;
    }
  };
}
