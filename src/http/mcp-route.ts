import { ChoiceError } from '../mcp/choose-tools.ts';
import type { Endpoint } from '../mcp/endpoint.ts';
import type { Handlers } from '../mcp/handlers.ts';
import { wrapCapabilities } from '../mcp/wrap-capabilities.ts';
import { readTrace } from '../tool/fetch-copper.ts';
import type { Accounts } from './accounts.ts';
import { type KeyRules, withCredentials } from './caller-keys.ts';
import type { Gate } from './concurrency-limit.ts';
import type { Identify } from './identify.ts';
import { type ObserveOptions, observe } from './observe.ts';
import { createBodyReader } from './read-body.ts';
import { Refusal } from './refusal.ts';
import type { Route, Visit } from './request-context.ts';
import type { Arrival } from './request-info.ts';

/** What stands between a request and the protocol. */
export interface McpRouteOptions {
  readonly endpoint: Endpoint;
  /** @throws ChoiceError */
  readonly offer: (handlers: Handlers, words: string | undefined) => Handlers;
  readonly identify: Identify;
  readonly keys: KeyRules;
  readonly accounts: Accounts;
  readonly gate: Gate;
  readonly observed: ObserveOptions;
}

/** Headers that prove who calls: they stop at the door. */
const secrets = ['authorization', 'cookie', 'proxy-authorization', 'x-copper-api-key', 'x-copper-user-email'];

/** The request as the protocol sees it: without secrets, its body read already. */
function toRequest({ incoming, signal }: Visit, body: string | undefined): Request {
  const pairs = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || secrets.includes(name) ? [] : [[name, String(value)]],
  );
  return new Request('http://copper-mcp.invalid/mcp', {
    // The protocol knows POST and all the others; a web request cannot be a TRACE.
    method: body === undefined ? 'GET' : 'POST',
    headers: pairs,
    signal,
    ...(body === undefined ? {} : { body }),
  });
}

/** What `?tools=` says, several of them one after the other; undefined where there is none. */
function toolsAsked({ query }: Arrival): string | undefined {
  return query.has('tools') ? query.getAll('tools').join(',') : undefined;
}

/** `/mcp`: who calls, with whose credentials, when it is their turn; then the protocol. */
export function createMcpRoute(options: McpRouteOptions): Route {
  const { endpoint, offer, identify, keys, accounts, gate, observed } = options;
  const readBody = createBodyReader();

  function offered(handlers: Handlers, arrival: Arrival): Handlers {
    try {
      return offer(handlers, toolsAsked(arrival));
    } catch (error) {
      throw error instanceof ChoiceError ? new Refusal(400, 'bad_tools', error.message) : error;
    }
  }

  return async (visit) => {
    const { arrival, incoming, signal } = visit;
    const caller = withCredentials(await identify(arrival), arrival, keys);
    const body = arrival.method === 'POST' ? await readBody(incoming) : undefined;
    const { account, id, release } = accounts.take(caller.credentials);
    visit.after(release);
    const own = offered(account.handlers, arrival);
    visit.after(await gate.enter(`${caller.name} ${id}`, signal));
    const facts = { id: arrival.id, caller: caller.name, trace: readTrace(arrival.header('traceparent')) };
    const handlers = observe(own, facts, observed);
    return endpoint.handle(toRequest(visit, body), {
      ...handlers,
      ...wrapCapabilities(handlers, (_, context, work) => visit.hold(work(context))),
      call: (...given) => visit.hold(handlers.call(...given)),
    });
  };
}
