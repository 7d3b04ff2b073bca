import { createServer } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import type { Clock } from '../tool/clock.ts';
import { createConnections } from './connections.ts';
import { type NodeListener, strangerIdleSeconds } from './node-listener.ts';

/** Where to listen, and timeouts in milliseconds. */
export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** For all headers of a request, from the opening of the connection. */
  readonly headersTimeoutMs?: number;
  /** For the whole request, including its body. */
  readonly requestTimeoutMs?: number;
  readonly maxConnections?: number;
  /** The most connections from one address; default: a quarter of all. */
  readonly maxPerAddress?: number;
}

/** A server that is listening. */
export interface Listening {
  /** Without a trailing slash. */
  readonly url: string;
  /**
   * Stops accepting connections and waits up to `ms` for the running requests; true if all of them ended. What arrives within the first
   * `lastRequestsMs` on connections that are kept open is answered; then idle ones are closed.
   */
  drain(clock: Clock, ms: number): Promise<boolean>;
  /** Closes all connections that are left. */
  closeConnections(): void;
}

/** How long requests may still arrive on open connections after the signal to stop, in milliseconds. */
const lastRequestsMs = 2_000;

/** Node's own buffer for a request that nobody reads yet, in bytes: small, because many may wait for their caller to be known. */
const highWaterMark = 4_096;

/** The most of a connection that is parsed in one go, in bytes. */
const sliceBytes = 2_048;

/**
 * Hands what arrives to the HTTP server slice by slice, so that it stops when the connection is closed or has to wait: Node reads 64 KB at
 * once, in which there may be a thousand requests, and would make something of each of them.
 */
function readInSlices(socket: Socket): void {
  const [parse, ...others] = socket.listeners('data');
  if (parse === undefined || others.length > 0) return;
  socket.removeAllListeners('data');
  socket.on('data', (data: Buffer) => {
    for (let start = 0; start < data.length && !socket.destroyed; start += sliceBytes) {
      if (socket.isPaused()) return socket.unshift(data.subarray(start));
      parse.call(socket, data.subarray(start, start + sliceBytes));
    }
  });
}

/** Starts listening. Node itself ends slow and silent connections: with 408 if the client sent anything, else without a response. */
export async function listen(listener: NodeListener, options: ListenOptions): Promise<Listening> {
  const {
    host,
    port,
    headersTimeoutMs = 10_000,
    requestTimeoutMs = 30_000,
    maxConnections = 10_000,
  } = options;
  const connections = createConnections({
    total: maxConnections,
    perAddress: options.maxPerAddress ?? Math.ceil(maxConnections / 4),
    // A client that goes by what it was told never meets the end of its connection.
    strangerIdleMs: (strangerIdleSeconds + 1) * 1000,
  });
  const server = createServer({
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(2_000, headersTimeoutMs / 2),
    keepAliveTimeout: 65_000,
    keepAlive: true,
    highWaterMark,
  });
  server.on('connection', (socket) => {
    // Each request under way listens for its end.
    socket.setMaxListeners(0);
    connections.add(socket);
    readInSlices(socket);
  });
  server.on('request', (incoming, outgoing) => {
    const end = connections.begin(incoming.socket);
    if (end !== undefined) void listener(incoming, outgoing).then(end);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    async drain(clock, ms) {
      const timer = new AbortController();
      // The HTTP server's own way to close resets connections on which a request may be arriving.
      const closed = new Promise<true>((resolve) =>
        NetServer.prototype.close.call(server, () => resolve(true)),
      );
      const timedOut = clock.sleep(ms, timer.signal).then(
        () => false,
        () => true,
      );
      clock
        .sleep(Math.min(lastRequestsMs, ms), timer.signal)
        .then(connections.closeWhenIdle, () => undefined);
      const finished = await Promise.race([closed, timedOut]);
      timer.abort();
      return finished;
    },
    closeConnections: () => server.closeAllConnections(),
  };
}
