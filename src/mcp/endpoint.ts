import type { Handlers } from './handlers.ts';
import { isModern, rpcCodes, rpcErrorResponse } from './json-rpc.ts';
import { answerLegacy } from './legacy-http.ts';

/** The one address of a remote server: a request in, a response out, no state in between. */
export interface Endpoint {
  /**
   * Answers one request with the caller's handlers; never rejects. It reads the whole body, so the caller must have limited its size.
   * The request's signal should abort when its connection closes: that cancels the call of a modern client.
   */
  handle(request: Request, handlers: Handlers): Promise<Response>;
}

/** Options of an endpoint. */
interface EndpointOptions {
  readonly version: string;
  /** Called with an internal error; the client learns only that there was one. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Serves clients of both generations without sessions: any process can answer any request. The code for modern clients is loaded when
 * the first of them connects.
 *
 * @example
 * const endpoint = createEndpoint({ version: '1.2.3' });
 * const response = await endpoint.handle(request, handlers);
 */
export function createEndpoint({ version, onError }: EndpointOptions): Endpoint {
  const { badHttp, parseError, invalidRequest, internalError } = rpcCodes;

  async function answer(request: Request, handlers: Handlers): Promise<Response> {
    if (request.method !== 'POST') {
      const message = 'Method not allowed: this server has no sessions and no streams; use POST.';
      return rpcErrorResponse(405, badHttp, message, { Allow: 'POST' });
    }
    if (!isJson(request.headers.get('content-type'))) {
      const message = 'Unsupported Media Type: Content-Type must be application/json';
      return rpcErrorResponse(415, badHttp, message);
    }
    const body = await readJson(request);
    if (body === undefined) return rpcErrorResponse(400, parseError, 'Parse error: the body is not JSON');
    if (Array.isArray(body)) {
      const message = 'Invalid Request: send a single message; batches are not supported';
      return rpcErrorResponse(400, invalidRequest, message);
    }
    if (!isModern(body, request.headers.get('mcp-protocol-version')))
      return answerLegacy(request.headers, body, handlers, version);
    const { answerModern } = await import('./modern-server.ts');
    return answerModern(request, body, handlers, version);
  }
  return {
    handle: (request, handlers) =>
      answer(request, handlers).catch((error: unknown) => {
        onError?.(error);
        return rpcErrorResponse(500, internalError, 'Internal error');
      }),
  };
}

const isJson = (contentType: string | null) => /^\s*application\/json\s*(;|$)/i.test(contentType ?? '');

/** The parsed body; undefined if it is not JSON or was cut off. */
async function readJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await request.text());
  } catch {
    return undefined;
  }
}
