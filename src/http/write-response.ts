import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Clock, runAfter } from '../tool/clock.ts';
import type { Reservation } from './byte-budget.ts';
import type { HttpAnswer } from './request-context.ts';

type HeaderValues = Readonly<Record<string, string | readonly string[]>>;

/** Headers of every response that does not set them itself. */
const defaultHeaders: HeaderValues = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

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

/**
 * The connection of a response. One that waits behind an earlier one has none of its own yet: it neither hears of the end of its
 * connection, nor could end it.
 */
const connectionOf = (outgoing: ServerResponse): Socket => outgoing.req.socket;

/** Closes the connection of a response. */
export const disconnectClient = (outgoing: ServerResponse): void => void connectionOf(outgoing).destroy();

/** Waits until everything is on its way to the client; a client that does not read in time is disconnected. */
function flushed(outgoing: ServerResponse, event: 'drain' | 'finish', clock: Clock): Promise<Written> {
  return new Promise((resolve) => {
    const connection = connectionOf(outgoing);
    const settle = (written: Written) => {
      stopTimer();
      outgoing.off(event, onEvent);
      connection.off('close', onClose);
      resolve(written);
      if (written === 'unread') disconnectClient(outgoing);
    };
    const onEvent = () => settle('sent');
    const onClose = () => settle(outgoing.writableFinished ? 'sent' : 'gone');
    outgoing.once(event, onEvent);
    connection.once('close', onClose);
    const stopTimer = runAfter(clock, readMs, () => settle('unread'));
    if (connection.closed) onClose();
  });
}

async function stream(
  body: ReadableStream<Uint8Array>,
  outgoing: ServerResponse,
  { reservation, clock }: Sending,
): Promise<Written> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  const connection = connectionOf(outgoing);
  connection.once('close', cancel);
  outgoing.flushHeaders();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (connection.destroyed) return 'gone';
    if (!reservation.resize(part.value.length)) {
      disconnectClient(outgoing);
      return 'unread';
    }
    if (outgoing.write(part.value)) continue;
    const written = await flushed(outgoing, 'drain', clock);
    if (written !== 'sent') return written;
  }
  connection.off('close', cancel);
  outgoing.end();
  return flushed(outgoing, 'finish', clock);
}

/** Sends a text or bytes in one piece with their headers. */
async function writeWhole(
  outgoing: ServerResponse,
  { status, headers, body }: { status: number; headers: HeaderValues; body: string | Uint8Array },
  { reservation, clock }: Sending,
): Promise<Written> {
  if (connectionOf(outgoing).destroyed) return 'gone';
  const length = Buffer.byteLength(body);
  if (!reservation.resize(length)) {
    disconnectClient(outgoing);
    return 'unread';
  }
  outgoing.writeHead(status, { ...headers, 'content-length': String(length) });
  outgoing.end(body);
  return flushed(outgoing, 'finish', clock);
}

/**
 * The bytes of a whole answer. A text would be decoded only to be encoded again, and "arrayBuffer" copies the bytes twice; both take
 * longer than sending them.
 */
async function wholeBody(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

/** True for an event stream: its answer is not whole before its end. */
export const isStream = ({ body, headers }: Response): boolean =>
  body !== null && headers.get('content-type')?.startsWith('text/event-stream') === true;

/** Sends an answer, an event stream event by event, and waits until it has left. */
export async function writeResponse(
  outgoing: ServerResponse,
  response: HttpAnswer,
  sending: Sending,
): Promise<Written> {
  if (!(response instanceof Response)) {
    const headers = { ...defaultHeaders, ...sending.headers, 'content-type': 'application/json' };
    return writeWhole(outgoing, { status: 200, headers, body: response.json }, sending);
  }
  if (connectionOf(outgoing).destroyed) {
    void response.body?.cancel().catch(() => undefined);
    return 'gone';
  }
  const cookies = response.headers.getSetCookie();
  const own = {
    ...Object.fromEntries(response.headers),
    ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
  };
  const headers = { ...defaultHeaders, ...sending.headers, ...own };
  const { body, status } = response;
  if (body !== null && isStream(response)) {
    outgoing.writeHead(status, headers);
    return stream(body, outgoing, sending);
  }
  return writeWhole(outgoing, { status, headers, body: body === null ? '' : await wholeBody(body) }, sending);
}
