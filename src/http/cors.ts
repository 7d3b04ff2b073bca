import type { Arrival } from './request-info.ts';

/** Request headers that clients of any protocol generation send. */
const requestHeaders = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Last-Event-ID',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Mcp-Session-Id',
  'Traceparent',
  'Tracestate',
  'X-Copper-Api-Key',
  'X-Copper-User-Email',
].join(', ');

/** What browsers are told, for pages that are allowed to read answers. */
export interface Cors {
  /** Headers for every response to this request; none for pages that were not named. */
  headers(arrival: Arrival): Record<string, string>;
  /** True for a browser's question whether it may ask. */
  isPreflight(arrival: Arrival): boolean;
  /** The answer to that question. */
  preflight(): Response;
}

/** CORS for the origins given and no others: without any, browsers get no permission at all. */
export function createCors(origins: readonly string[]): Cors {
  const allowed = (arrival: Arrival) => origins.includes(arrival.header('origin') ?? '');
  return {
    headers(arrival) {
      const origin = arrival.header('origin');
      if (origins.length === 0 || origin === undefined) return {};
      if (!allowed(arrival)) return { Vary: 'Origin' };
      const exposed = 'WWW-Authenticate, Retry-After, X-Request-Id, MCP-Protocol-Version';
      return {
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Expose-Headers': exposed,
        Vary: 'Origin',
      };
    },
    isPreflight: (arrival) =>
      arrival.method === 'OPTIONS' &&
      arrival.header('access-control-request-method') !== undefined &&
      allowed(arrival),
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
