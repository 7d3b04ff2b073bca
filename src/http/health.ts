/** `/healthz` and `/readyz`. */
export interface Health {
  /** The response for one of these paths, else undefined. */
  response(path: string): Response | undefined;
  stopping(): boolean;
  /** From now on `/readyz` tells load balancers to send no more requests. */
  stop(): void;
}

/**
 * Alive as long as it answers; ready until it stops, except while all places for requests are taken. `/readyz` shows `details` too;
 * they do not affect its status.
 */
export function createHealth(
  version: string,
  details: () => Readonly<Record<string, string>>,
  isFull: () => boolean,
): Health {
  let stopping = false;
  return {
    response(path) {
      if (path === '/healthz') return Response.json({ status: 'ok', version });
      if (path !== '/readyz') return undefined;
      const busy = isFull() ? 'busy' : 'ready';
      const status = stopping ? 'stopping' : busy;
      return Response.json({ status, ...details() }, { status: status === 'ready' ? 200 : 503 });
    },
    stopping: () => stopping,
    stop() {
      stopping = true;
    },
  };
}
