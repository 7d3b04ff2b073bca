import { createServer } from 'node:http';
import type { Clock } from '../tool/clock.ts';
import type { Listener } from './node-listener.ts';

/** Where to listen and how patient to be; times in milliseconds. */
export interface ListenOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** For all headers of a request, from the opening of the connection on. */
  readonly headersTimeoutMs?: number;
  /** For the whole request, its body included. */
  readonly requestTimeoutMs?: number;
  readonly maxConnections?: number;
}

/** A server that listens. */
export interface Listening {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Accepts nothing more and waits for what is under way, for so long at most; true if all ended by itself. */
  drain(clock: Clock, ms: number): Promise<boolean>;
  /** Cuts whatever is left. */
  cut(): void;
}

/** Listens, with slow and silent clients cut off by Node itself: 408 where something was said, else a closed connection. */
export async function listen(listener: Listener, options: ListenOptions): Promise<Listening> {
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
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    async drain(clock, ms) {
      draining = true;
      const over = new AbortController();
      const closed = new Promise<true>((resolve) => server.close(() => resolve(true)));
      const late = clock.sleep(ms, over.signal).then(
        () => false,
        () => true,
      );
      const all = await Promise.race([closed, late]);
      over.abort();
      return all;
    },
    cut: () => server.closeAllConnections(),
  };
}
