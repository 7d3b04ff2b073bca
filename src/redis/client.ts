import { errorCode } from '../copper/errors.ts';
import type { RedisClient } from './link.ts';
import type { RedisScript } from './record-scripts.ts';
import { windowScript, windowScriptSha } from './script.ts';

/** Between two attempts to connect, in milliseconds. */
const reconnectMs = 200;

/** A connection to Redis that runs scripts and reconnects by itself. */
export interface RedisConnection extends Pick<RedisClient, 'quit' | 'disconnect'> {
  /** Rejects at once while there is no connection. */
  evaluate(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<unknown>;
}

/**
 * Connects with ioredis, which is loaded here and nowhere else; `onLost` is called whenever a connection broke or could not be made.
 *
 * Nothing is queued and nothing is sent twice: while Redis is unavailable, `evaluate` rejects at once. This function resolves at once;
 * `evaluate` waits for the first attempt to connect, and more attempts follow until the connection is closed.
 */
export async function openConnection(url: string, onLost: () => void): Promise<RedisConnection> {
  // A CommonJS package: in the bundle it has only a default export.
  const { default: ioredis } = await import('ioredis');
  const redis = new ioredis.Redis(url, {
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    // If a network swallows everything, try another connection.
    socketTimeout: 2000,
    // Its timer keeps the process alive even if the stream is already closed.
    disconnectTimeout: 100,
    retryStrategy: () => reconnectMs,
    // The server has become a replica: its successor has the same address.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    connectionName: 'copper-mcp',
    disableClientInfo: true,
  });
  let lastError = 'no connection';
  // An error without a listener would be written to stderr.
  redis.on('error', (error) => {
    lastError = error.message || errorCode(error);
  });
  redis.on('close', onLost);
  const connected = redis.connect().catch(() => {});

  return {
    async evaluate({ text, sha }, keys, args) {
      await connected;
      if (redis.status !== 'ready') throw new Error(lastError);
      try {
        return await redis.evalsha(sha, keys.length, ...keys, ...args);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return redis.eval(text, keys.length, ...keys, ...args);
      }
    },
    quit: () => redis.quit(),
    disconnect: () => redis.disconnect(),
  };
}

/** A connection for the rate limit, which runs the window script alone. */
export async function connectRedis(url: string, onLost: () => void): Promise<RedisClient> {
  const { evaluate, quit, disconnect } = await openConnection(url, onLost);
  const script = { text: windowScript, sha: windowScriptSha };
  return { run: (key, args) => evaluate(script, [key], args), quit, disconnect };
}
