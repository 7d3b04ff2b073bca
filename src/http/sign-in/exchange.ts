import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** A request as the library gets it: only what is named here reaches it. */
export interface ServerRequest {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Node's request and response for a handler that takes nothing else, without a connection: what it answers stays here. `answer` resolves
 * when the response is complete.
 */
export function exchange({ method, url, headers, body }: ServerRequest) {
  const incoming = new IncomingMessage(new Socket());
  Object.assign(incoming, { method, url, headers, complete: true, httpVersion: '1.1' });
  if (body !== undefined) incoming.push(body);
  incoming.push(null);
  const outgoing = new ServerResponse(incoming);
  const answer = new Promise<Response>((resolve) => {
    Object.assign(outgoing, {
      end(content?: unknown) {
        const sent = new Headers();
        for (const [name, value] of Object.entries(outgoing.getHeaders()))
          for (const each of [value ?? []].flat()) sent.append(name, String(each));
        const bytes =
          typeof content === 'string' || content instanceof Uint8Array ? Buffer.from(content) : Buffer.of();
        const { statusCode: status } = outgoing;
        const isEmpty = bytes.length === 0 || status === 204 || status === 304;
        resolve(new Response(isEmpty ? null : bytes, { status, headers: sent }));
        return outgoing;
      },
    });
  });
  return { incoming, outgoing, answer };
}
