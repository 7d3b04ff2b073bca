import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventLog } from '../log.ts';
import type { Clock } from '../tool/clock.ts';
import { errorForLog } from '../tool/tool-error.ts';
import { createByteBudget } from './byte-budget.ts';
import type { Cors } from './cors.ts';
import { HttpError } from './http-error.ts';
import { saysTooLarge } from './read-body.ts';
import {
  addressKey,
  type RequestInfo,
  type Route,
  readRequestInfo,
  startRequest,
} from './request-context.ts';
import { disconnectClient, isStream, writeResponse } from './write-response.ts';

/** Options of a listener. */
interface NodeListenerOptions {
  readonly route: Route;
  readonly cors: Cors;
  readonly trustProxy: boolean;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly onRefused: (reason: string) => void;
  /** True when connections should close after their response. */
  readonly stopping: () => boolean;
}

/** What Node calls for each request; true if its caller was known. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<boolean>;

/** Bytes of answers that wait to be read: by one caller, and by all. */
const unreadBytes = { perCaller: 16_777_216, total: 67_108_864 };

/** How long an answer is kept for a client that does not read, although its caller needs the room, in milliseconds. */
const readableMs = 1_000;

/** How long a caller who has too much under way waits for the answer that says so, in milliseconds. */
const refusalMs = 500;

/** How long the connection of a stranger may be idle, in seconds. */
export const strangerIdleSeconds = 5;

/** Serves Node's requests with a route. Refused requests are logged; an internal error shows the client nothing but an id for the log. */
export function createNodeListener(options: NodeListenerOptions): NodeListener {
  const { route, cors, trustProxy, clock, log, onRefused, stopping } = options;
  const unread = createByteBudget(unreadBytes);

  function errorResponse(error: unknown, { id, path, peer, mask }: RequestInfo): Response {
    if (error instanceof HttpError) {
      const { reason, status, caller, cause } = error;
      const known = caller === undefined ? {} : { caller };
      const why = cause instanceof Error ? { cause: cause.message } : {};
      const level = status === 404 ? 'debug' : 'warn';
      const fields = { id, ...known, reason, status, path: path.slice(0, 200), peer, ...why };
      log[level](mask.value(fields), 'refused');
      onRefused(reason);
      return error.response();
    }
    log.error(mask.value({ id, path: path.slice(0, 200), ...errorForLog(error) }), 'internal');
    return new HttpError(
      500,
      'internal',
      `Internal error; the server's log has it under id ${id}.`,
    ).response();
  }

  return async (incoming, outgoing) => {
    const info = readRequestInfo(incoming, trustProxy);
    const { context, caller, disconnect, end } = startRequest(info, incoming);
    const { socket } = incoming;
    socket.once('close', disconnect);
    try {
      const response = await route(context).catch(async (error: unknown) => {
        const isOverdue = error instanceof HttpError && error.status === 504;
        if (error instanceof HttpError && error.code === 'busy') {
          // Whoever asks again at once must not keep the server busy with refusals.
          await end();
          await clock.sleep(refusalMs, context.signal).catch(() => undefined);
        }
        if (isOverdue || !context.signal.aborted) return errorResponse(error, info);
        return new Response(null, { status: 499 });
      });
      const headers = {
        'x-request-id': info.id,
        ...cors.headers(info),
        ...(info.secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
        ...(caller() === undefined ? { 'keep-alive': `timeout=${strangerIdleSeconds}` } : {}),
        ...(stopping() || saysTooLarge(incoming) ? { connection: 'close' } : {}),
      };
      const answeredAt = clock.steady();
      let madeRoom = false;
      const reservation = unread.reserve(caller() ?? addressKey(info.peer), {
        canEvict: () => clock.steady() - answeredAt >= readableMs,
        leave() {
          madeRoom = true;
          disconnectClient(outgoing);
        },
      });
      const sending = { headers, reservation, clock };
      // An answer that is whole needs nothing any more but to be read, which has a limit of its own.
      if (!(response instanceof Response) || !isStream(response)) void end();
      const written = await writeResponse(outgoing, response, sending).finally(reservation.release);
      if (written !== 'unread' && !madeRoom) return caller() !== undefined;
      log.warn({ id: info.id, path: info.path.slice(0, 200), peer: info.peer }, 'slow reader disconnected');
      onRefused('slow_reader');
    } catch (error) {
      log.error({ id: info.id, ...errorForLog(error) }, 'internal');
      disconnectClient(outgoing);
    } finally {
      socket.off('close', disconnect);
      await end();
    }
    return false;
  };
}
