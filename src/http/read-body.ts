import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** Bytes of the largest body that is read. */
const mostBytes = 1_048_576;

const tooLarge = () =>
  new Refusal(413, 'too_large', `A body may hold ${mostBytes} bytes at most.`, {
    headers: { Connection: 'close' },
  });

/** True for a body that says of itself that it is too large. */
export const saysTooLarge = (incoming: IncomingMessage): boolean =>
  Number(incoming.headers['content-length'] ?? 0) > mostBytes;

/** Bytes of unfinished bodies, of all clients together, that are held at once: many slow senders must not fill the memory. */
const mostHeld = 64 * mostBytes;

const busy = () =>
  new Refusal(503, 'busy', 'Too many requests are being sent at once; try again in a second.', {
    headers: { Connection: 'close', 'Retry-After': '1' },
  });

/** Reads a body whole, as UTF-8. */
export type ReadBody = (incoming: IncomingMessage) => Promise<string>;

/**
 * Reads the bodies of one server. Slow ones are cut off by the server's `requestTimeout`.
 *
 * The reader throws Refusal 413 as soon as a body is larger than allowed, 503 where all together are, 400 where the client goes
 * away half-way.
 *
 * @param most bytes of unfinished bodies held at once
 */
export function createBodyReader(most = mostHeld): ReadBody {
  let held = 0;
  return (incoming) =>
    new Promise((resolve, reject) => {
      if (saysTooLarge(incoming)) return reject(tooLarge());
      const chunks: Buffer[] = [];
      let size = 0;
      const leave = () => {
        held -= size;
        incoming.off('data', onData);
        incoming.off('end', onEnd);
        incoming.off('close', onClose);
      };
      const onData = (chunk: Buffer) => {
        size += chunk.length;
        held += chunk.length;
        chunks.push(chunk);
        if (size <= mostBytes && held <= most) return;
        const refusal = size > mostBytes ? tooLarge() : busy();
        leave();
        reject(refusal);
      };
      const onEnd = () => {
        leave();
        resolve(Buffer.concat(chunks, size).toString('utf8'));
      };
      const onClose = () => {
        leave();
        reject(new Refusal(400, 'incomplete', 'The body ended too early.'));
      };
      incoming.on('data', onData);
      incoming.on('end', onEnd);
      incoming.on('close', onClose);
      incoming.on('error', () => undefined);
    });
}
