import { ToolError } from '../tool/tool-error.ts';

/** How far a body is read. */
export interface ReadOptions {
  readonly signal: AbortSignal;
  /** After unpacking; 20 MB unless told. */
  readonly maxBytes?: number;
}

/** Rejects with the signal's reason as soon as it is aborted; `stop` takes the listener away again. */
function aborted(signal: AbortSignal): { rejection: Promise<never>; stop: () => void } {
  let stop = () => {};
  const rejection = new Promise<never>((_, reject) => {
    const listen = () => reject(signal.reason);
    signal.addEventListener('abort', listen, { once: true });
    stop = () => signal.removeEventListener('abort', listen);
  });
  rejection.catch(() => {});
  return { rejection, stop };
}

/**
 * The whole body as text.
 *
 * @throws ToolError `unavailable` when the connection breaks on the way or the body is too large; the signal's reason when aborted.
 * In each case the rest of the body is let go.
 */
export async function readBody(
  response: Response,
  { signal, maxBytes = 20_000_000 }: ReadOptions,
): Promise<string> {
  signal.throwIfAborted();
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const { rejection, stop } = aborted(signal);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), rejection]);
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    reader.cancel(error).catch(() => {});
    signal.throwIfAborted();
    throw error instanceof ToolError ? error : cutOff(error);
  } finally {
    stop();
  }
}

function tooLarge(maxBytes: number): ToolError {
  const size = `${Math.round(maxBytes / 1e5) / 10} MB`;
  return new ToolError(
    'unavailable',
    `Copper's answer is larger than ${size} and was not read. Narrow the question: a lower limit or fewer fields.`,
  );
}

function cutOff(cause: unknown): ToolError {
  return new ToolError('unavailable', "Copper's answer was cut off on the way. Try again.", { cause });
}
