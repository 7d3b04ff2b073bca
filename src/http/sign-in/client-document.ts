import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { type Clock, runAfter } from '../../tool/clock.ts';
import { parseJson } from '../../tool/json.ts';
import { readClientMetadata } from './client-metadata.ts';

/** An address that a name stands for. */
interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** How the documents of clients are reached. */
export interface DocumentNetwork {
  /** All addresses of a name. */
  resolve(host: string): Promise<readonly ResolvedAddress[]>;
  /** Sends one GET to this very address, with the name for TLS and `Host`; resolves when the headers are there. */
  get(url: URL, to: ResolvedAddress, signal: AbortSignal): Promise<DocumentReply>;
}

/** A reply whose body has not been read. */
interface DocumentReply {
  readonly status: number;
  /** The values of `Cache-Control` and `Content-Type`; empty if missing. */
  readonly cacheControl: string;
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The most bytes of a document, the longest that it may take, in milliseconds, and how many are fetched at once: a name is looked up by
 * one of four threads, which is not free before the answer, and requests to Copper need one, too.
 */
const limits = { bytes: 10_240, ms: 3_000, atOnce: 3 };

/** Networks that are not the public internet: IANA's special-purpose addresses, multicast, and all that embed an IPv4 address. */
const specialNetworks = {
  ipv4: [
    '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
    '192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15',
    '198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  ],
  ipv6: [
    '::/8 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20',
    '5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8',
  ],
};

/** One list for each family: in one, a network of IPv6 would count for the IPv4 addresses that it can embed. */
function listOf(family: keyof typeof specialNetworks): BlockList {
  const list = new BlockList();
  for (const network of specialNetworks[family].join(' ').split(' ')) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const special = { ipv4: listOf('ipv4'), ipv6: listOf('ipv6') };

/** True for an address that is reached over the public internet, as IANA assigns them. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return !special[family].check(address, family);
}

/** The network of this machine. */
export function documentNetwork(resolve: DocumentNetwork['resolve']): DocumentNetwork {
  return {
    resolve,
    get: (url, { address, family }, signal) =>
      new Promise((settle, reject) => {
        const options = {
          method: 'GET',
          headers: { accept: 'application/json', host: url.host },
          signal,
          // A connection of its own, to the address that was checked: the name is not looked up again.
          agent: false,
          lookup: (_: string, __: object, done: (error: null, addresses: ResolvedAddress[]) => void) =>
            done(null, [{ address, family }]),
          autoSelectFamily: true,
          ...(isIP(url.hostname) === 0 ? { servername: url.hostname } : {}),
        };
        const sent = request(url, options, (reply: IncomingMessage) => {
          const { statusCode = 0, headers } = reply;
          const { 'cache-control': cacheControl = '', 'content-type': contentType = '' } = headers;
          settle({ status: statusCode, cacheControl, contentType, body: reply });
        });
        sent.once('error', reject);
        sent.end();
      }),
  };
}

async function readLimited(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limits.bytes) throw new Error(`is larger than ${limits.bytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * Fetches the document that describes a client, in the form that oidc-provider's `fetch` has: over https, from a public address, to which
 * the connection is pinned, without following redirects. All of a name's addresses must be public.
 *
 * @throws Error whose message says what is wrong with the document
 */
export function createDocumentFetch(
  network: DocumentNetwork,
  clock: Clock,
): (address: string | URL) => Promise<Response> {
  async function fetchDocument(url: URL, signal: AbortSignal): Promise<Response> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    const addresses = family === 0 ? await network.resolve(host) : [{ address: host, family }];
    const [first] = addresses;
    if (first === undefined) throw new Error('its host is unknown');
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      throw new Error('its host is not on the public internet');
    const { status, cacheControl, contentType, body } = await network.get(url, first, signal);
    if (status !== 200) throw new Error(`the answer is ${status}, not 200`);
    if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) throw new Error('it is not JSON');
    const metadata = readClientMetadata(parseJson(await readLimited(body)));
    if (typeof metadata === 'string') throw new Error(`it ${metadata}`);
    if (metadata.client_name === undefined) throw new Error('it has no client_name');
    return Response.json(metadata, { headers: { 'cache-control': cacheControl } });
  }

  let running = 0;
  return async (address) => {
    const url = new URL(address);
    if (url.protocol !== 'https:') throw new Error('its address is not https');
    if (url.pathname === '/') throw new Error('its address has no path');
    if (running >= limits.atOnce) throw new Error('too many are being fetched');
    running++;
    const stop = new AbortController();
    const late = new Promise<never>((_, reject) =>
      stop.signal.addEventListener('abort', () => reject(new Error('it took too long')), { once: true }),
    );
    late.catch(() => undefined);
    const stopTimer = runAfter(clock, limits.ms, () => stop.abort());
    try {
      const fetched = fetchDocument(url, stop.signal).finally(() => running--);
      return await Promise.race([fetched, late]);
    } finally {
      stopTimer();
      stop.abort();
    }
  };
}
