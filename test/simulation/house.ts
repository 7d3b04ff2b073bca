import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { createApp } from '../../src/app.ts';
import { type ToolChoice, toolChoice } from '../../src/cli/tool-choice.ts';
import { longestExchangeMs, readConfig } from '../../src/config.ts';
import { type AccountApp, createAccounts } from '../../src/http/accounts.ts';
import { createConcurrencyLimit } from '../../src/http/concurrency-limit.ts';
import { HttpError } from '../../src/http/http-error.ts';
import { createMcpRoute } from '../../src/http/mcp-route.ts';
import { type HttpAnswer, readRequestInfo, startRequest } from '../../src/http/request-context.ts';
import { createEndpoint, type Endpoint } from '../../src/mcp/endpoint.ts';
import { readFrame } from '../../src/mcp/frame.ts';
import { createHandlers } from '../../src/mcp/handlers.ts';
import { isModern } from '../../src/mcp/json-rpc.ts';
import { answerModern } from '../../src/mcp/modern-server.ts';
import { publishedCapabilities } from '../../src/published.ts';
import { type CancelSignal, type Clock, steadyClock } from '../../src/tool/clock.ts';
import type { OutgoingRequest } from '../../src/tool/fetch-copper.ts';
import type { Tenant } from './tenant.ts';

/** Who calls: a name of their own, and the account they use. */
export interface Caller {
  readonly name: string;
  readonly tenant: Tenant;
}

/** A message of a caller, as it arrives over HTTP. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a caller got. */
export interface Delivered {
  readonly status: number;
  readonly body: string;
}

/** One message and its answer to come. */
export interface Exchange {
  readonly delivered: Promise<Delivered>;
  /** The caller hangs up. */
  cancel(): void;
}

/** The HTTP server without its sockets: all accounts, places, protocols and tools in one process, on a clock that a test turns. */
export interface House {
  exchange(caller: Caller, message: Message): Exchange;
  /** Places taken and waited for. */
  places(): { readonly running: number; readonly waiting: number };
  /** How many requests of each caller have a place. */
  working(): ReadonlyMap<string, number>;
  /** Accounts in memory. */
  accounts(): readonly AccountApp[];
  /** Messages that something still holds, after a collection of garbage. */
  held(): number;
  /** Lines of the log since the last time. */
  logged(): string[];
}

/** The whole answer; nothing more is read once the caller has hung up. */
async function deliver(response: HttpAnswer, signal: CancelSignal): Promise<Delivered> {
  if (!(response instanceof Response)) return { status: 200, body: Buffer.from(response.json).toString() };
  const { status, body } = response;
  if (body === null) return { status, body: '' };
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read())
    text += decoder.decode(part.value, { stream: true });
  signal.removeEventListener('abort', cancel);
  return { status, body: text };
}

function arriving({ name, tenant }: Caller, { headers, body }: Message, id: number): IncomingMessage {
  const incoming = new IncomingMessage(new Socket());
  incoming.method = 'POST';
  incoming.url = '/mcp';
  incoming.headers = {
    host: 'simulated.test',
    'x-request-id': `r${id}`,
    'x-simulated-caller': name,
    'x-copper-api-key': tenant.key,
    'x-copper-user-email': tenant.email,
    ...headers,
  };
  incoming.push(body);
  incoming.push(null);
  return incoming;
}

const version = '0.0.0-test';

/**
 * The endpoint, which here need not load the protocol of 2026-07-28 with its first request: how long a disk takes no seed decides.
 */
function loadedEndpoint(onError: (error: unknown) => void): Endpoint {
  const endpoint = createEndpoint({ version, onError });
  return {
    ...endpoint,
    async handle(request, handlers) {
      const revision = request.headers.get('mcp-protocol-version');
      if (revision === null) return endpoint.handle(request, handlers);
      const frame = readFrame(JSON.parse(await request.clone().text()));
      return frame.kind === 'request' && isModern(frame.message, revision)
        ? answerModern(request, frame.message, handlers, version)
        : endpoint.handle(request, handlers);
    },
  };
}

/** The most places of all and of one caller, and the most of both that are waited for. */
export const mostPlaces = { all: 10, ofCaller: 4, waiting: 10 };

/** Tells of each request, by its id, that it has got its place and is being answered. */
function observed({ direct, handle, ...endpoint }: Endpoint, onWork: (id: string) => void): Endpoint {
  return {
    ...endpoint,
    direct(request, handlers) {
      onWork(request.header('x-request-id') ?? '');
      return direct(request, handlers);
    },
    handle(request, handlers) {
      onWork(request.headers.get('x-request-id') ?? '');
      return handle(request, handlers);
    },
  };
}

/** Opens the house for these accounts; `random` gives numbers from 0 up to 1. */
export function openHouse(tenants: readonly Tenant[], clock: Clock, random: () => number): House {
  const lines: string[] = [];
  const record = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const log = { debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') };
  const configs = new Map(tenants.map(({ key, env }) => [key, readConfig(env, () => '', 'UTC')]));
  const choices = new WeakMap<AccountApp, ToolChoice>();
  const accounts = createAccounts({
    clock: steadyClock(clock),
    createApp(credentials) {
      const tenant = tenants.find(({ key }) => credentials?.kind === 'key' && credentials.key === key);
      const config = tenant && configs.get(tenant.key);
      if (config === undefined) throw new Error('these are credentials of nobody');
      const fetch = (request: OutgoingRequest) => {
        // The wire goes by what a request says, not by who the product believes to be asking.
        const to = tenants.find(({ key }) => key === request.headers.get('x-pw-accesstoken'));
        return to === undefined ? Promise.reject(new Error('unknown key')) : to.line.send(request);
      };
      const app = createApp({ config, fetch, clock, log, random, version });
      choices.set(app, toolChoice(config));
      return app;
    },
  });
  const limit = createConcurrencyLimit({
    clock,
    maxRunning: mostPlaces.all,
    maxPerCaller: mostPlaces.ofCaller,
    maxWaiting: mostPlaces.waiting,
    maxWaitMs: 10_000,
  });
  /** Requests with a place, by their id: whose they are. */
  const working = new Map<string, string>();
  const callers = new Map<string, string>();
  const endpoint = loadedEndpoint((error) => log.error({ error: String(error) }, 'Internal error'));
  const route = createMcpRoute({
    endpoint: observed(endpoint, (id) => working.set(id, callers.get(id) ?? '')),
    createHandlers: (app, words, run) => {
      const choice = choices.get(app);
      if (choice === undefined) throw new Error('an app of nobody');
      return createHandlers({
        selection: words === undefined ? choice.offered : choice.narrow(words),
        capabilities: publishedCapabilities,
        app: async () => app,
        run,
      });
    },
    identify: async (info) => ({ name: info.header('x-simulated-caller') ?? '', copper: 'caller' }),
    credentialRules: { server: undefined, allowCallerKeys: true },
    accounts,
    limit,
    clock,
    answerTimeoutMs: Math.max(...[...configs.values()].map(longestExchangeMs)),
    observed: { log, logArguments: false, now: clock.steady, onCall() {}, onAttempt() {} },
  });
  let count = 0;
  const arrived: WeakRef<IncomingMessage>[] = [];

  return {
    exchange(caller, message) {
      count++;
      const id = `r${count}`;
      callers.set(id, caller.name);
      const incoming = arriving(caller, message, count);
      arrived.push(new WeakRef(incoming));
      const { context, disconnect, end } = startRequest(readRequestInfo(incoming, true), incoming);
      const answer = async (): Promise<Delivered> => {
        try {
          return await deliver(await route(context), context.signal);
        } catch (error) {
          if (context.signal.aborted && !(error instanceof HttpError)) return { status: 499, body: '' };
          if (!(error instanceof HttpError)) throw error;
          return { status: error.status, body: error.message };
        } finally {
          await end();
          working.delete(id);
          callers.delete(id);
        }
      };
      return { delivered: answer(), cancel: disconnect };
    },
    places: limit.usage,
    working() {
      const counts = new Map<string, number>();
      for (const name of working.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
      return counts;
    },
    accounts: accounts.list,
    held: () => arrived.filter((ref) => ref.deref() !== undefined).length,
    logged: () => lines.splice(0),
  };
}
