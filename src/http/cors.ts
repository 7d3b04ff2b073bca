import type { RequestInfo } from './request-context.ts';

/** Request headers that clients of either protocol generation send. */
const requestHeaders =
  'Accept, Authorization, Content-Type, Last-Event-ID, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id, Traceparent, Tracestate, X-Copper-Api-Key, X-Copper-User-Email';

/** CORS for web pages that may read responses. */
export interface Cors {
  /** Headers for every response to this request; none for an origin that is not allowed. */
  headers(info: RequestInfo): Record<string, string>;
  /** True for a browser's preflight request from an allowed origin. */
  isPreflight(info: RequestInfo): boolean;
  /** The response to a preflight request. */
  preflight(): Response;
}

/** CORS for these origins only; with none, browsers get no permission at all. */
export function createCors(origins: readonly string[]): Cors {
  const isAllowed = (info: RequestInfo) => origins.includes(info.header('origin') ?? '');
  return {
    headers(info) {
      const origin = info.header('origin');
      if (origins.length === 0 || origin === undefined) return {};
      if (!isAllowed(info)) return { Vary: 'Origin' };
      return {
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Expose-Headers': 'WWW-Authenticate, Retry-After, X-Request-Id, MCP-Protocol-Version',
        Vary: 'Origin',
      };
    },
    isPreflight: (info) =>
      info.method === 'OPTIONS' &&
      info.header('access-control-request-method') !== undefined &&
      isAllowed(info),
    preflight: () =>
      new Response(null, {
        status: 204,
        headers: {
          'Access-Control-Allow-Methods': 'POST, GET',
          'Access-Control-Allow-Headers': requestHeaders,
          'Access-Control-Max-Age': '7200',
        },
      }),
  };
}
