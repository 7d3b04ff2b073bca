import { isObject, type JsonValue, parseJsonText } from '../tool/json.ts';
import { ToolError } from '../tool/tool-error.ts';

/** A reply that cannot be read, although its status says success: like a 503, it may be another one at the next attempt. */
export class UnreadableReply extends ToolError {
  constructor(message: string, cause?: unknown) {
    super('unavailable', message, { cause });
  }
}

/** The status that a 200 reply reports in its JSON, `{success: false, status, message}`; undefined if it reports no failure. */
export function reportedStatus(body: JsonValue): number | undefined {
  if (!isObject(body) || body.success !== false) return undefined;
  const { status } = body;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/** How a body is read. */
export interface ReadOptions {
  readonly signal: AbortSignal;
  /** After decompression; default 20 MB. */
  readonly maxBytes?: number;
}

/**
 * The whole body as text.
 *
 * @throws ToolError `unavailable` when the connection breaks or the body is too large; the signal's reason when aborted.
 * In each case the rest of the body is cancelled.
 */
export async function readBody(
  response: Response,
  { signal, maxBytes = 20_000_000 }: ReadOptions,
): Promise<string> {
  signal.throwIfAborted();
  if (response.body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const cancel = (reason: unknown): void => void reader.cancel(reason).catch(() => {});
  // Cancelling ends the pending read at once.
  const onAbort = (): void => cancel(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(value, { stream: true });
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

function tooLarge(maxBytes: number): ToolError {
  const size = `${Math.round(maxBytes / 1e5) / 10} MB`;
  return new ToolError(
    'unavailable',
    `Copper's answer is larger than ${size} and was not read. Narrow the request: a lower limit or fewer fields.`,
  );
}

/** A longer body of a failed reply is not an error message. */
const maxFailureBytes = 200_000;

function isHtml(response: Response, text: string): boolean {
  return /\bhtml\b/i.test(response.headers.get('content-type') ?? '') || text.trimStart().startsWith('<');
}

/**
 * The JSON of a successful reply. For a wrong base path Copper's host answers 200 with the web app's HTML, so HTML is detected.
 *
 * @throws ToolError `unavailable` for HTML, invalid JSON and whatever `readBody` throws.
 */
export async function readJson(response: Response, options: ReadOptions): Promise<JsonValue> {
  const text = await readBody(response, options);
  if (isHtml(response, text)) {
    throw new UnreadableReply(
      'Copper answered with a web page instead of data. Try again later; if it happens again, ask the user to check COPPER_API_BASE_URL.',
    );
  }
  if (text.trim() === '') throw new UnreadableReply("Copper's answer is empty. Try again later.");
  try {
    return parseJsonText(text);
  } catch {
    // The parser's own message quotes the body, which must not appear in an error.
    throw new UnreadableReply("Copper's answer is not valid JSON. Try again later.");
  }
}

/** The JSON of a failed reply, or undefined if it has none: the status says enough, so only an abort is thrown. */
export async function readFailure(
  response: Response,
  { signal }: ReadOptions,
): Promise<JsonValue | undefined> {
  try {
    return await readJson(response, { signal, maxBytes: maxFailureBytes });
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
  /** Milliseconds until the window restarts; 0 if that time has passed. */
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
    ...(reset === undefined ? {} : { resetInMs: Math.max(0, reset * 1000 - serverNow(headers, now)) }),
  };
}

/** `Retry-After` in milliseconds: seconds, with or without their unit, or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterHeaderMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const [, seconds, unit = ''] = /^(\d{1,12}(?:\.\d+)?)\s*(ms|s|secs?|seconds?)?$/i.exec(text) ?? [];
  if (seconds !== undefined) return Math.ceil(Number(seconds) * (unit.toLowerCase() === 'ms' ? 1 : 1000));
  const date = /[a-z]/i.test(text) && text.includes(':') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - serverNow(headers, now));
}

/**
 * Milliseconds the server asks to wait, 0 if that time has passed, undefined if it does not say: `Retry-After`, or without it
 * `X-RateLimit-Reset` if nothing remains.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const { remaining, resetInMs } = rateHeaders(headers, now);
  return retryAfterHeaderMs(headers, now) ?? (remaining === 0 ? resetInMs : undefined);
}
