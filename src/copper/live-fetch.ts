import { pipeline, type Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { FetchCopper, OutgoingRequest } from '../tool/fetch-copper.ts';
import { unknownStatus } from './reply.ts';

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

/** What requests are sent with. */
interface Connections {
  readonly pool: Dispatcher;
  /** The body without the packing that its `content-encoding` names; as it is for a packing that was not asked for. */
  unpack(body: Readable, encoding: string | string[] | undefined): Readable;
}

/** The packings of bodies that are asked for. */
const encodings = 'gzip, br';

/** Opens the pool. */
async function open(options: LiveOptions): Promise<Connections> {
  // undici is CommonJS: in the bundle it has only a default export.
  const undici = (await import('undici')).default;
  const { createBrotliDecompress, createGunzip } = await import('node:zlib');
  const { proxy, connectTimeoutMs: timeout = 10_000 } = options;
  const common = {
    connections: options.connections ?? 8,
    keepAliveTimeout: 10_000,
    headersTimeout: options.headersTimeoutMs ?? 30_000,
    bodyTimeout: 30_000,
  };
  const limits = { proxyTls: { timeout }, requestTls: { timeout } };
  return {
    pool:
      proxy === undefined
        ? new undici.Agent({ ...common, connectTimeout: timeout })
        : new undici.ProxyAgent({ ...common, ...limits, uri: proxy.href }),
    unpack(body, encoding) {
      // What fails is told to whoever reads the last of them, and nobody else.
      if (encoding === 'gzip' || encoding === 'x-gzip')
        return pipeline(body, createGunzip(), () => undefined);
      return encoding === 'br' ? pipeline(body, createBrotliDecompress(), () => undefined) : body;
    },
  };
}

/** What a request rejects with, as that of `fetch` does: the signal's reason, or a `TypeError` with what happened as its cause. */
const brokenBy = (cause: unknown, { signal }: OutgoingRequest, message: string): unknown =>
  signal.aborted ? signal.reason : new TypeError(message, { cause });

/** A web stream of what arrives, piece by piece, as fast as it is read; cancelling it ends the request. */
function streamOf(body: Readable, request: OutgoingRequest): ReadableStream<Uint8Array> {
  // One that is cancelled before it was read has nobody else who hears of it.
  body.on('error', () => undefined);
  const pieces: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await pieces.next().catch((error: unknown) => {
          throw brokenBy(error, request, 'terminated');
        });
        if (piece.done === true) controller.close();
        else controller.enqueue(piece.value);
      },
      cancel: () => void body.destroy(),
    },
    { highWaterMark: 0 },
  );
}

/** Statuses with which a web response cannot have a body (fetch.spec.whatwg.org/#null-body-status). */
const withoutBody: readonly number[] = [204, 205, 304];

/**
 * Requests over a pool of keep-alive connections. They go to undici's dispatcher as they are: its `fetch` makes a dozen objects of the
 * web for each, which takes more than twice the time of all the rest. Redirects come back as they are.
 *
 * undici is imported with the first request, unless `ready` was called: that takes about 65 ms, which a server that only lists its
 * tools need not spend.
 */
export function createLiveFetch(options: LiveOptions = {}): LiveFetch {
  let connections: Promise<Connections> | undefined;

  function opened(): Promise<Connections> {
    connections ??= open(options).catch((error: unknown) => {
      // A process out of file handles or memory may recover: the next request tries again.
      connections = undefined;
      throw error;
    });
    return connections;
  }

  return {
    async ready() {
      await opened();
    },
    async fetch(request) {
      const { pool, unpack } = await opened();
      const { origin, pathname, search } = new URL(request.url);
      const text = await request.text();
      const sent = {
        origin,
        path: pathname + search,
        // Any method that a web request can have.
        method: request.method as Dispatcher.HttpMethod,
        headers: [...request.headers, ['accept-encoding', encodings]].flat(),
        body: text === '' ? null : text,
        // undici uses no more of a signal than there is.
        signal: request.signal as AbortSignal,
      };
      const {
        statusCode: status,
        headers,
        body,
      } = await pool.request(sent).catch((error: unknown) => {
        throw brokenBy(error, request, 'fetch failed');
      });
      const stream = streamOf(unpack(body, headers['content-encoding']), request);
      if (status < 200 || status > 599) {
        await stream.cancel();
        throw unknownStatus(status);
      }
      const hasBody = !withoutBody.includes(status);
      if (!hasBody) await stream.cancel();
      // Those that came more than once are lists, which become one text with commas.
      return new Response(hasBody ? stream : null, { status, headers: headers as Record<string, string> });
    },
    async close() {
      const opening = await connections?.catch(() => undefined);
      await opening?.pool.destroy();
    },
  };
}
