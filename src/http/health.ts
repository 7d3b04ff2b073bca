/** `/healthz` and `/readyz`. */
export interface Health {
  /** The response for one of these paths, else undefined. */
  response(path: string): Response | undefined;
  stopping(): boolean;
  /** From now on `/readyz` tells load balancers to send no more requests. */
  stop(): void;
}

/** Alive as long as it answers, ready until it stops. `/readyz` shows `details` too; they do not affect its status. */
export function createHealth(version: string, details: () => Readonly<Record<string, string>>): Health {
  let stopping = false;
  return {
    response(path) {
      if (path === '/healthz') return Response.json({ status: 'ok', version });
      if (path !== '/readyz') return undefined;
      const status = stopping ? 'stopping' : 'ready';
      return Response.json({ status, ...details() }, { status: stopping ? 503 : 200 });
    },
    stopping: () => stopping,
    stop() {
      stopping = true;
    },
  };
}
