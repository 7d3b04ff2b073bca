import { ChoiceError } from '../mcp/choose-tools.ts';
import type { Endpoint } from '../mcp/endpoint.ts';
import type { Handlers, ObserveRequest } from '../mcp/handlers.ts';
import { abortSignalOf, type Clock } from '../tool/clock.ts';
import { readTrace } from '../tool/outgoing-text.ts';
import type { AccountApp, Accounts } from './accounts.ts';
import { createByteBudget } from './byte-budget.ts';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import { HttpError } from './http-error.ts';
import { type CredentialRules, type Identify, withCredentials } from './identify.ts';
import { type ObserveOptions, observe } from './observe.ts';
import { readRequestBody } from './read-body.ts';
import {
  type HttpAnswer,
  type HttpRequestContext,
  type RequestInfo,
  type Route,
  secretHeaders,
} from './request-context.ts';

/** Handlers on an app, with the tools that `?tools=` chooses (undefined: all that are offered). @throws ChoiceError */
export type CreateCallerHandlers = (
  app: AccountApp,
  choice: string | undefined,
  run: ObserveRequest,
) => Handlers;

/** What answers requests; without `direct`, all by the SDKs. */
export type HttpEndpoint = Pick<Endpoint, 'handle'> & Partial<Pick<Endpoint, 'direct'>>;

/** Everything between a request and the protocol. */
interface McpRouteOptions {
  readonly endpoint: HttpEndpoint;
  readonly createHandlers: CreateCallerHandlers;
  readonly identify: Identify;
  readonly credentialRules: CredentialRules;
  readonly accounts: Accounts;
  readonly limit: ConcurrencyLimit;
  readonly clock: Clock;
  /** The longest that a request may hold its place, in milliseconds: longer than any call may take. */
  readonly answerTimeoutMs: number;
  readonly observed: ObserveOptions;
}

/** Bytes of bodies held at once, from their first piece to the end of their requests: of one caller, and of all. */
const bodyBytes = { perCaller: 8_388_608, total: 33_554_432 };

/** The request for the protocol: without the headers that prove who the caller is, its body already read. */
function toWebRequest({ incoming, signal }: HttpRequestContext, body: string | undefined): Request {
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || secretHeaders.includes(name) ? [] : [[name, String(value)]],
  );
  return new Request('http://copper-mcp.invalid/mcp', {
    // The protocol only tells POST from the rest, and a web request cannot be a TRACE.
    method: body === undefined ? 'GET' : 'POST',
    headers,
    signal: abortSignalOf(signal),
    ...(body === undefined ? {} : { body }),
  });
}

/** The protocol's answer: directly if that is possible, else by the SDK of the client's generation. */
async function answerTo(
  context: HttpRequestContext,
  body: string | undefined,
  handlers: Handlers,
  { direct, handle }: HttpEndpoint,
): Promise<HttpAnswer> {
  const { info, signal } = context;
  const { header } = info;
  const answer = body === undefined ? undefined : await direct?.({ header, body, signal }, handlers);
  if (answer !== undefined && 'json' in answer) return answer;
  return handle(toWebRequest(context, body), answer?.fallback ?? handlers);
}

/** The value of `?tools=`, several joined by commas; undefined if there is none. */
const toolsParameter = ({ query }: RequestInfo): string | undefined =>
  query.has('tools') ? query.getAll('tools').join(',') : undefined;

/** `/mcp`: finds out who calls and with which credentials, waits for the concurrency limit, then hands the request to the protocol. */
export function createMcpRoute(options: McpRouteOptions): Route {
  const { endpoint, createHandlers, identify, credentialRules, accounts, limit, observed, clock } = options;
  const bodies = createByteBudget(bodyBytes);

  return async (context) => {
    const { info, incoming, signal } = context;
    const identity = await identify(info);
    const caller = withCredentials(identity, info, credentialRules);
    const { limitOwner } = caller;
    context.identified(limitOwner);
    const reservation = bodies.reserve(limitOwner);
    context.onEnd(reservation.release);
    const body = info.method === 'POST' ? await readRequestBody(incoming, reservation, clock) : undefined;
    const { app, id, release } = accounts.take(caller.credentials, caller.brought ? limitOwner : undefined);
    context.onEnd(release);
    // An e-mail address would be a credential, and the name of a person, in the log.
    const name = caller.name ?? `key ${id.slice(0, 8)}`;
    const { mask } = info;
    const { client } = identity;
    const facts = { id: info.id, caller: name, client, trace: readTrace(info.header('traceparent')), mask };
    const observedRun = observe(facts, {
      ...observed,
      onAttempt(attempt) {
        observed.onAttempt(attempt);
        if (attempt.status === 401) identity.onRefusedByCopper?.();
      },
    });
    const run: ObserveRequest = (...work) => context.track(observedRun(...work));
    const handlers = orBadTools(() => createHandlers(app, toolsParameter(info), run));
    context.onEnd(await limit.acquire(limitOwner, signal));
    const overdue = context.limitTime(clock, options.answerTimeoutMs);
    overdue.catch(() => undefined);
    return Promise.race([answerTo(context, body, handlers, endpoint), overdue]);
  };
}

function orBadTools<T>(choose: () => T): T {
  try {
    return choose();
  } catch (error) {
    throw error instanceof ChoiceError ? new HttpError(400, 'bad_tools', error.message) : error;
  }
}
