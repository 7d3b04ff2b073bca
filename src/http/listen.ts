import { createServer } from 'node:http';
import type { Clock } from '../tool/clock.ts';
import type { NodeListener } from './node-listener.ts';

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
}

/** A server that is listening. */
export interface Listening {
  /** Without a trailing slash. */
  readonly url: string;
  /** Stops accepting connections and waits up to `ms` for the running requests; true if all of them ended. */
  drain(clock: Clock, ms: number): Promise<boolean>;
  /** Closes all connections that are left. */
  closeConnections(): void;
}

/** Starts listening. Node itself ends slow and silent connections: with 408 if the client sent anything, else without a response. */
export async function listen(listener: NodeListener, options: ListenOptions): Promise<Listening> {
  const { host, port, headersTimeoutMs = 10_000, requestTimeoutMs = 30_000 } = options;
  let draining = false;
  const server = createServer({
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(2_000, headersTimeoutMs / 2),
    keepAliveTimeout: 65_000,
    keepAlive: true,
  });
  server.maxConnections = options.maxConnections ?? 10_000;
  server.on('request', (incoming, outgoing) => {
    outgoing.once('close', () => draining && setImmediate(() => server.closeIdleConnections()));
    void listener(incoming, outgoing);
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
      draining = true;
      const timer = new AbortController();
      const closed = new Promise<true>((resolve) => server.close(() => resolve(true)));
      const timedOut = clock.sleep(ms, timer.signal).then(
        () => false,
        () => true,
      );
      const finished = await Promise.race([closed, timedOut]);
      timer.abort();
      return finished;
    },
    closeConnections: () => server.closeAllConnections(),
  };
}
