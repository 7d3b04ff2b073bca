import { isLoopback } from '../tool/setting-text.ts';
import { HttpError } from './http-error.ts';
import type { RequestInfo } from './request-context.ts';

/** The name in a `Host` header or an origin, in lower case, without port; undefined if it is not valid. */
function nameOf(text: string): string | undefined {
  const address = text.includes('://') ? text : `http://${text}`;
  if (/[\s/@?#\\]/.test(text.replace('://', ''))) return undefined;
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}

/**
 * Guards against web pages that reach this server through a browser (DNS rebinding): `Host` and `Origin` are checked independently.
 *
 * Loopback names and the address that the connection came in on are always allowed; so is a page on an allowed host.
 *
 * @param hosts names or addresses that requests may be addressed to, without port
 * @param origins web pages that may send requests, e.g. `https://app.example.com`
 * @throws HttpError 403
 */
export function createHostGuard(hosts: readonly string[], origins: readonly string[]) {
  const allowedNames = new Set(hosts.map((host) => nameOf(host) ?? host));
  const allowedOrigins = new Set(origins);

  const isAllowed = (name: string | undefined, local: string) =>
    name !== undefined &&
    (isLoopback(name) || allowedNames.has(name) || name === (local.includes(':') ? `[${local}]` : local));

  return ({ host, header, local }: RequestInfo): void => {
    if (!isAllowed(nameOf(host), local)) {
      const message = 'This host name is not allowed; --allow-host adds one.';
      throw new HttpError(403, 'host_not_allowed', message);
    }
    const origin = header('origin');
    if (origin === undefined || allowedOrigins.has(origin)) return;
    // A form of a page that gives no referrer; no other page can make a browser say that it comes from here.
    if (origin === 'null' && header('sec-fetch-site') === 'same-origin') return;
    if (!isAllowed(/^https?:\/\//.test(origin) ? nameOf(origin) : undefined, local)) {
      const message = 'Pages from this origin are not allowed; --allow-origin adds one.';
      throw new HttpError(403, 'origin_not_allowed', message);
    }
  };
}
