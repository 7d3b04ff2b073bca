import type { Clock } from '../tool/clock.ts';
import type { Attempt, AttemptResult, FetchCopper } from '../tool/fetch-copper.ts';
import type { JsonValue } from '../tool/json.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import type { ToolError } from '../tool/tool-error.ts';
import { failureError, timeoutError, toldStatus } from './errors.ts';
import { guard } from './guard.ts';
import type { Pacer } from './rate-limit/pacer.ts';
import { readFailure, readJson } from './read-json.ts';
import { toReply } from './reply.ts';
import { retry } from './retry.ts';
import { toRequest } from './to-request.ts';

/** One account on the wire. */
export interface AskOptions {
  /** The live fetch or a sandbox; the guard is put around it here. */
  readonly fetch: FetchCopper;
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly random: () => number;
  /** The most to sleep between tries, in milliseconds. */
  readonly maxWaitMs: number;
  readonly attempts?: number;
  readonly maxBytes?: number;
  readonly onAttempt?: (attempt: Attempt) => void;
}

/**
 * Puts one question on the wire and reads the answer: guarded, paced, retried.
 *
 * @throws ToolError of the kinds not_found, unauthorized, forbidden, rejected, rate_limited, timeout, unavailable; the signal's
 * reason when aborted, which becomes `timeout` if it is a `TimeoutError`.
 */
export type AskCopper = (request: CopperRequest, call: RequestOptions) => Promise<CopperReply>;

/** Everything between a question and its answer, but for names and dialect. */
export function createAsk(options: AskOptions): AskCopper {
  const guarded = guard(options.fetch, options.baseUrl);

  async function exchange(question: CopperRequest, call: Parameters<AskCopper>[1]): Promise<CopperReply> {
    const { operation } = question;
    let attempts = 0;
    const onSent = (sent: AttemptResult): void => {
      const attempt = { operation, attempt: attempts, ...sent };
      options.onAttempt?.(attempt);
      call.onAttempt?.(attempt);
    };
    const paced = options.pacer.pace(guarded, { ...call, onSent });
    const { trace, signal } = call;
    const headers = trace === undefined ? options.headers : { ...options.headers, traceparent: trace };
    const make = () => toRequest(question, { ...options, headers, signal });
    const attempt: FetchCopper = (request) => {
      attempts++;
      return paced(request);
    };
    const response = await retry(attempt, { ...options, again: make })(make());
    const limits = { ...options, signal };
    const fail = (status: number, body: JsonValue | undefined): ToolError =>
      failureError({
        operation,
        status,
        body,
        headers: response.headers,
        attempts,
        now: options.clock.now(),
      });
    if (!response.ok) throw fail(response.status, await readFailure(response, limits));
    const body = await readJson(response, limits);
    const told = toldStatus(body);
    if (told !== undefined) throw fail(told, body);
    return toReply(body, response.headers);
  }

  return async (question, call) => {
    try {
      return await exchange(question, call);
    } catch (error) {
      throw error instanceof DOMException && error.name === 'TimeoutError' ? timeoutError(error) : error;
    }
  };
}
