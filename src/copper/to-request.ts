import type { CopperRequest } from '../tool/request.ts';
import { operations } from './operations.ts';

/** What surrounds every request to one account. */
export interface Envelope {
  /** `https://api.copper.com/developer_api/v1`; a slash at the end does no harm. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * A question as the web request it is.
 *
 * A POST without a body sends `{}`. A GET never has one: Copper's front end answers 400 to it. Redirects come back as they are, so
 * that credentials stay where they were meant to go.
 *
 * @throws Error when a part of the path is missing.
 */
export function toRequest(request: CopperRequest, { baseUrl, headers, signal }: Envelope): Request {
  const { method, path } = operations[request.operation];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = request.path?.[name];
    if (value === undefined) throw new Error(`${request.operation} needs ${name} in its path`);
    return encodeURIComponent(value);
  });
  const url = new URL(baseUrl.replace(/\/+$/, '') + filled);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
  const body = method === 'POST' ? { body: JSON.stringify(request.body ?? {}) } : {};
  return new Request(url, { method, headers, signal, redirect: 'manual', ...body });
}
