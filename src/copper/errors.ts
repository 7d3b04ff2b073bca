import { isObject, type JsonValue } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import { ToolError, type ToolErrorKind } from '../tool/tool-error.ts';
import { notFoundSentence } from './not-found.ts';
import { retryAfterMs } from './retry-timing.ts';
import { cleanMessage, upstreamMessage } from './upstream-message.ts';

/** A reply that is no answer. */
export interface Failure {
  readonly operation: OperationId;
  readonly status: number;
  /** The parsed JSON, undefined where the body held none. */
  readonly body: JsonValue | undefined;
  readonly headers: Headers;
  /** Milliseconds since 1970, for Retry-After dates. */
  readonly now: number;
  /** How often it was tried. */
  readonly attempts: number;
}

/** A 429 without Retry-After: after a whole window of 60 s, a slot is sure to be free. */
const wholeWindow = 60_000;

/** The status that a reply of 200 tells of in its JSON, `{success: false, status, message}`; undefined if it tells of no failure. */
export function toldStatus(body: JsonValue): number | undefined {
  if (!isObject(body) || body.success !== false) return undefined;
  const { status } = body;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/**
 * What the agent reads about a failed reply. Copper's own message, as it came, is `cause.message` of the error where there is one.
 */
export function failureError(failure: Failure): ToolError {
  const raw = upstreamMessage(failure.body);
  const cause = raw === undefined ? {} : { cause: new Error(raw) };
  const wait =
    failure.status === 429 || failure.status === 503 ? retryAfterMs(failure.headers, failure.now) : undefined;
  const limited = failure.status === 429;
  const seconds =
    limited || wait !== undefined ? Math.max(1, Math.ceil((wait ?? wholeWindow) / 1000)) : undefined;
  const retryAfter = seconds === undefined ? {} : { retryAfter: seconds };
  const said = raw === undefined ? undefined : cleanMessage(raw);
  return new ToolError(kindOf(failure.status), sentence(failure, said, seconds), { ...cause, ...retryAfter });
}

/** The deadline passed, wherever the time went. */
export function timeoutError(cause?: unknown): ToolError {
  return new ToolError(
    'timeout',
    'Copper did not answer in time. Make the question smaller: a lower limit, a shorter range or more filters. Then try again.',
    { cause },
  );
}

function kindOf(status: number): ToolErrorKind {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 400 && status < 500 && status !== 408 ? 'rejected' : 'unavailable';
}

function sentence(
  { operation, status, attempts }: Failure,
  said: string | undefined,
  seconds: number | undefined,
): string {
  const quoted = said === undefined ? '' : `: ${said.replace(/[.\s]+$/, '')}`;
  switch (kindOf(status)) {
    case 'unauthorized':
      return 'Copper refused the key or the e-mail (401). Do not retry; ask the user to check COPPER_API_KEY and COPPER_USER_EMAIL, or run `copper-mcp doctor`.';
    case 'forbidden':
      return `Copper denied access (403)${quoted}. ${leadsHint(operation)}The feature may be off for this account, or the owner of the key may lack the right. Do not retry; tell the user.`;
    case 'not_found':
      return notFoundSentence(operation);
    case 'rate_limited':
      return `Copper's rate limit is used up (429). Wait ${seconds} s, then call again.`;
    case 'rejected':
      return `Copper rejected the request (${status})${quoted}. Correct the arguments; the same call will fail again.`;
    default:
      return unavailable(status, attempts, seconds);
  }
}

function leadsHint(operation: OperationId): string {
  return /lead/i.test(operation) ? 'Leads can be switched off for an account. ' : '';
}

function unavailable(status: number, attempts: number, seconds: number | undefined): string {
  if (status < 400) {
    return `Copper answered with a redirect (${status}), which is never followed, so that the key goes nowhere else. Ask the user to check COPPER_API_BASE_URL.`;
  }
  const tried = attempts === 1 ? 'once' : `${attempts} times`;
  return `Copper is in trouble (${status}, asked ${tried}). Try again ${seconds === undefined ? 'later' : `in ${seconds} s`}.`;
}
