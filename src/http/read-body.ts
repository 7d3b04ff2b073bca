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

/**
 * Reads a body whole, as UTF-8. Slow ones are cut off by the server's `requestTimeout`.
 *
 * @throws Refusal 413 as soon as it is larger than allowed, 400 where the client goes away half-way
 */
export function readBody(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    if (saysTooLarge(incoming)) return reject(tooLarge());
    const chunks: Buffer[] = [];
    let size = 0;
    const leave = () => {
      incoming.off('data', onData);
      incoming.off('end', onEnd);
      incoming.off('close', onClose);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= mostBytes) return;
      leave();
      reject(tooLarge());
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
