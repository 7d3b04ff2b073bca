import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EventLog } from '../log.ts';
import { errorForLog } from '../tool/tool-error.ts';
import type { Cors } from './cors.ts';
import { saysTooLarge } from './read-body.ts';
import { Refusal } from './refusal.ts';
import { type Route, startVisit } from './request-context.ts';
import { type Arrival, arrive } from './request-info.ts';
import { writeResponse } from './write-response.ts';

/** What the door does with whoever comes. */
export interface DoorOptions {
  readonly route: Route;
  readonly cors: Cors;
  readonly trustProxy: boolean;
  readonly log: EventLog;
  readonly onRefused: (reason: string) => void;
  /** True when connections should end with their response. */
  readonly stopping: () => boolean;
}

const left = () => new DOMException('The client has left.', 'AbortError');

/** What Node calls for each request. */
export type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Node's request to a visit, its answer to Node's response; refusals are told and logged, mistakes of ours are hidden behind an id. */
export function createDoor({ route, cors, trustProxy, log, onRefused, stopping }: DoorOptions): Listener {
  function refused(error: unknown, { id, path, peer }: Arrival): Response {
    if (error instanceof Refusal) {
      const { reason, status, caller, cause } = error;
      const known = caller === undefined ? {} : { caller };
      const why = cause instanceof Error ? { cause: cause.message } : {};
      const level = status === 404 ? 'debug' : 'warn';
      log[level]({ id, ...known, reason, status, path: path.slice(0, 200), peer, ...why }, 'refused');
      onRefused(reason);
      return error.response();
    }
    log.error({ id, path: path.slice(0, 200), ...errorForLog(error) }, 'internal');
    return new Refusal(500, 'internal', `copper-mcp made a mistake; its log has the id ${id}.`).response();
  }

  return async (incoming, outgoing) => {
    const arrival = arrive(incoming, trustProxy);
    const { visit, gone, end } = startVisit(arrival, incoming);
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) gone.abort(left());
    });
    try {
      const response = await route(visit).catch((error: unknown) => {
        if (!gone.signal.aborted) return refused(error, arrival);
        return new Response(null, { status: 499 });
      });
      const extra = {
        'x-request-id': arrival.id,
        ...cors.headers(arrival),
        ...(arrival.secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
        ...(stopping() || saysTooLarge(incoming) ? { connection: 'close' } : {}),
      };
      await writeResponse(outgoing, response, extra);
    } catch (error) {
      log.error({ id: arrival.id, ...errorForLog(error) }, 'internal');
      outgoing.destroy();
    } finally {
      await end();
    }
  };
}
