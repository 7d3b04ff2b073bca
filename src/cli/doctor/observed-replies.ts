import { readJson } from '../../copper/reply.ts';
import type { Clock } from '../../tool/clock.ts';
import type { FetchCopper } from '../../tool/fetch-copper.ts';

/** What one HTTP reply looked like; no values of records. */
export interface ObservedReply {
  readonly status: number;
  readonly shape: 'array' | 'envelope' | 'object' | 'other';
  readonly rows: number;
  readonly headers: Headers;
  /** When its headers arrived, in milliseconds since 1970 by our clock. */
  readonly receivedMs: number;
}

function shapeOf(body: unknown): Pick<ObservedReply, 'shape' | 'rows'> {
  if (Array.isArray(body)) return { shape: 'array', rows: body.length };
  if (typeof body !== 'object' || body === null) return { shape: 'other', rows: 0 };
  return 'data' in body && Array.isArray(body.data)
    ? { shape: 'envelope', rows: body.data.length }
    : { shape: 'object', rows: 1 };
}

/** Records every reply without consuming it; `replies` grows, the last one last. */
export function observeReplies(clock: Pick<Clock, 'now'>) {
  const replies: ObservedReply[] = [];
  const wrap =
    (fetch: FetchCopper): FetchCopper =>
    async (request) => {
      const response = await fetch(request);
      const receivedMs = clock.now();
      const body = await readJson(response.clone(), { signal: request.signal }).then(
        ({ json }) => json,
        () => undefined,
      );
      const { status, headers } = response;
      replies.push({ status, headers, receivedMs, ...shapeOf(body) });
      return response;
    };
  return { replies: replies as readonly ObservedReply[], wrap };
}
