import type { FetchCopper } from '../tool/fetch-copper.ts';
import { findOperation } from './operations.ts';

/**
 * The read-only promise, as the innermost wrapper: only the 27 operations below `baseUrl` get out.
 *
 * @throws Error for anything else, before a connection is opened. It is a bug of ours, so it is no `ToolError`.
 */
export function guard(send: FetchCopper, baseUrl: string): FetchCopper {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  return async (request) => {
    const url = new URL(request.url);
    const below = url.origin === base.origin && url.pathname.startsWith(`${prefix}/`);
    if (!below || findOperation(request.method, url.pathname.slice(prefix.length)) === undefined) {
      throw new Error(
        `refused: ${request.method} ${url.origin}${url.pathname} is not one of the read operations`,
      );
    }
    return send(request);
  };
}
