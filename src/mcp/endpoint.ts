import { type JsonValue, jsonProblem, parseJson } from '../tool/json.ts';
import { type Accepted, eventText, readAccept, streamHeaders } from './accept.ts';
import { createDirectCalls, type DirectAnswer, type PlainRequest } from './direct-call.ts';
import { batchProblem, type Frame, readFrame, withoutProgress } from './frame.ts';
import type { Handlers } from './handlers.ts';
import { isJson, isModern, rpcCodes, rpcErrorResponse } from './json-rpc.ts';
import { answerLegacy, revisionProblem } from './legacy-http.ts';

/** The one address of a remote server: a request in, a response out, no state in between. */
export interface Endpoint {
  /**
   * Answers one request with the caller's handlers; never rejects. It reads the whole body, so the caller must have limited its size.
   * When the request's signal aborts, because its connection has closed or its time is up, the call ends and so does the response.
   */
  handle(request: Request, handlers: Handlers): Promise<Response>;
  /** Answers a POST as `handle` does, if that takes no web objects; otherwise gives the handlers for `handle`. Never rejects. */
  direct(request: PlainRequest, handlers: Handlers): Promise<DirectAnswer>;
  /** Loads what the first modern client would load: a server that is ready can no longer fail to. */
  ready(): Promise<void>;
}

/** Options of an endpoint. */
interface EndpointOptions {
  readonly version: string;
  /** Called with an internal error; the client learns only that there was one. */
  readonly onError?: (error: unknown) => void;
}

const accepted = () => new Response(null, { status: 202 });

/**
 * Serves clients of both generations without sessions: any process can answer any request. The code for modern clients is loaded when
 * the first of them connects, unless `ready` was called.
 *
 * @example
 * const endpoint = createEndpoint({ version: '1.2.3' });
 * const response = await endpoint.handle(request, handlers);
 */
export function createEndpoint({ version, onError }: EndpointOptions): Endpoint {
  const { badHttp, parseError, invalidRequest, internalError } = rpcCodes;

  /** The response to one message, whatever it is. */
  async function answerFrame(request: Request, frame: Frame, handlers: Handlers): Promise<Response> {
    if (frame.kind === 'response') return accepted();
    if (frame.kind === 'refused') return Response.json(frame.answer, { status: 400 });
    const { headers, signal } = request;
    const revision = headers.get('mcp-protocol-version');
    if (isModern(frame.message, revision)) {
      const { answerModern } = await import('./modern-server.ts');
      return answerModern(request, frame.message, handlers, version);
    }
    const problem = frame.message.method === 'initialize' ? undefined : revisionProblem(revision);
    if (problem !== undefined) return rpcErrorResponse(400, badHttp, problem);
    if (frame.kind === 'notification') return accepted();
    return answerLegacy(frame.message, signal, handlers, version);
  }

  /** All answers of a batch as one list; nothing if it has no requests. */
  async function answerBatch(request: Request, batch: readonly JsonValue[], handlers: Handlers) {
    const problem = batchProblem(batch, request.headers.get('mcp-protocol-version') ?? undefined);
    if (problem !== undefined) return rpcErrorResponse(400, invalidRequest, `Invalid Request: ${problem}`);
    const responses = await Promise.all(
      batch.map((message) => answerFrame(request, withoutProgress(readFrame(message)), handlers)),
    );
    const answers = await Promise.all(
      responses.filter(({ status }) => status !== 202).map((response): Promise<unknown> => response.json()),
    );
    return answers.length === 0 ? accepted() : Response.json(answers);
  }

  async function answer(request: Request, handlers: Handlers): Promise<Response> {
    if (request.method !== 'POST') {
      const message = 'Method not allowed: this server has no sessions and no streams; use POST.';
      return rpcErrorResponse(405, badHttp, message, { headers: { Allow: 'POST' } });
    }
    if (!isJson(request.headers.get('content-type'))) {
      const message = 'Unsupported Media Type: Content-Type must be application/json';
      return rpcErrorResponse(415, badHttp, message);
    }
    const accept = readAccept(request.headers.get('accept'));
    if (!accept.json && !accept.events) {
      const message = 'Not Acceptable: Accept must allow application/json or text/event-stream';
      return rpcErrorResponse(406, badHttp, message);
    }
    const text = await request.text().catch(() => '');
    const body = parseJson(text);
    if (body === undefined) {
      const problem = jsonProblem(text) ?? 'the body is not JSON';
      return rpcErrorResponse(400, parseError, `Parse error: ${problem}`);
    }
    if (Array.isArray(body)) return inAcceptedForm(await answerBatch(request, body, handlers), accept);
    const frame = readFrame(body);
    const accepted = accept.events ? frame : withoutProgress(frame);
    return inAcceptedForm(await answerFrame(request, accepted, handlers), accept);
  }
  const directly = createDirectCalls(version);
  return {
    // A fault of ours in here happens again in `handle`, which reports it.
    direct: (request, handlers) => directly(request, handlers).catch(() => ({ fallback: handlers })),
    async ready() {
      await import('./modern-server.ts');
    },
    handle: (request, handlers) =>
      answer(request, handlers).catch((error: unknown) => {
        onError?.(error);
        return rpcErrorResponse(500, internalError, 'Internal error');
      }),
  };
}

/** A JSON answer as the only event of a stream, for a client that reads nothing else; anything else unchanged. */
async function inAcceptedForm(response: Response, { json }: Accepted): Promise<Response> {
  const isAnswer = response.status === 200 && isJson(response.headers.get('content-type'));
  if (json || !isAnswer) return response;
  return new Response(eventText(await response.text()), { headers: streamHeaders });
}
