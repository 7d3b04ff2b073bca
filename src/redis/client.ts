import { errorCode } from '../copper/network-error.ts';
import type { Client } from './link.ts';
import { windowScript, windowScriptSha } from './script.ts';

/** Between two attempts to connect, in milliseconds. */
const againMs = 200;

/**
 * Connects with ioredis, which is loaded here and nowhere else; `lost` is called whenever a connection broke or could not be made.
 *
 * Nothing is queued and nothing is sent twice: who asks while Redis is away is told at once. Resolves at once; who asks
 * waits for the first attempt to connect, and further attempts follow by themselves until the client is closed.
 */
export async function connectRedis(url: string, lost: () => void): Promise<Client> {
  // A CommonJS package: inside our bundle it has no names, only a default.
  const { default: ioredis } = await import('ioredis');
  const redis = new ioredis.Redis(url, {
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    // A network that swallows everything: give the connection up and try another.
    socketTimeout: 2000,
    // Its timer runs, and keeps the process, even where the stream is closed already.
    disconnectTimeout: 100,
    retryStrategy: () => againMs,
    // A server that became a replica: its successor is found under the same address.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    connectionName: 'copper-mcp',
    disableClientInfo: true,
  });
  let trouble = 'no connection';
  // An error without a listener would be written to stderr.
  redis.on('error', (error) => {
    trouble = error.message || errorCode(error);
  });
  redis.on('close', lost);
  const tried = redis.connect().catch(() => {});

  return {
    async run(key, args) {
      await tried;
      if (redis.status !== 'ready') throw new Error(trouble);
      try {
        return await redis.evalsha(windowScriptSha, 1, key, ...args);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return redis.eval(windowScript, 1, key, ...args);
      }
    },
    finish: () => redis.quit(),
    drop: () => redis.disconnect(),
  };
}
