import { Refusal } from './refusal.ts';
import type { Arrival } from './request-info.ts';

/** Names beyond this machine's own that a request may be addressed to, and pages that may send it. */
export interface HostOptions {
  /** Names or addresses, without port. */
  readonly hosts: readonly string[];
  /** Origins such as `https://app.example.com`. */
  readonly origins: readonly string[];
}

const isLoopback = (name: string) =>
  name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);

/** The name of a `Host` header or an origin, lower-cased, without port; undefined where it is none. */
function nameOf(text: string): string | undefined {
  const address = text.includes('://') ? text : `http://${text}`;
  if (/[\s/@?#\\]/.test(text.replace('://', ''))) return undefined;
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}

/**
 * Guards against pages that reach this server through a browser (DNS rebinding): both headers are checked, each by itself.
 *
 * Loopback names and the address the connection came in at are always right; so is a page of an allowed host.
 *
 * @throws Refusal 403
 */
export function createHostGuard({ hosts, origins }: HostOptions): (arrival: Arrival) => void {
  const names = new Set(hosts.map((host) => nameOf(host) ?? host));
  const pages = new Set(origins);

  const isOwn = (name: string, local: string) =>
    isLoopback(name) || names.has(name) || name === (local.includes(':') ? `[${local}]` : local);

  return ({ host, header, local }) => {
    const name = nameOf(host);
    if (name === undefined || !isOwn(name, local)) {
      throw new Refusal(
        403,
        'host_not_allowed',
        'This server is not known by that name; --allow-host adds one.',
      );
    }
    const origin = header('origin');
    if (origin === undefined || pages.has(origin)) return;
    const page = /^https?:\/\//.test(origin) ? nameOf(origin) : undefined;
    if (page === undefined || !isOwn(page, local)) {
      throw new Refusal(
        403,
        'origin_not_allowed',
        'Pages of that origin may not call; --allow-origin adds one.',
      );
    }
  };
}
