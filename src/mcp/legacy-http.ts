import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { isJSONRPCRequest, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { eventText, streamHeaders } from './accept.ts';
import { type RpcRequest, withPlainError } from './frame.ts';
import type { Handlers } from './handlers.ts';
import { internalAnswer, unreadableAnswer } from './json-rpc.ts';
import { createLegacyServer } from './legacy-server.ts';

/** What is wrong with the revision in a legacy client's header; a missing one means 2025-03-26, which is served like the others. */
export function revisionProblem(revision: string | null): string | undefined {
  if (revision === null || SUPPORTED_PROTOCOL_VERSIONS.includes(revision)) return undefined;
  const supported = SUPPORTED_PROTOCOL_VERSIONS.join(', ');
  return `Bad Request: Unsupported protocol version ${revision.slice(0, 40)} (supported: ${supported})`;
}

/**
 * Answers one HTTP request from a legacy client (2024-11-05 to 2025-11-25) without sessions: each request gets a server of its own, so
 * a client that initialized on another replica is served too. For the same reason `notifications/cancelled` cannot find its request:
 * it is accepted and ignored.
 *
 * The call ends when `signal` aborts. To a legacy client a closed connection is not a cancellation, because on a server with sessions it
 * could come back for the answer; here nobody could ever read it, and the call would only hold a place and spend the rate limit.
 */
export async function answerLegacy(
  request: RpcRequest,
  signal: AbortSignal,
  handlers: Handlers,
  version: string,
): Promise<Response> {
  return exchange(createLegacyServer(handlers, version), request, signal);
}

/**
 * Sends one request through a server created for it. The response is JSON; with the first progress notification, which only a client
 * that asked for progress gets, it becomes an event stream.
 */
async function exchange(server: Server, request: RpcRequest, signal: AbortSignal): Promise<Response> {
  const encoder = new TextEncoder();
  let events: ReadableStreamDefaultController<Uint8Array> | undefined;
  let streaming = false;
  let finished = false;
  let respond = (_: Response) => {};
  const response = new Promise<Response>((resolve) => {
    respond = resolve;
  });
  function openStream(): void {
    streaming = true;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        events = controller;
      },
      cancel: end,
    });
    respond(new Response(body, { headers: streamHeaders }));
  }
  function finish(answer: object): void {
    if (finished) return;
    finished = true;
    signal.removeEventListener('abort', end);
    if (!streaming) respond(Response.json(answer));
    events?.enqueue(encoder.encode(eventText(JSON.stringify(answer))));
    events?.close();
  }
  /** The client has gone, or the time is up: the call ends, and whoever is still there is told. */
  function end(): void {
    if (finished) return;
    if (signal.aborted) finish(internalAnswer(request.id));
    finished = true;
    signal.removeEventListener('abort', end);
    void server.close();
  }
  const transport: Transport = {
    async start() {},
    async close() {
      transport.onclose?.();
    },
    async send(message) {
      if (!('method' in message)) return finish(withPlainError(message));
      if (finished) return;
      if (!streaming) openStream();
      events?.enqueue(encoder.encode(eventText(JSON.stringify(message))));
    },
  };
  await server.connect(transport);
  if (signal.aborted) end();
  else signal.addEventListener('abort', end);
  const message: object = request;
  if (isJSONRPCRequest(message)) transport.onmessage?.(message);
  else finish(unreadableAnswer(request.id));
  return response;
}
