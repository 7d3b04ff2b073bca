import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** Bytes of the largest body that is accepted. */
const maxBytes = 1_048_576;

const tooLarge = () =>
  new HttpError(413, 'too_large', `The body must not exceed ${maxBytes} bytes.`, {
    headers: { Connection: 'close' },
  });

/** True if the `Content-Length` is too large. */
export const saysTooLarge = (incoming: IncomingMessage): boolean =>
  Number(incoming.headers['content-length'] ?? 0) > maxBytes;

/** Bytes of unfinished bodies held at once, of all clients together: many slow clients must not fill the memory. */
const maxHeldBytes = 64 * maxBytes;

const busy = () =>
  new HttpError(503, 'busy', 'Too many requests are being sent at once; try again in a second.', {
    headers: { Connection: 'close', 'Retry-After': '1' },
  });

/** Reads a whole body as UTF-8. */
export type ReadBody = (incoming: IncomingMessage) => Promise<string>;

/**
 * Reads the bodies of one server; its `requestTimeout` ends slow ones.
 *
 * The reader throws HttpError 413 as soon as a body is too large, 503 when all bodies together are, and 400 if the client disconnects
 * before the end.
 *
 * @param maxHeld bytes of unfinished bodies held at once
 */
export function createBodyReader(maxHeld = maxHeldBytes): ReadBody {
  let held = 0;
  return (incoming) =>
    new Promise((resolve, reject) => {
      if (saysTooLarge(incoming)) return reject(tooLarge());
      const chunks: Buffer[] = [];
      let size = 0;
      const stop = () => {
        held -= size;
        incoming.off('data', onData);
        incoming.off('end', onEnd);
        incoming.off('close', onClose);
      };
      const onData = (chunk: Buffer) => {
        size += chunk.length;
        held += chunk.length;
        chunks.push(chunk);
        if (size <= maxBytes && held <= maxHeld) return;
        const error = size > maxBytes ? tooLarge() : busy();
        stop();
        reject(error);
      };
      const onEnd = () => {
        stop();
        resolve(Buffer.concat(chunks, size).toString('utf8'));
      };
      const onClose = () => {
        stop();
        reject(new HttpError(400, 'incomplete', 'The body is incomplete.'));
      };
      incoming.on('data', onData);
      incoming.on('end', onEnd);
      incoming.on('close', onClose);
      incoming.on('error', () => undefined);
    });
}
