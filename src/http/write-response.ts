import type { ServerResponse } from 'node:http';
import type { Clock } from '../tool/clock.ts';
import type { Reservation } from './byte-budget.ts';

type HeaderValues = Readonly<Record<string, string>>;

/** Headers of every response that does not set them itself. */
const defaultHeaders: HeaderValues = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** An error as the reason would cost more than all the rest. */
const ended = 'ended';

/** The longest that a client may take to read what is sent, in milliseconds. */
const readMs = 30_000;

/** How a response was written; `unread`: the client reads too slowly, or has too much left to read, and its connection was closed. */
export type Written = 'sent' | 'gone' | 'unread';

/** What sending needs from outside. */
interface Sending {
  readonly headers: HeaderValues;
  /** For what waits for the client to read it. */
  readonly reservation: Reservation;
  readonly clock: Clock;
}

/** Waits until everything is on its way to the client; a client that does not read in time is disconnected. */
async function flushed(outgoing: ServerResponse, event: 'drain' | 'finish', clock: Clock): Promise<Written> {
  const timer = new AbortController();
  let stop = () => {};
  const left = new Promise<Written>((resolve) => {
    const onEvent = () => resolve('sent');
    const onClose = () => resolve(outgoing.writableFinished ? 'sent' : 'gone');
    outgoing.once(event, onEvent);
    outgoing.once('close', onClose);
    stop = () => void outgoing.off(event, onEvent).off('close', onClose);
  });
  const late = clock.sleep(readMs, timer.signal).then(
    (): Written => 'unread',
    (): Written => 'sent',
  );
  const written = await Promise.race([left, late]);
  timer.abort(ended);
  stop();
  if (written === 'unread') outgoing.destroy();
  return written;
}

async function stream(
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
  { reservation, clock }: Sending,
): Promise<Written> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  outgoing.once('close', cancel);
  outgoing.flushHeaders();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (outgoing.destroyed) return 'gone';
    if (!reservation.resize(part.value.length)) {
      outgoing.destroy();
      return 'unread';
    }
    if (outgoing.write(part.value)) continue;
    const written = await flushed(outgoing, 'drain', clock);
    if (written !== 'sent') return written;
  }
  outgoing.off('close', cancel);
  outgoing.end();
  return flushed(outgoing, 'finish', clock);
}

/** Sends a web response, an event stream event by event, and waits until it has left. */
export async function writeResponse(
  outgoing: ServerResponse,
  response: Response,
  sending: Sending,
): Promise<Written> {
  const { reservation, clock } = sending;
  if (outgoing.destroyed) {
    void response.body?.cancel().catch(() => undefined);
    return 'gone';
  }
  const headers = { ...defaultHeaders, ...sending.headers, ...Object.fromEntries(response.headers) };
  const { body } = response;
  if (body !== null && headers['content-type']?.startsWith('text/event-stream')) {
    outgoing.writeHead(response.status, headers);
    return stream(body, outgoing, sending);
  }
  // As text, it is sent in one piece with its headers.
  const text = body === null ? '' : await response.text();
  if (outgoing.destroyed) return 'gone';
  const length = Buffer.byteLength(text);
  if (!reservation.resize(length)) {
    outgoing.destroy();
    return 'unread';
  }
  outgoing.writeHead(response.status, { ...headers, 'content-length': String(length) });
  outgoing.end(text);
  return flushed(outgoing, 'finish', clock);
}
