import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6, SocketAddress } from 'node:net';
import { type CancelSignal, type Clock, createCancellation, runAfter } from '../tool/clock.ts';
import { type CredentialMask, createMask } from '../tool/outgoing-text.ts';
import { HttpError } from './http-error.ts';

/** What a request says about itself, before any of it is trusted. */
export interface RequestInfo {
  /** For the log and the response's `X-Request-Id`. */
  readonly id: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The `Host` that the client asked for: a name or address, with its port if there is one; empty if it is missing. */
  readonly host: string;
  readonly secure: boolean;
  /** The client's address. */
  readonly peer: string;
  /** The address on which the connection came in. */
  readonly local: string;
  /** The value of a header; repeated headers are joined as in `IncomingMessage`. */
  header(name: string): string | undefined;
  /** Hides the credentials that the request carries. */
  readonly mask: CredentialMask;
}

/** Headers that prove who the caller is. */
export const secretHeaders = [
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-copper-api-key',
  'x-copper-user-email',
];

/** Characters of a value that can be a credential; Node lets no header be longer than 16 KB. */
const credentialLength = { min: 8, max: 4_096 };

/**
 * The few values of a request that can be credentials, each of them whole: what follows the scheme of a login, the key, and all cookies
 * as one text, because this server has none of its own. An e-mail address is not a secret: answers are about them.
 */
function credentialsIn(header: RequestInfo['header']): string[] {
  const login = (name: string) =>
    header(name)
      ?.trim()
      .replace(/^[\w-]+[ \t]+/, '');
  const values = [login('authorization'), login('proxy-authorization'), header('x-copper-api-key')?.trim()];
  return [...values, header('cookie')].flatMap((value = '') =>
    value.length >= credentialLength.min && value.length <= credentialLength.max ? [value] : [],
  );
}

/** One request while it is being served. */
export interface HttpRequestContext {
  readonly info: RequestInfo;
  readonly incoming: IncomingMessage;
  /** Says who calls; until then the request is of a stranger at some address. */
  identified(caller: string): void;
  /** Aborted when the client's connection closes, and when the time is up. */
  readonly signal: CancelSignal;
  /**
   * Ends the request after `ms` milliseconds: its signal aborts, and work that goes on no longer counts as part of it. The promise rejects
   * a moment later, with HttpError 504, for a response that has not come even then.
   */
  limitTime(clock: Clock, ms: number): Promise<never>;
  /** Runs the function when the response has been written and all tracked work has ended, or the time is up. */
  onEnd(cleanup: () => void): void;
  /** Counts work as part of the request, even after the client has disconnected. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** An answer to a request: a web response, or the JSON of a success, ready to be sent. */
export type HttpAnswer = Response | { readonly json: string | Uint8Array };

/** Answers a request. @throws HttpError */
export type Route = (context: HttpRequestContext) => Promise<HttpAnswer>;

/** An IPv4 address as people write it, even if the socket uses IPv6. */
const plainAddress = (address: string | undefined) => (address ?? '').replace(/^::ffff:/, '');

/**
 * Reads what a request says about itself. `X-Forwarded-*` and `X-Request-Id` count only behind a trusted proxy, whose own entry is the
 * last one.
 */
export function readRequestInfo(incoming: IncomingMessage, trustProxy: boolean): RequestInfo {
  const { headers, socket, method = 'GET', url = '/' } = incoming;
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : value?.join(', ');
  };
  const forwarded = (name: string) =>
    (trustProxy && header(`x-forwarded-${name}`)?.split(',').at(-1)?.trim()) || undefined;
  const [path = '/'] = url.split('?', 1);
  const requestId = trustProxy ? header('x-request-id') : undefined;
  return {
    id: requestId !== undefined && /^[\w.-]{1,64}$/.test(requestId) ? requestId : randomUUID(),
    method,
    path,
    query: new URLSearchParams(url.slice(path.length)),
    host: forwarded('host') ?? headers.host ?? '',
    secure: forwarded('proto') === 'https',
    peer: forwarded('for') ?? plainAddress(socket.remoteAddress),
    local: plainAddress(socket.localAddress),
    header,
    mask: createMask(credentialsIn(header)),
  };
}

/** The network of an IPv6 address: its first four groups, where `::` stands for as many zeros as are missing. */
function networkOf(address: string): string {
  const [head = [], tail = []] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}

/**
 * The address that a proxy names, in the ways in which they do: with a port, in quotes or brackets, with a zone, as IPv6 for IPv4, in any
 * case. Each connection has a port of its own, so with it everybody would be many. What is not an address is one client, `unknown` too.
 */
function bareAddress(text: string): string {
  const given = text.replace(/["'\s]/g, '').toLowerCase();
  const [, bracketed] = /^\[([^\]]*)\]/.exec(given) ?? [];
  const [address = ''] = (bracketed ?? given).split('%', 1);
  const bare = isIP(address) === 0 ? address.replace(/:\d*$/, '') : address;
  return isIPv6(bare) ? plainAddress(new SocketAddress({ address: bare, family: 'ipv6' }).address) : bare;
}

/** Who is counted at a client's address: of IPv6 the network, because everybody there has more addresses than can be counted. */
export function addressKey(peer: string): string {
  const address = bareAddress(peer.slice(0, 100));
  return `address ${address.includes(':') ? networkOf(address) : address}`;
}

/** How long a request whose time is up may take to say so, in milliseconds. */
const lastWordsMs = 250;

/** Starts serving a request; `disconnect` aborts its signal, `end` waits for tracked work and then runs the cleanups. */
export function startRequest(
  info: RequestInfo,
  incoming: IncomingMessage,
): {
  readonly context: HttpRequestContext;
  /** The caller; undefined for a stranger. */
  caller(): string | undefined;
  disconnect(): void;
  end(): Promise<void>;
} {
  const client = createCancellation();
  const cleanups: (() => void)[] = [];
  const tracked = new Set<Promise<unknown>>();
  let stopTimer = () => {};
  let caller: string | undefined;
  let timedOut = new Promise<void>(() => {});
  return {
    context: {
      info,
      incoming,
      identified(name) {
        caller = name;
      },
      signal: client.signal,
      limitTime: (clock, ms) =>
        new Promise((_, reject) => {
          let giveUp = () => {};
          timedOut = new Promise((resolve) => {
            giveUp = resolve;
          });
          stopTimer = runAfter(clock, ms, () => {
            client.abort(new DOMException('The request has taken too long.', 'TimeoutError'));
            stopTimer = runAfter(clock, lastWordsMs, () => {
              giveUp();
              reject(new HttpError(504, 'timeout', 'The request was not answered in time.'));
            });
          });
        }),
      onEnd: (cleanup) => void cleanups.push(cleanup),
      track(work) {
        tracked.add(work);
        return work;
      },
    },
    caller: () => caller,
    disconnect: () => client.abort(new DOMException('The client has disconnected.', 'AbortError')),
    async end() {
      if (tracked.size > 0) await Promise.race([Promise.allSettled(tracked), timedOut]);
      stopTimer();
      for (const cleanup of cleanups.splice(0).reverse()) cleanup();
    },
  };
}
