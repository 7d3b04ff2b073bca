import type { Clock } from '../tool/clock.ts';
import type { Attempt, AttemptResult, FetchCopper } from '../tool/fetch-copper.ts';
import type { JsonValue } from '../tool/json.ts';
import type { CopperReply, CopperRequest, RequestOptions } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { failureError, timeoutError } from './errors.ts';
import { guard, operations, toRequest } from './operations.ts';
import type { Pacer } from './rate-limit/pacer.ts';
import { readFailure, readJson, reportedStatus } from './reply.ts';
import { toReply } from './reply-shape.ts';
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
      return toReply(body, response.headers, operations[operation].returns);
    } catch (error) {
      throw error instanceof DOMException && error.name === 'TimeoutError' ? timeoutError(error) : error;
    }
  };
}

/** An API key with its owner's e-mail address, or a bearer token. */
export type Credentials =
  | { readonly kind: 'key'; readonly key: string; readonly email: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** Headers can contain visible ASCII only; an error of `fetch` would quote the secret in its message. */
function headerValue(what: string, value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new ToolError(
    'not_configured',
    `${what} is empty or contains a space, a line break or a non-ASCII character. Ask the user to correct it.`,
  );
}

/**
 * The headers of every request.
 *
 * A key is sent as three X-PW headers, of which `X-PW-Application` is a constant: developer.copper.com/introduction/authentication.html.
 * An OAuth token is sent as `Authorization: Bearer`, without them: developer.copper.com/introduction/oauth/quickstart.html.
 *
 * @throws ToolError `not_configured` for a value that a header cannot contain.
 */
export function signHeaders(credentials: Credentials, version: string): Record<string, string> {
  const common = {
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'User-Agent': `copper-mcp/${version}`,
  };
  if (credentials.kind === 'bearer') {
    return { ...common, Authorization: `Bearer ${headerValue('The access token', credentials.token)}` };
  }
  return {
    ...common,
    'X-PW-AccessToken': headerValue('COPPER_API_KEY', credentials.key),
    'X-PW-Application': 'developer_api',
    'X-PW-UserEmail': headerValue('COPPER_USER_EMAIL', credentials.email),
  };
}
