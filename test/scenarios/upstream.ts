import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { realClock } from '../../src/tool/clock.ts';
import { worldOfThisHour } from '../worlds.ts';

/** A Copper on a port whose behaviour a test can change between requests. */
export interface Upstream {
  /** What `COPPER_API_BASE_URL` is set to. */
  readonly url: string;
  /** Requests so far, e.g. `POST /people/search`. */
  readonly requests: readonly string[];
  /** From now on every request is answered so; without a listener, as the sandbox does. */
  behave(listener?: RequestListener): void;
  /** Ends all connections and takes no more. */
  close(): Promise<void>;
  /** Comes back at the same address. */
  reopen(): Promise<void>;
}

const basePath = '/developer_api/v1';

/** Starts a healthy one. */
export async function startUpstream(): Promise<Upstream> {
  const sandbox = createSandbox({
    now: realClock.now,
    sleep: realClock.sleep,
    limit: 0,
    generate: worldOfThisHour,
  });
  // Made now, so that no answer takes longer than a deadline because of it.
  expect(sandbox.world.users).not.toHaveLength(0);
  const requests: string[] = [];
  let behaviour: RequestListener | undefined;

  async function healthy(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const authorization = headers.authorization ?? '';
    const response = await sandbox.send(
      new Request(`http://sandbox.local${url}`, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        body: method === 'POST' ? Buffer.concat(chunks) : null,
      }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  }

  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url?.replace(basePath, '')}`);
    if (behaviour === undefined) healthy(incoming, outgoing).catch(() => outgoing.destroy());
    else behaviour(incoming, outgoing);
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${basePath}`,
    requests,
    behave(listener) {
      behaviour = listener;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    reopen: () => listen(port),
  };
}
