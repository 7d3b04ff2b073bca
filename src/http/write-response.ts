import type { ServerResponse } from 'node:http';

type Headers = Readonly<Record<string, string>>;

/** What every response carries, unless it says otherwise itself. */
const usual: Headers = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

async function stream(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const leave = () => void reader.cancel().catch(() => undefined);
  outgoing.once('close', leave);
  outgoing.flushHeaders();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(part.value)) {
      await new Promise<void>((resolve) => {
        outgoing.once('drain', resolve);
        outgoing.once('close', resolve);
      });
    }
  }
  outgoing.off('close', leave);
  outgoing.end();
}

/** Writes a web response out; one that is a stream of events goes out event by event. */
export async function writeResponse(
  outgoing: ServerResponse,
  response: Response,
  extra: Headers,
): Promise<void> {
  if (outgoing.destroyed) return void response.body?.cancel().catch(() => undefined);
  const headers = { ...usual, ...extra, ...Object.fromEntries(response.headers) };
  const { body } = response;
  if (body !== null && headers['content-type']?.startsWith('text/event-stream')) {
    outgoing.writeHead(response.status, headers);
    return stream(body, outgoing);
  }
  // As text, it leaves in one piece with its head.
  const whole = body === null ? '' : await response.text();
  if (outgoing.destroyed) return;
  outgoing.writeHead(response.status, { ...headers, 'content-length': String(Buffer.byteLength(whole)) });
  outgoing.end(whole);
}
