import type { Cors } from './cors.ts';
import type { Health } from './health.ts';
import type { Identify } from './identify.ts';
import type { ProtectedResource } from './protected-resource.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './request-context.ts';
import type { Arrival } from './request-info.ts';

/** Everything that has an address. */
export interface RoutesOptions {
  readonly mcp: Route;
  readonly health: Health;
  readonly checkHosts: (arrival: Arrival) => void;
  readonly cors: Cors;
  readonly identify: Identify;
  /** Undefined where tokens of an issuer do not count. */
  readonly resource: ProtectedResource | undefined;
  /** The numbers, for callers only; undefined where they have a port of their own. */
  readonly metrics: (() => Promise<Response>) | undefined;
  /** The pages for people: the response for an address that is one, else undefined. */
  readonly page: ((arrival: Arrival) => Response | undefined) | undefined;
}

const notFound = () => new Refusal(404, 'not_found', 'There is nothing here; the server answers at /mcp.');

/** Finds the answer to a visit: health for anyone, all else for those who reached us by a right name. */
export function createRoutes(options: RoutesOptions): Route {
  const { mcp, health, checkHosts, cors, identify, resource, metrics, page } = options;

  /** What is read with GET, but for `/mcp`. */
  async function read(arrival: Arrival): Promise<Response> {
    const document = resource?.document(arrival.path);
    if (document !== undefined) return Response.json(document);
    if (arrival.path === '/metrics' && metrics !== undefined) {
      await identify(arrival);
      return metrics();
    }
    const found = page?.(arrival);
    if (found === undefined) throw notFound();
    return found;
  }

  return async (visit) => {
    const { arrival } = visit;
    const isRead = arrival.method === 'GET' || arrival.method === 'HEAD';
    const healthy = isRead ? health.response(arrival.path) : undefined;
    if (healthy !== undefined) return healthy;
    checkHosts(arrival);
    if (cors.isPreflight(arrival)) return cors.preflight();
    if (arrival.path === '/mcp') return mcp(visit);
    if (isRead) return read(arrival);
    throw notFound();
  };
}
