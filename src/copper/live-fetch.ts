import type { Dispatcher } from 'undici';
import type { FetchCopper } from '../tool/fetch-copper.ts';
import { TextRequest } from './operations.ts';

/** How the connections to Copper behave; times in milliseconds. */
export interface LiveOptions {
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  /** A proxy that tunnels https connections: it sees host names and nothing else. */
  readonly proxy?: URL | undefined;
}

/** A `FetchCopper` that reaches the network. */
export interface LiveFetch {
  readonly fetch: FetchCopper;
  /** Loads what the first request would load: a process that has started so can no longer fail to. */
  ready(): Promise<void>;
  /** Ends all connections; requests in flight are rejected. */
  close(): Promise<void>;
}

/**
 * The global `fetch`, looked up at each call, over a pool of keep-alive connections.
 *
 * undici is imported with the first request, unless `ready` was called: that takes about 65 ms, which a server that only lists its
 * tools need not spend.
 */
export function createLiveFetch(options: LiveOptions = {}): LiveFetch {
  let pool: Promise<Dispatcher> | undefined;

  async function open(): Promise<Dispatcher> {
    // undici is CommonJS: in the bundle it has only a default export.
    const undici = (await import('undici')).default;
    const { proxy, connectTimeoutMs: timeout = 10_000 } = options;
    const common = {
      connections: options.connections ?? 8,
      keepAliveTimeout: 10_000,
      headersTimeout: options.headersTimeoutMs ?? 30_000,
      bodyTimeout: 30_000,
    };
    if (proxy === undefined) return new undici.Agent({ ...common, connectTimeout: timeout });
    const limits = { proxyTls: { timeout }, requestTls: { timeout } };
    return new undici.ProxyAgent({ ...common, ...limits, uri: proxy.href });
  }

  function opened(): Promise<Dispatcher> {
    pool ??= open().catch((error: unknown) => {
      // A process out of file handles or memory may recover: the next request tries again.
      pool = undefined;
      throw error;
    });
    return pool;
  }

  return {
    async ready() {
      await opened();
    },
    async fetch(request) {
      // Node's types for fetch use another undici version than the one in node_modules; at run time they are compatible.
      const init = { dispatcher: await opened(), redirect: 'manual' } as unknown as RequestInit;
      const body = request instanceof TextRequest ? request.sentText : undefined;
      return globalThis.fetch(request, body === undefined ? init : { ...init, body });
    },
    async close() {
      const agent = await pool?.catch(() => undefined);
      await agent?.destroy();
    },
  };
}
