import type { JsonValue } from '../tool/json.ts';
import type { OperationId } from '../tool/operation.ts';
import { quotedMessage } from '../tool/sentences.ts';
import { ToolError, type ToolErrorKind } from '../tool/tool-error.ts';
import { rateLimitedMs, retryAfterMs } from './reply.ts';
import { cleanMessage, upstreamMessage } from './upstream-message.ts';

/** A failed reply. */
export interface Failure {
  readonly operation: OperationId;
  /** Below 300 for one that is reported in place of an answer, without a status of its own. */
  readonly status: number;
  /** The parsed JSON; undefined if the body was not JSON. */
  readonly body: JsonValue | undefined;
  readonly headers: Headers;
  /** Milliseconds since 1970, for Retry-After dates. */
  readonly now: number;
  /** How often the request was sent. */
  readonly attempts: number;
  /** True for a failure that the JSON of a 200 reports: its message is quoted even for a 5xx, whose own body is not. */
  readonly inAnswer?: boolean;
}

/** What the agent reads about a failed reply. Copper's own message, unchanged, is the `cause.message` of the error, if there is one. */
export function failureError(failure: Failure): ToolError {
  const { status, headers, now, body } = failure;
  const raw = upstreamMessage(body);
  const cause = raw === undefined ? {} : { cause: new Error(raw) };
  if (status === 429)
    return limitUsedUpError('429', rateLimitedMs(headers, now), {
      ...cause,
      isGuess: retryAfterMs(headers, now) === undefined,
    });
  const waitMs = status === 503 ? retryAfterMs(headers, now) : undefined;
  const seconds = waitMs === undefined ? undefined : Math.max(1, Math.ceil(waitMs / 1000));
  const retryAfter = seconds === undefined ? {} : { retryAfter: seconds };
  const message = raw === undefined ? undefined : cleanMessage(raw);
  return new ToolError(...describe(failure, message, seconds), { ...cause, ...retryAfter });
}

/**
 * No request may start within the time that may be waited; `evidence` is how that is known: `429`, or how many requests are allowed.
 * `isGuess` if Copper did not say how long.
 */
export function limitUsedUpError(
  evidence: string,
  waitMs: number,
  { isGuess = false, ...options }: { cause?: unknown; isGuess?: boolean } = {},
): ToolError {
  const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
  const wait = `${retryAfter} s${isGuess ? ' (a guess: Copper did not say)' : ''}`;
  const message = `Copper's rate limit is used up (${evidence}). Wait ${wait}, then call again.`;
  return new ToolError('rate_limited', message, { ...options, retryAfter, wait });
}

/** The deadline passed, wherever the time was spent. */
export function timeoutError(cause?: unknown): ToolError {
  return new ToolError(
    'timeout',
    'Copper did not answer in time. Narrow the request: a lower limit, a shorter range or more filters. Then try again.',
    { cause },
  );
}

/** No attempt got a response; `ms` is the time all attempts took together. */
export function unreachableError(cause: unknown, attempts: number, ms: number): ToolError {
  const status = proxyStatus(cause);
  if (status !== undefined) return new ToolError('unavailable', proxyRefusal(status), { cause });
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  if (isBrokenHttp(cause)) {
    const broken = `What answers at Copper's address does not speak HTTP as it should (${errorCode(cause)}): ${tries}. Try again later; if this continues, ask the user to check COPPER_API_BASE_URL, and a proxy if there is one.`;
    return new ToolError('unavailable', broken, { cause });
  }
  const message = `Copper could not be reached (${errorCode(cause)}): ${tries} in ${Math.ceil(ms / 1000)} s. Try again later; if this continues, ask the user to run \`copper-mcp doctor\`.`;
  return new ToolError('unavailable', message, { cause });
}

function proxyRefusal(status: number): string {
  const advice =
    status === 407
      ? 'it needs a login. Ask the user to set HTTPS_PROXY to http://user:password@name:port.'
      : 'it does not connect to Copper. Ask the user to check HTTPS_PROXY and NO_PROXY, or to run `copper-mcp doctor`.';
  return `Copper was not reached: the proxy answered ${status}, so ${advice}`;
}

/** An error and what caused it, the outermost first. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let each = error; each instanceof Error && causes.length < 5; each = each.cause) causes.push(each);
  return causes;
}

/** The status with which a proxy refused the connection: undici states it only in a message. */
function proxyStatus(error: unknown): number | undefined {
  const texts = causesOf(error).map(({ message }) => /^Proxy response \((\d{3})\)/.exec(message)?.[1]);
  const status = texts.find((text) => text !== undefined);
  return status === undefined ? undefined : Number(status);
}

/** True if a proxy has refused the connection for good: the next attempt would be refused as well. */
export function isProxyRefusal(error: unknown): boolean {
  const status = proxyStatus(error);
  return status !== undefined && status < 500;
}

/** True if a reply came that is not valid HTTP: a wrong status line, headers without an end, a length that is not one. */
const isBrokenHttp = (error: unknown): boolean =>
  causesOf(error).some(
    ({ name, message }) =>
      /^(?:HTTPParser|Assertion|HeadersOverflow|ResponseContentLengthMismatch)Error$/.test(name) ||
      message === 'bad response',
  );

function codeIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('code' in value)) return undefined;
  return typeof value.code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(value.code) ? value.code : undefined;
}

/** A short code for what failed: `ECONNRESET`, from the error or its causes, else the name of the innermost one. */
export function errorCode(error: unknown): string {
  const causes = causesOf(error);
  const codes = causes.map(codeIn);
  return codes.find((code) => code !== undefined) ?? causes.at(-1)?.name ?? 'unknown';
}

/**
 * True for a broken connection: `fetch` rejects with a `TypeError` that says so or has a cause, sockets with an error that has a
 * code. Any other `TypeError` is a bug in this program, and must not be retried.
 */
export function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof ToolError) return false;
  const byFetch =
    error instanceof TypeError &&
    (error.cause !== undefined || /fetch failed|terminated/.test(error.message));
  return byFetch || causesOf(error).some((each) => codeIn(each) !== undefined);
}

/** The kind of error a failed reply is, and the sentence for it. */
function describe(
  { operation, status, attempts, inAnswer }: Failure,
  message: string | undefined,
  seconds: number | undefined,
): [ToolErrorKind, string] {
  // What others say must not pass for a sentence of ours.
  const details = message === undefined ? '' : `: ${quotedMessage(message)}`;
  if (status === 401) {
    return [
      'unauthorized',
      'Copper rejected the API key or the e-mail address (401). Do not retry; ask the user to check COPPER_API_KEY and COPPER_USER_EMAIL, or to run `copper-mcp doctor`; if they signed in to this server on a web page, ask them to sign in again.',
    ];
  }
  if (status === 403) {
    const leads = /lead/i.test(operation) ? 'Leads can be switched off for an account. ' : '';
    return [
      'forbidden',
      `Copper denied access (403)${details}. ${leads}The feature may be disabled for this account, or the key's owner may lack permission. Do not retry; tell the user.`,
    ];
  }
  if (status === 404 || status === 410) return ['not_found', notFound[operation] ?? noEndpoint];
  if (status >= 400 && status < 500 && status !== 408) {
    return [
      'rejected',
      `Copper rejected the request (${status})${details}. Correct the arguments; the same call will fail again.`,
    ];
  }
  return ['unavailable', unavailable(status, inAnswer ? details : '', attempts, seconds)];
}

function unavailable(status: number, details: string, attempts: number, seconds: number | undefined): string {
  const tried = attempts === 1 ? 'tried once' : `tried ${attempts} times`;
  if (status < 300) {
    const what = details === '' ? ' and no reason for it' : details;
    return `Copper answered with a failure in place of data${what} (${tried}). Try again later; if it continues, tell the user what Copper says.`;
  }
  if (status < 400) {
    return `Copper answered with a redirect (${status}). Redirects are not followed, so that the key is sent nowhere else. Ask the user to check COPPER_API_BASE_URL.`;
  }
  return `Copper returned ${status}${details} (${tried}). Try again ${seconds === undefined ? 'later' : `in ${seconds} s`}.`;
}

const hidden = "it may be deleted, or hidden from the key's owner";

const noEndpoint =
  'Copper has no such endpoint at the configured address (404). Ask the user to check COPPER_API_BASE_URL.';

/** What a 404 means if the agent named something; for any other operation the address must be wrong. */
const notFound: Partial<Record<OperationId, string>> = {
  getUser: 'No user has this id. {list_users} lists all users.',
  getLeadActivities: `No lead has this id; ${hidden}. Find leads with {search_leads}.`,
  getPersonByEmail:
    'No person has this e-mail address. Search by name with {search_people}. For leads, use {search_leads}.',
  getPersonActivities: `No person has this id; ${hidden}. Find people with {search_people}.`,
  getCompanyActivities: `No company has this id; ${hidden}. Find companies with {search_companies}.`,
  getOpportunity: `No opportunity has this id; ${hidden}. Find opportunities with {search_opportunities}.`,
  getOpportunityActivities: `No opportunity has this id; ${hidden}. Find opportunities with {search_opportunities}.`,
  listFieldLayoutByEntityType:
    'There is no field layout for this. {list_pipelines} lists the pipelines that have one.',
  getRelatedItems: `No record of this type has this id; ${hidden}. Find it with the search tool of its type.`,
  getRelatedItemsByType: `No record of this type has this id, or the two types cannot be related; ${hidden}. Find it with the search tool of its type.`,
};
