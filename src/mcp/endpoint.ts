import { isModern } from './generation.ts';
import type { Handlers } from './handlers.ts';
import { badHttp, internalError, invalidRequest, parseError, refusal } from './json-rpc.ts';
import { answerLegacy } from './legacy-http.ts';

/** The one address of a remote server: a request in, a response out, nothing kept in between. */
export interface Endpoint {
  /**
   * Answers one request for the caller whose handlers are given; never rejects. It reads the body whole: who calls has bounded it.
   * The request's signal should abort when its connection closes: that cancels the work for clients of 2026-07-28.
   */
  handle(request: Request, handlers: Handlers): Promise<Response>;
}

/** What an endpoint is made of. */
export interface EndpointOptions {
  readonly version: string;
  /** Told of a mistake of ours, of which the client reads nothing but that it happened. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Serves clients of every generation without sessions: any process can answer any request. What only the newest need is
 * loaded when the first of them comes.
 *
 * @example
 * const endpoint = createEndpoint({ version: '1.2.3' });
 * const response = await endpoint.handle(request, handlers);
 */
export function createEndpoint({ version, onError }: EndpointOptions): Endpoint {
  async function answer(request: Request, handlers: Handlers): Promise<Response> {
    if (request.method !== 'POST')
      return refusal(
        405,
        badHttp,
        'Method not allowed: this server has no sessions and streams, send POST.',
        {
          Allow: 'POST',
        },
      );
    if (!isJson(request.headers.get('content-type')))
      return refusal(415, badHttp, 'Unsupported Media Type: Content-Type must be application/json');
    const body = await readJson(request);
    if (body === undefined) return refusal(400, parseError, 'Parse error: the body is not JSON');
    if (Array.isArray(body))
      return refusal(400, invalidRequest, 'Invalid Request: send one message, batches are not supported');
    if (!isModern(body, request.headers.get('mcp-protocol-version')))
      return answerLegacy(request.headers, body, handlers, version);
    const { answerModern } = await import('./modern-http.ts');
    return answerModern(request, body, handlers, version);
  }
  return {
    handle: (request, handlers) =>
      answer(request, handlers).catch((error: unknown) => {
        onError?.(error);
        return refusal(500, internalError, 'Internal error');
      }),
  };
}

const isJson = (contentType: string | null) => /^\s*application\/json\s*(;|$)/i.test(contentType ?? '');

/** What the body says; undefined where it is no JSON or broke off. */
async function readJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await request.text());
  } catch {
    return undefined;
  }
}
