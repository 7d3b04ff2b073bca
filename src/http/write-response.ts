import type { ServerResponse } from 'node:http';

type HeaderValues = Readonly<Record<string, string>>;

/** Headers of every response that does not set them itself. */
const defaultHeaders: HeaderValues = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

async function stream(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  outgoing.once('close', cancel);
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
  outgoing.off('close', cancel);
  outgoing.end();
}

/** Sends a web response; an event stream is sent event by event. */
export async function writeResponse(
  outgoing: ServerResponse,
  response: Response,
  extra: HeaderValues,
): Promise<void> {
  if (outgoing.destroyed) return void response.body?.cancel().catch(() => undefined);
  const headers = { ...defaultHeaders, ...extra, ...Object.fromEntries(response.headers) };
  const { body } = response;
  if (body !== null && headers['content-type']?.startsWith('text/event-stream')) {
    outgoing.writeHead(response.status, headers);
    return stream(body, outgoing);
  }
  // As text, it is sent in one piece with its headers.
  const text = body === null ? '' : await response.text();
  if (outgoing.destroyed) return;
  outgoing.writeHead(response.status, { ...headers, 'content-length': String(Buffer.byteLength(text)) });
  outgoing.end(text);
}
