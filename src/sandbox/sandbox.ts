import { createSandboxAccount } from './account.ts';
import type { IncomingRequest } from './options.ts';
import { type SandboxOptions, withDefaults } from './options.ts';
import { hasForbiddenBody, parseBody } from './read-value.ts';
import { htmlResponse } from './reply.ts';
import type { World } from './world/world.ts';

export type { FaultKind, SandboxOptions } from './options.ts';
export type * from './world/contact-records.ts';
export type * from './world/deal-history.ts';
export type * from './world/deal-record.ts';
export type * from './world/records.ts';
export type * from './world/settings-records.ts';
export type { World } from './world/world.ts';

const maxLogLength = 1000;

/** One request and the status of its reply. */
export interface SandboxRequest {
  method: string;
  /** Includes the base path. */
  path: string;
  query: Record<string, string>;
  /** Parsed JSON; undefined when there was none. */
  body: unknown;
  /** 0 without a reply: it is still being made, the connection broke, or the caller aborted. */
  status: number;
  /** Milliseconds, on the sandbox's clock. */
  at: number;
}

/** A Copper account in memory, with the real one's API. */
export interface Sandbox {
  /** Handles a request like `fetch`, rejections included. */
  send(request: IncomingRequest): Promise<Response>;
  /** All data of the account, generated at first use. With `churn` it is replaced after each page. */
  readonly world: World;
  /** Replaces the data, at any moment, by what other users make of them. */
  change(edit: (world: World) => World): void;
  /** The last 1,000 requests, oldest first. */
  readonly log: readonly SandboxRequest[];
}

/**
 * A new sandbox, which shares nothing with others.
 *
 * @example
 * const sandbox = createSandbox({ now: Date.now, sleep });
 * await sandbox.send(new Request('https://api.copper.com/developer_api/v1/pipelines', { headers }));
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const settings = withDefaults(options);
  const account = createSandboxAccount(settings);
  const log: SandboxRequest[] = [];
  let count = 0;

  const send = async (request: IncomingRequest): Promise<Response> => {
    request.signal.throwIfAborted();
    count += 1;
    const number = count;
    const url = new URL(request.url);
    const body = parseBody(await request.text());
    const query = Object.fromEntries(url.searchParams);
    const entry = { method: request.method, path: url.pathname, query, body, status: 0, at: settings.now() };
    log.push(entry);
    if (log.length > maxLogLength) log.shift();
    if (settings.latency > 0) await settings.sleep(settings.latency, request.signal);
    const response = hasForbiddenBody(request)
      ? htmlResponse(400, 'Error 400 (Bad Request)!!1')
      : url.pathname.startsWith('/developer_api/')
        ? await account.answer({ request, url, body, number })
        : htmlResponse(200, 'Copper');
    entry.status = response.status;
    response.headers.set('date', new Date(settings.now()).toUTCString());
    return response;
  };

  return {
    send,
    log,
    change: account.change,
    get world() {
      return account.world();
    },
  };
}
