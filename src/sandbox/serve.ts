import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { apiBasePath } from './routes.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * Serves a sandbox over HTTP; port 0 takes a free one. `url` is the base address for clients.
 * Faults break the connection for real. Rejects when the port cannot be used.
 */
export async function serveSandbox(
  sandbox: Sandbox,
  { port = 0, host = '127.0.0.1' }: { port?: number; host?: string } = {},
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    respond(sandbox, incoming, outgoing).catch(() => outgoing.socket?.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}${apiBasePath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Rejects when the sandbox does or the body breaks; the caller then destroys the socket. */
async function respond(sandbox: Sandbox, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const closed = new AbortController();
  outgoing.once('close', () => closed.abort());
  const response = await sandbox.send(await toRequest(incoming, closed.signal));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.headers.has('content-length')) {
    outgoing.end(Buffer.from(await response.arrayBuffer()));
    return;
  }
  const parts: AsyncIterable<Uint8Array> | readonly Uint8Array[] = response.body ?? [];
  for await (const chunk of parts) {
    await new Promise<void>((resolve) => outgoing.write(chunk, () => resolve()));
  }
  outgoing.end();
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const chunks: Buffer[] = [];
  const sent: AsyncIterable<Buffer> = incoming;
  for await (const chunk of sent) chunks.push(chunk);
  const { method = 'GET', url = '/', headers } = incoming;
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] satisfies [string, string]],
  );
  const hasNoBody = method === 'GET' || method === 'HEAD';
  return new Request(new URL(url, 'http://sandbox.local'), {
    method,
    headers: pairs,
    body: hasNoBody ? null : Buffer.concat(chunks),
    signal,
  });
}
