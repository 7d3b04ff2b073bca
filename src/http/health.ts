/** `/healthz` and `/readyz`. */
export interface Health {
  /** True for one of these paths. */
  has(path: string): boolean;
  /** The response for one of these paths, else undefined. */
  response(path: string): Promise<Response | undefined>;
  stopping(): boolean;
  /** From now on `/readyz` tells load balancers to send no more requests. */
  stop(): void;
}

/** What health depends on. */
interface HealthOptions {
  readonly version: string;
  /** Shown by `/readyz`; they do not affect its status. */
  readonly details: () => Readonly<Record<string, string>>;
  readonly isFull: () => boolean;
  /** Why no request can be answered, as a sentence; undefined if requests can be. */
  readonly problem?: (() => Promise<string | undefined>) | undefined;
}

/** Alive as long as it answers; ready until it stops, except while there is a problem or all places for requests are taken. */
export function createHealth({ version, details, isFull, problem }: HealthOptions): Health {
  let stopping = false;
  return {
    has: (path) => path === '/healthz' || path === '/readyz',
    async response(path) {
      if (path === '/healthz') return Response.json({ status: 'ok', version });
      if (path !== '/readyz') return undefined;
      const reason = await problem?.();
      const busy = isFull() ? 'busy' : 'ready';
      const status = stopping ? 'stopping' : reason === undefined ? busy : 'unavailable';
      const shown = { status, ...(reason === undefined ? {} : { reason }), ...details() };
      return Response.json(shown, { status: status === 'ready' ? 200 : 503 });
    },
    stopping: () => stopping,
    stop() {
      stopping = true;
    },
  };
}
