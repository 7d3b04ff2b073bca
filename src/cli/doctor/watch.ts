import type { Clock } from '../../tool/clock.ts';
import type { FetchCopper } from '../../tool/fetch-copper.ts';

/** What one reply looked like on the wire; no values of records. */
export interface Sight {
  readonly path: string;
  readonly status: number;
  readonly shape: 'array' | 'envelope' | 'object' | 'other';
  readonly rows: number;
  readonly headers: Headers;
  /** When its headers came, in milliseconds since 1970 by our clock. */
  readonly at: number;
}

/** Replies seen so far, the last one last. */
export interface Watch {
  readonly sights: readonly Sight[];
  readonly wrap: (send: FetchCopper) => FetchCopper;
}

function shapeOf(body: unknown): Pick<Sight, 'shape' | 'rows'> {
  if (Array.isArray(body)) return { shape: 'array', rows: body.length };
  if (typeof body !== 'object' || body === null) return { shape: 'other', rows: 0 };
  return 'data' in body && Array.isArray(body.data)
    ? { shape: 'envelope', rows: body.data.length }
    : { shape: 'object', rows: 1 };
}

/** Looks at every reply on its way, without taking anything from it. */
export function watch(clock: Pick<Clock, 'now'>): Watch {
  const sights: Sight[] = [];
  const wrap =
    (send: FetchCopper): FetchCopper =>
    async (request) => {
      const response = await send(request);
      const at = clock.now();
      const body: unknown = await response
        .clone()
        .json()
        .catch(() => undefined);
      sights.push({
        path: new URL(request.url).pathname,
        status: response.status,
        headers: response.headers,
        at,
        ...shapeOf(body),
      });
      return response;
    };
  return { sights, wrap };
}
