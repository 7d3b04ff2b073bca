/** What `/healthz` and `/readyz` say. */
export interface Health {
  /** The response for a path that asks, else undefined. */
  response(path: string): Response | undefined;
  stopping(): boolean;
  /** From now on nobody should send requests here. */
  stop(): void;
}

/** Alive as long as it answers; ready until it stops. `details` are told beside it and stop nothing. */
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
