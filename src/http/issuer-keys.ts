import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { createByteCollector } from '../tool/byte-collector.ts';
import type { Clock } from '../tool/clock.ts';
import { isObject, parseJson } from '../tool/json.ts';
import { isLoopback } from '../tool/setting-text.ts';

/** Options of an issuer's keys; times in milliseconds. */
interface IssuerKeysOptions {
  readonly issuer: string;
  readonly clock: Clock;
  /** The shortest time between two fetches of the keys, however many unknown keys tokens name. */
  readonly cooldownMs?: number;
}

/** The longest that each request to the issuer may take, in milliseconds. */
const timeoutMs = 5_000;

/** The pause after a failed attempt to find the keys' address, in milliseconds. */
const retryPauseMs = 2_000;

/** Where an issuer publishes its metadata: RFC 8414, then OpenID Connect Discovery. */
function metadataUrls(issuer: string) {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/(?<!\/)\/+$/, '');
  return {
    oauth: `${origin}/.well-known/oauth-authorization-server${path}`,
    openId: `${origin}${path}/.well-known/openid-configuration`,
  };
}

/** Bytes of the longest reply of an issuer: one with a hundred keys has less than a tenth of it. */
const maxReplyBytes = 524_288;

/** The same response with its body read; the rest of one that is too long is never read. @throws Error */
async function bounded(response: Response): Promise<Response> {
  const collected = createByteCollector();
  const pieces: AsyncIterable<Uint8Array> | readonly [] = response.body ?? [];
  for await (const piece of pieces) {
    if (collected.size + piece.length > maxReplyBytes)
      throw new Error(`the issuer's reply is longer than ${maxReplyBytes} bytes`);
    collected.add(piece);
  }
  const { status, headers } = response;
  return new Response(collected.take(), { status, headers });
}

/** True for an address whose keys can be trusted as much as the issuer itself: over https, or on this machine like the issuer. */
function isAsSafe(keysUrl: URL, issuer: string): boolean {
  const isLocal = isLoopback(keysUrl.hostname) && new URL(issuer).protocol === 'http:';
  return keysUrl.protocol === 'https:' || (keysUrl.protocol === 'http:' && isLocal);
}

async function fetchKeysUrl(url: string, issuer: string): Promise<URL> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url} returned ${response.status}`);
  const metadata = parseJson(await (await bounded(response)).text());
  if (!isObject(metadata) || metadata.issuer !== issuer) throw new Error(`${url} describes another issuer`);
  const address = metadata.jwks_uri;
  if (typeof address !== 'string' || !URL.canParse(address)) throw new Error(`${url} has no jwks_uri`);
  const keysUrl = new URL(address);
  if (!isAsSafe(keysUrl, issuer)) throw new Error(`${url} has a jwks_uri that is not https`);
  return keysUrl;
}

/** The same response if it is a set of keys. @throws Error */
async function checked(response: Response): Promise<Response> {
  const { status, headers } = response;
  const text = await (await bounded(response)).text();
  const set = parseJson(text);
  const isSet = isObject(set) && Array.isArray(set.keys);
  if (status !== 200 || !isSet) throw new Error(`the issuer's keys could not be read (${status})`);
  return new Response(text, { status, headers });
}

/** The keys at one address; doubtful since they could not be fetched. */
interface KeysAt {
  readonly address: string;
  readonly keys: JWTVerifyGetKey;
  isDoubtful: boolean;
}

/**
 * The keys of an issuer: found with the first token, fetched again when a token names one that is not known yet. Where they are is asked
 * again when they cannot be fetched, for they may have moved; until another address is known, what was fetched before counts.
 */
export function createIssuerKeys(options: IssuerKeysOptions): () => Promise<JWTVerifyGetKey> {
  const { issuer, clock, cooldownMs = 5_000 } = options;
  let known: KeysAt | undefined;
  let finding: Promise<JWTVerifyGetKey> | undefined;
  const pausedAfterFailure = () => {
    let failedAt = Number.NEGATIVE_INFINITY;
    return async <T>(work: () => Promise<T>): Promise<T> => {
      if (clock.now() - failedAt < retryPauseMs) throw new Error(`${issuer} could not be reached`);
      try {
        return await work();
      } catch (error) {
        failedAt = clock.now();
        throw error;
      }
    };
  };
  const tryToFind = pausedAfterFailure();

  function open(url: URL): KeysAt {
    const tryToFetch = pausedAfterFailure();
    const keys = createRemoteJWKSet(url, {
      timeoutDuration: timeoutMs,
      cooldownDuration: cooldownMs,
      [customFetch]: (...parameters) =>
        tryToFetch(async () => {
          try {
            return await checked(await fetch(...parameters));
          } catch (error) {
            opened.isDoubtful = true;
            throw error;
          }
        }),
    });
    const opened = { address: url.href, keys, isDoubtful: false };
    return opened;
  }

  async function find(): Promise<JWTVerifyGetKey> {
    const { oauth, openId } = metadataUrls(issuer);
    const url = await tryToFind(() => fetchKeysUrl(oauth, issuer).catch(() => fetchKeysUrl(openId, issuer)));
    if (known?.address !== url.href) known = open(url);
    known.isDoubtful = false;
    return known.keys;
  }

  return async () => {
    if (known !== undefined && !known.isDoubtful) return known.keys;
    finding ??= find().finally(() => {
      finding = undefined;
    });
    if (known === undefined) return finding;
    finding.catch(() => undefined);
    return known.keys;
  };
}
