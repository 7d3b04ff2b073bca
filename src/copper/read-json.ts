import type { JsonValue } from '../tool/json.ts';
import { ToolError } from '../tool/tool-error.ts';

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
  const reader = response.body.getReader();
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
    throw new ToolError('unavailable', "Copper's answer was cut off. Try again.", { cause: error });
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
    throw new ToolError(
      'unavailable',
      'Copper answered with a web page instead of data. Try again later; if it happens again, ask the user to check COPPER_API_BASE_URL.',
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which must not appear in an error.
    throw new ToolError('unavailable', "Copper's answer is not valid JSON. Try again later.");
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
