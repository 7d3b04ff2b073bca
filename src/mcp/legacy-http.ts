import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type JSONRPCRequest, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import type { Handlers } from './handlers.ts';
import { isRpcRequest, isRpcResponse, rpcCodes, rpcErrorResponse } from './json-rpc.ts';
import { createLegacyServer } from './legacy-server.ts';

const accepted = () => new Response(null, { status: 202 });

/**
 * Answers one HTTP request from a legacy client (2024-11-05 to 2025-11-25) without sessions: each request gets a server of its own, so
 * a client that initialized on another replica is served too. For the same reason `notifications/cancelled` cannot find its request:
 * it is accepted and ignored, and the call ends by itself, at its deadline at the latest.
 */
export async function answerLegacy(
  headers: Headers,
  body: unknown,
  handlers: Handlers,
  version: string,
): Promise<Response> {
  const { invalidRequest, badHttp } = rpcCodes;
  const accept = headers.get('accept') ?? '';
  if (!accept.includes('application/json') || !accept.includes('text/event-stream')) {
    const message = 'Not Acceptable: Accept must list application/json and text/event-stream';
    return rpcErrorResponse(406, badHttp, message);
  }
  if (isRpcResponse(body) && !isRpcRequest(body)) return accepted();
  if (!isRpcRequest(body)) {
    const message = 'Invalid Request: the body is not a JSON-RPC 2.0 message';
    return rpcErrorResponse(400, invalidRequest, message);
  }
  const revision = headers.get('mcp-protocol-version');
  // There is no revision before the handshake; a missing header means 2025-03-26, which is served like the others.
  if (body.method !== 'initialize' && revision !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(revision)) {
    const supported = SUPPORTED_PROTOCOL_VERSIONS.join(', ');
    const message = `Bad Request: Unsupported protocol version ${revision.slice(0, 40)} (supported: ${supported})`;
    return rpcErrorResponse(400, badHttp, message);
  }
  const { id } = body;
  if (id === undefined) return accepted();
  return exchange(createLegacyServer(handlers, version), { ...body, id });
}

const streamHeaders = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/**
 * Sends one request through a server created for it. The response is JSON; with the first progress notification, which only a client
 * that asked for progress gets, it becomes an event stream. A legacy client that disconnects has not cancelled its call (only a
 * notification does), so the call runs to its end and the rest of the stream is dropped.
 */
function exchange(server: Server, request: JSONRPCRequest): Promise<Response> {
  return new Promise((resolve, reject) => {
    const encoder = new TextEncoder();
    let streaming = false;
    let events: ReadableStreamDefaultController<Uint8Array> | undefined;
    function openStream(): void {
      streaming = true;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          events = controller;
        },
        cancel() {
          events = undefined;
        },
      });
      resolve(new Response(body, { headers: streamHeaders }));
    }
    const transport: Transport = {
      async start() {},
      async close() {},
      async send(message) {
        const isNotification = 'method' in message;
        if (isNotification && !streaming) openStream();
        if (!streaming) return resolve(Response.json(message));
        events?.enqueue(encoder.encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`));
        if (!isNotification) events?.close();
      },
    };
    server.connect(transport).then(() => transport.onmessage?.(request), reject);
  });
}
