import { createByteCollector } from '../tool/byte-collector.ts';
import { type CancelSignal, createYielder } from '../tool/clock.ts';
import {
  isObject,
  type JsonObject,
  type JsonValue,
  parseJsonText,
  scanJson,
  tooMuchJson,
  withQuotes,
} from '../tool/json.ts';
import type { CredentialMask } from '../tool/outgoing-text.ts';
import { ToolError } from '../tool/tool-error.ts';

/** A reply that cannot be read, although its status says success: like a 503, it may be another one at the next attempt. */
export class UnreadableReply extends ToolError {
  constructor(message: string, cause?: unknown) {
    super('unavailable', message, { cause });
  }
}

/** The error for a reply whose status HTTP does not have: nothing that it says can be trusted. */
export const unknownStatus = (status: number): UnreadableReply =>
  new UnreadableReply(`Copper's answer has a status that HTTP does not have (${status}). Try again later.`);

const isErrorStatus = (status: number) => Number.isInteger(status) && status >= 400 && status < 600;

/** True for a member that says that something failed: a message, an object or a list of them, `true`. */
const saysError = (value: JsonValue | undefined) =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);

/** True for what stands where a record or a list should be, and holds neither: `{error: {code, message}}`, `{status: 429, message}`. */
function isErrorAlone({ success, error, errors, status, id, data }: JsonObject): boolean {
  const isEmpty = data === undefined || data === null || (Array.isArray(data) && data.length === 0);
  const hasFailed = success !== true && isErrorStatus(Number(status));
  const fails = saysError(error) || saysError(errors) || hasFailed;
  return fails && id === undefined && isEmpty;
}

/** Refuses what is neither a record nor a list; `null` may say that there is no record. @throws UnreadableReply */
export function refuseScalar(json: JsonValue, isRecord: boolean): void {
  if (typeof json === 'object' && (json !== null || isRecord)) return;
  throw new UnreadableReply("Copper's answer has an unexpected format. Try again later.");
}

/**
 * The status that a 200 reply reports in its JSON, `{success: false, status, message}` or `{error: {code, message}}`; `unstated` if it
 * reports a failure without one, undefined if it reports none.
 */
export function reportedStatus(body: JsonValue): number | 'unstated' | undefined {
  if (!isObject(body)) return undefined;
  const { success, error } = body;
  if (success !== false && success !== 'false' && !isErrorAlone(body)) return undefined;
  if (isObject(error) && error.code === 'RATE_LIMIT_EXCEEDED') return 429;
  const status = Number(body.status);
  return isErrorStatus(status) ? status : 'unstated';
}

/** How a body is read. */
export interface ReadOptions {
  readonly signal: CancelSignal;
  /** After decompression; default 20 MB. */
  readonly maxBytes?: number;
  /** Hides credentials that the reply repeats, before anything of it is cut. */
  readonly mask?: CredentialMask | undefined;
}

/**
 * The whole body, whatever pieces it comes in: copied together, as a million pieces of one byte would take far more than a megabyte; one
 * piece, as most come, is taken as it is.
 *
 * @throws ToolError `unavailable` when the connection breaks or the body is too large; the signal's reason when aborted.
 * In each case the rest of the body is cancelled.
 */
export async function readBody(
  response: Response,
  { signal, maxBytes = 20_000_000 }: ReadOptions,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  if (response.body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const cancel = (reason: unknown): void => void reader.cancel(reason).catch(() => {});
  // Cancelling ends the pending read at once.
  const onAbort = (): void => cancel(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const body = createByteCollector();
  let only: Uint8Array | undefined;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return only ?? body.takeBytes();
      if ((only?.length ?? body.size) + value.length > maxBytes)
        throw tooLarge(`is larger than ${Math.round(maxBytes / 1e5) / 10} MB`);
      if (only === undefined && body.size === 0) only = value;
      else {
        if (only !== undefined) body.add(only);
        only = undefined;
        body.add(value);
      }
    }
  } catch (error) {
    cancel(error);
    signal.throwIfAborted();
    if (error instanceof ToolError) throw error;
    throw new UnreadableReply("Copper's answer was cut off. Try again.", error);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function tooLarge(how: string): ToolError {
  return new ToolError(
    'unavailable',
    `Copper's answer ${how} and was not read. Narrow the request: a lower limit or fewer fields.`,
  );
}

/** A longer body of a failed reply is not an error message. */
const maxFailureBytes = 200_000;

function isHtml(response: Response, text: string): boolean {
  return /\bhtml\b/i.test(response.headers.get('content-type') ?? '') || text.trimStart().startsWith('<');
}

/**
 * The JSON of a successful reply, and the size of its text in bytes. For a wrong base path Copper's host answers 200 with the web app's
 * HTML, so HTML is detected.
 *
 * @throws ToolError `unavailable` for HTML, invalid JSON, more values than any reply has, and whatever `readBody` throws.
 */
export async function readJson(
  response: Response,
  options: ReadOptions,
): Promise<{ readonly json: JsonValue; readonly bytes: number }> {
  const body = await readBody(response, options);
  // Each step looks at the whole body: between two of them others have their turn.
  const yieldAfter = createYielder(1_000_000);
  const text = new TextDecoder().decode(body);
  await yieldAfter(body.length);
  if (isHtml(response, text)) {
    throw new UnreadableReply(
      'Copper answered with a web page instead of data. Try again later; if it happens again, ask the user to check COPPER_API_BASE_URL.',
    );
  }
  if (text.trim() === '') throw new UnreadableReply("Copper's answer is empty. Try again later.");
  const numbers = scanJson(body);
  if (numbers === 'too much') throw tooLarge(tooMuchJson());
  await yieldAfter(body.length);
  try {
    const json = parseJsonText(numbers.length === 0 ? text : withQuotes(body, numbers));
    await yieldAfter(body.length);
    const { mask } = options;
    // A credential can also be written in escapes; then it is only seen in what has been read.
    const hasHidden = (one: string) => mask !== undefined && mask.text(one) !== one;
    // A text of few escapes is found not to have this one thirty times faster by its first part.
    const hasEscapes = text.includes('\\u00') && /\\u00[2-7]/.test(text);
    const isSuspect = hasHidden(text) || (hasEscapes && hasHidden(JSON.stringify(json)));
    return { json: isSuspect && mask !== undefined ? mask.value(json) : json, bytes: body.length };
  } catch {
    // The parser's own message quotes the body, which must not appear in an error.
    throw new UnreadableReply("Copper's answer is not valid JSON. Try again later.");
  }
}

/** The JSON of a failed reply, or undefined if it has none: the status says enough, so only an abort is thrown. */
export async function readFailure(
  response: Response,
  { signal, mask }: ReadOptions,
): Promise<JsonValue | undefined> {
  try {
    return (await readJson(response, { signal, mask, maxBytes: maxFailureBytes })).json;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** What the headers of a reply say about the rate limit; each part is missing if they do not say it. */
export interface RateHeaders {
  /** Requests allowed in a window. */
  readonly limit?: number;
  /** Requests left in the window. */
  readonly remaining?: number;
  /** Milliseconds until the window restarts, ten minutes at most; 0 if that time has passed. */
  readonly resetInMs?: number;
}

/** The server's time: its own `Date` header, so that times it states are right even if our clock is not; else ours. */
function serverNow(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
}

function wholeNumber(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * `X-RateLimit-Limit`, `-Remaining` and `-Reset` (UTC epoch seconds). Copper's OpenAPI document promises them with every reply;
 * no recorded reply has them.
 */
export function rateHeaders(headers: Headers, now: number): RateHeaders {
  const limit = wholeNumber(headers, 'x-ratelimit-limit');
  const remaining = wholeNumber(headers, 'x-ratelimit-remaining');
  const reset = wholeNumber(headers, 'x-ratelimit-reset');
  return {
    ...(limit === undefined || limit === 0 ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(reset === undefined ? {} : { resetInMs: waitUntil(reset * 1000 - serverNow(headers, now)) }),
  };
}

/** The longest that a server can ask us to wait, in milliseconds: one that wants more will repeat it. */
const maxRetryAfterMs = 600_000;

const waitUntil = (ms: number) => Math.min(maxRetryAfterMs, Math.max(0, ms));

/** `Retry-After` in milliseconds: seconds, with or without their unit, or an HTTP date (RFC 9110, 10.2.3); ten minutes at most. */
export function retryAfterHeaderMs(headers: Headers, now: number): number | undefined {
  const given = headers.get('retry-after') ?? '';
  const text = given.length <= 64 ? given.trim() : '';
  const [, seconds, unit = ''] = /^(\d{1,12}(?:\.\d+)?)\s*(ms|s|secs?|seconds?)?$/i.exec(text) ?? [];
  if (seconds !== undefined)
    return waitUntil(Math.ceil(Number(seconds) * (unit.toLowerCase() === 'ms' ? 1 : 1000)));
  const date = /[a-z]/i.test(text) && text.includes(':') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : waitUntil(date - serverNow(headers, now));
}

/**
 * Milliseconds the server asks to wait, ten minutes at most, 0 if that time has passed, undefined if it does not say: `Retry-After`, or
 * without it `X-RateLimit-Reset` if nothing remains.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const { remaining, resetInMs } = rateHeaders(headers, now);
  return retryAfterHeaderMs(headers, now) ?? (remaining === 0 ? resetInMs : undefined);
}

/** Our guess if Copper does not say how long to wait: a rolling window frees slots all the time, so it is shorter than the window. */
const unsaidWaitMs = 5_000;

/** Milliseconds to wait after a 429, also one that is reported in the body of a 200, whoever waits: the time it states, else 5 s. */
export const rateLimitedMs = (headers: Headers, now: number): number =>
  retryAfterMs(headers, now) ?? unsaidWaitMs;
