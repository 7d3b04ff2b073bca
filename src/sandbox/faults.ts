import type { CallerSignal, FaultKind } from './options.ts';
import { htmlResponse } from './reply.ts';

type Fault = (answer: () => Promise<Response>, signal: CallerSignal) => Promise<Response>;

/** What a caller of `fetch` sees of each fault; `429` is left to the account, which also knows the rate limit. */
export const faultsByKind: Readonly<Record<Exclude<FaultKind, '429'>, Fault>> = {
  reset: () => Promise.reject(new TypeError('fetch failed', { cause: connectionReset() })),
  hang: (_answer, signal) =>
    new Promise((_resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  '500': async () => json(500, '{"success":false,"status":500,"message":"Internal server error"}'),
  '502-html': async () => htmlResponse(502, 'Error 502 (Server Error)!!1'),
  '503': async () => htmlResponse(503, 'Service Unavailable'),
  '200-html': async () => htmlResponse(200, 'Copper'),
  cut: async (answer) => cutShort(await answer()),
  'bad-json': async (answer) => {
    const response = await answer();
    const text = await response.text();
    return new Response(text.slice(0, Math.ceil(text.length / 2)), response);
  },
};

function json(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
}

/** Announces the whole length, sends half, then breaks. */
async function cutShort(response: Response): Promise<Response> {
  const whole = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.set('content-length', String(whole.length));
  let sent = false;
  const body = new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new TypeError('terminated', { cause: connectionReset() }));
      else controller.enqueue(whole.slice(0, Math.ceil(whole.length / 2)));
      sent = true;
    },
  });
  return new Response(body, { status: response.status, headers });
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}
