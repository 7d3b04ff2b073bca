import type { IncomingMessage } from 'node:http';
import { createByteCollector } from '../tool/byte-collector.ts';
import { type Clock, runAfter } from '../tool/clock.ts';
import { bytesOfMessage } from '../tool/json.ts';
import type { Reservation } from './byte-budget.ts';
import { HttpError } from './http-error.ts';

/** Bytes of the largest body that is accepted. */
const maxBytes = 1_048_576;

/** The most pieces of a body: packets of a network are larger by far, and each piece costs time. */
const maxPieces = 4_096;

/** The longest from the headers of a request to the end of its body, in milliseconds. */
const bodyMs = 10_000;

/** The connection closes with the answer: the rest of the body is not read. */
const refusal = (status: number, code: string, message: string, headers = {}) =>
  new HttpError(status, code, message, { headers: { Connection: 'close', ...headers } });

const tooLarge = () =>
  refusal(413, 'too_large', `The body must not exceed ${maxBytes} bytes or ${maxPieces} pieces.`);

const tooSlow = () =>
  refusal(408, 'slow_body', `The body must be complete ${bodyMs / 1000} seconds after the headers.`);

/** A caller whose requests hold so much memory that there is no room for another one. */
const busy = () =>
  refusal(503, 'busy', 'Too many large requests at once; try again in a second.', { 'Retry-After': '1' });

/** True if the `Content-Length` is too large. */
export const saysTooLarge = (incoming: IncomingMessage): boolean =>
  Number(incoming.headers['content-length'] ?? 0) > maxBytes;

/**
 * Reads a whole body as UTF-8. Whatever is held for it is reserved while it is read, and afterwards what its text and its parsed values
 * take; the caller of this function releases it.
 *
 * @throws HttpError 413 as soon as a body is too large, 503 when there is no room for it, 408 when it does not end in time, and 400 if
 * the client disconnects before the end
 */
export async function readRequestBody(
  incoming: IncomingMessage,
  reservation: Reservation,
  clock: Clock,
): Promise<string> {
  if (saysTooLarge(incoming)) throw tooLarge();
  const { text, stop, refuse } = collect(incoming, reservation);
  const stopTimer = runAfter(clock, bodyMs, () => refuse(tooSlow()));
  try {
    const body = await text;
    if (!reservation.resize(bytesOfMessage(body))) throw busy();
    return body;
  } finally {
    stop();
    stopTimer();
  }
}

/** Collects a body until it is complete or refused; `stop` leaves the rest unread. */
function collect(incoming: IncomingMessage, reservation: Reservation) {
  const bytes = createByteCollector();
  let pieces = 0;
  let stop = () => {};
  let refuse = (_: HttpError) => {};
  const text = new Promise<string>((resolve, reject) => {
    const onData = (piece: Buffer) => {
      if (bytes.size + piece.length > maxBytes || ++pieces > maxPieces) return refuse(tooLarge());
      bytes.add(piece);
      if (!reservation.resize(bytes.held)) refuse(busy());
    };
    const onEnd = () => {
      // Its end closes the stream before the promise is heard: an error with its stack would be made for nothing.
      stop();
      resolve(bytes.take());
    };
    const onClose = () => refuse(new HttpError(400, 'incomplete', 'The body is incomplete.'));
    stop = () => {
      incoming.off('data', onData);
      incoming.off('end', onEnd);
      incoming.off('close', onClose);
    };
    refuse = (error) => {
      stop();
      reject(error);
    };
    incoming.on('data', onData);
    incoming.on('end', onEnd);
    incoming.on('close', onClose);
    incoming.on('error', () => undefined);
  });
  return { text, stop: () => stop(), refuse: (error: HttpError) => refuse(error) };
}
