import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request as it arrived, before anything of it is believed. */
export interface Arrival {
  /** For the log and the `X-Request-Id` of the response. */
  readonly id: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of the client: name or address, and port where there is one; empty where none is told. */
  readonly host: string;
  readonly secure: boolean;
  /** The client's address. */
  readonly peer: string;
  /** The address at which the connection came in. */
  readonly local: string;
  /** One value of a header; of several, those of `IncomingMessage`. */
  header(name: string): string | undefined;
}

/** IPv4 as people write it, where the socket speaks IPv6. */
const plain = (address: string | undefined) => (address ?? '').replace(/^::ffff:/, '');

/** Reads the facts; `X-Forwarded-*` and `X-Request-Id` count only behind a proxy that is trusted, and its own entry is the last. */
export function arrive(incoming: IncomingMessage, trustProxy: boolean): Arrival {
  const { headers, socket, method = 'GET', url = '/' } = incoming;
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : value?.join(', ');
  };
  const forwarded = (name: string) =>
    (trustProxy && header(`x-forwarded-${name}`)?.split(',').at(-1)?.trim()) || undefined;
  const [path = '/'] = url.split('?', 1);
  const given = trustProxy ? header('x-request-id') : undefined;
  return {
    id: given !== undefined && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID(),
    method,
    path,
    query: new URLSearchParams(url.slice(path.length)),
    host: forwarded('host') ?? headers.host ?? '',
    secure: forwarded('proto') === 'https',
    peer: forwarded('for') ?? plain(socket.remoteAddress),
    local: plain(socket.localAddress),
    header,
  };
}
