import type { Cors } from './cors.ts';
import type { Health } from './health.ts';
import { HttpError } from './http-error.ts';
import type { Identify } from './identify.ts';
import type { ProtectedResource } from './protected-resource.ts';
import type { RequestInfo, Route } from './request-context.ts';

/** What is served at each path. */
export interface RoutesOptions {
  readonly mcp: Route;
  readonly health: Health;
  /** @throws HttpError for a host or an origin that is not allowed */
  readonly checkHosts: (info: RequestInfo) => void;
  readonly cors: Cors;
  readonly identify: Identify;
  /** Undefined without OAuth. */
  readonly resource: ProtectedResource | undefined;
  /** The metrics, for callers only; undefined if they have a port of their own. */
  readonly metrics: (() => Promise<Response>) | undefined;
  /** The page at `/`; undefined for any other path. */
  readonly page: ((info: RequestInfo) => Response | undefined) | undefined;
}

const notFound = () => new HttpError(404, 'not_found', 'Not found. The MCP endpoint is at /mcp.');

/** Finds the response to a request: health for anyone, everything else only under an allowed host name. */
export function createRoutes(options: RoutesOptions): Route {
  const { mcp, health, checkHosts, cors, identify, resource, metrics, page } = options;

  async function get(info: RequestInfo): Promise<Response> {
    const document = resource?.document(info.path);
    if (document !== undefined) return Response.json(document);
    if (info.path === '/metrics' && metrics !== undefined) {
      await identify(info);
      return metrics();
    }
    const response = page?.(info);
    if (response === undefined) throw notFound();
    return response;
  }

  return async (context) => {
    const { info } = context;
    const isGet = info.method === 'GET' || info.method === 'HEAD';
    const healthResponse = isGet ? health.response(info.path) : undefined;
    if (healthResponse !== undefined) return healthResponse;
    checkHosts(info);
    if (cors.isPreflight(info)) return cors.preflight();
    if (info.path === '/mcp') return mcp(context);
    if (isGet) return get(info);
    throw notFound();
  };
}
