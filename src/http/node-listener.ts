import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventLog } from '../log.ts';
import { errorForLog } from '../tool/tool-error.ts';
import type { Cors } from './cors.ts';
import { HttpError } from './http-error.ts';
import { saysTooLarge } from './read-body.ts';
import { type RequestInfo, type Route, readRequestInfo, startRequest } from './request-context.ts';
import { writeResponse } from './write-response.ts';

/** Options of a listener. */
interface NodeListenerOptions {
  readonly route: Route;
  readonly cors: Cors;
  readonly trustProxy: boolean;
  readonly log: EventLog;
  readonly onRefused: (reason: string) => void;
  /** True when connections should close after their response. */
  readonly stopping: () => boolean;
}

/** What Node calls for each request. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Serves Node's requests with a route. Refused requests are logged; an internal error shows the client nothing but an id for the log. */
export function createNodeListener(options: NodeListenerOptions): NodeListener {
  const { route, cors, trustProxy, log, onRefused, stopping } = options;

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
    const { context, disconnect, end } = startRequest(info, incoming);
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) disconnect();
    });
    try {
      const response = await route(context).catch((error: unknown) => {
        const isOverdue = error instanceof HttpError && error.status === 504;
        if (isOverdue || !context.signal.aborted) return errorResponse(error, info);
        return new Response(null, { status: 499 });
      });
      const headers = {
        'x-request-id': info.id,
        ...cors.headers(info),
        ...(info.secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
        ...(stopping() || saysTooLarge(incoming) ? { connection: 'close' } : {}),
      };
      await writeResponse(outgoing, response, headers);
    } catch (error) {
      log.error({ id: info.id, ...errorForLog(error) }, 'internal');
      outgoing.destroy();
    } finally {
      await end();
    }
  };
}
