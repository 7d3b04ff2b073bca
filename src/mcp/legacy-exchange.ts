import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';

const streamHeaders = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

const isProgress = (message: JSONRPCMessage) => 'method' in message;

/**
 * One request through a server that serves nothing else. The reply is JSON; it becomes a stream of events when the first progress
 * comes, which happens only where the client asked for progress. A client that goes away has not cancelled: in this generation
 * only a notification does, so the call goes on and its end is written to nobody.
 */
export function exchange(server: Server, request: JSONRPCRequest): Promise<Response> {
  return new Promise((resolve, reject) => {
    let stream: EventStream | undefined;
    const transport: Transport = {
      async start() {},
      async close() {},
      async send(message) {
        if (isProgress(message)) {
          if (stream === undefined) {
            stream = eventStream();
            resolve(new Response(stream.body, { headers: streamHeaders }));
          }
          stream.write(message);
        } else if (stream === undefined) {
          resolve(Response.json(message));
        } else {
          stream.write(message);
          stream.end();
        }
      },
    };
    server.connect(transport).then(() => transport.onmessage?.(request), reject);
  });
}

interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  write(message: JSONRPCMessage): void;
  end(): void;
}

/** Server-sent events; what is written after the reader left is dropped. */
function eventStream(): EventStream {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel() {
      controller = undefined;
    },
  });
  return {
    body,
    write: (message) =>
      controller?.enqueue(encoder.encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`)),
    end: () => controller?.close(),
  };
}
