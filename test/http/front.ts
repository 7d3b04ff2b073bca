import { type IncomingHttpHeaders, request } from 'node:http';
import { createScanStore, type ScanStore } from '../../src/answer/scan-cache.ts';
import { createApp } from '../../src/app.ts';
import { toolChoice } from '../../src/cli/tool-choice.ts';
import { readConfig } from '../../src/config.ts';
import type { Credentials } from '../../src/copper/ask.ts';
import type { AccountApp } from '../../src/http/accounts.ts';
import { type Listening, type ListenOptions, listen } from '../../src/http/listen.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../src/http/server.ts';
import type { HttpSettings } from '../../src/http/settings.ts';
import { createEndpoint } from '../../src/mcp/endpoint.ts';
import { createHandlers } from '../../src/mcp/handlers.ts';
import { publishedCapabilities } from '../../src/published.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { type Clock, realClock } from '../../src/tool/clock.ts';
import type { FetchCopper, OutgoingRequest } from '../../src/tool/fetch-copper.ts';
import { worldOfThisHour } from '../worlds.ts';

/** One line of the log. */
interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A server that listens on a free port of this machine. */
export interface Front {
  readonly server: HttpServer;
  readonly listening: Listening;
  readonly url: string;
  readonly logged: Logged[];
  /** Files as the server reads them, by path; may be changed. */
  readonly files: Map<string, string>;
  close(): Promise<void>;
}

/** What a test may turn. */
export interface FrontOptions {
  readonly settings?: Partial<HttpSettings>;
  readonly listen?: Partial<ListenOptions>;
  readonly files?: Readonly<Record<string, string>>;
  readonly own?: Credentials;
  /** Settings of the tools that are offered. */
  readonly env?: Readonly<Record<string, string>>;
  /** The Copper of a credential; default: one sandbox for all. */
  readonly sendFor?: (credentials: Credentials | undefined) => FetchCopper;
  /** By which requests to Copper wait and are repeated; the server's own is always the real one. */
  readonly copperClock?: Clock;
  readonly over?: Partial<HttpServerOptions>;
}

/** A key that the sandbox takes. */
const ownKey: Credentials = { kind: 'key', key: 'own-key', email: 'dana.li@example.com' };

const usual: HttpSettings = {
  host: '127.0.0.1',
  port: 0,
  auth: { kind: 'none' },
  callerKeys: false,
  allowHosts: [],
  allowOrigins: [],
  trustProxy: false,
  metricsPort: undefined,
  metricsToken: undefined,
  maxCalls: 100,
  maxCallsPerCaller: 50,
  logArguments: false,
};

/** An app on this Copper. */
function appOn(
  fetch: FetchCopper,
  credentials: Credentials | undefined,
  clock: Clock,
  store: ScanStore,
): AccountApp {
  const log = { debug() {}, warn() {}, error() {} };
  const config = { ...readConfig({}, () => '', 'America/Los_Angeles'), credentials };
  const shared = { clock, log, random: () => 0.5, version: '0.0.0-test', scanStore: () => store };
  return createApp({ config, fetch, ...shared });
}

/** Starts the real thing, but for the network behind it. */
export async function startFront(options: FrontOptions = {}): Promise<Front> {
  const { own = ownKey, copperClock = realClock, over = {} } = options;
  const logged: Logged[] = [];
  const record = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, message, fields: { ...fields } });
  const log = {
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: record('error'),
  };
  const files = new Map(Object.entries(options.files ?? {}));
  const sandbox = createSandbox({ now: realClock.now, sleep: realClock.sleep, generate: worldOfThisHour });
  const sendFor = options.sendFor ?? (() => (request: OutgoingRequest) => sandbox.send(request));
  const settings = { ...usual, ...options.settings };
  const store = createScanStore({ keepMs: 120_000, clock: copperClock });
  const { offered, narrow } = toolChoice(readConfig(options.env ?? {}, () => '', 'UTC'));
  const server = await createHttpServer({
    settings,
    endpoint: createEndpoint({ version: '0.0.0-test' }),
    createHandlers: (app, words, run) =>
      createHandlers({
        selection: words === undefined ? offered : narrow(words),
        capabilities: publishedCapabilities,
        app: async () => app,
        run,
      }),
    credentials: own,
    createApp: (credentials) => appOn(sendFor(credentials), credentials, copperClock, store),
    clock: realClock,
    answerTimeoutMs: 60_000,
    log,
    readFile(path) {
      const text = files.get(path);
      if (text === undefined) throw new Error(`no file ${path}`);
      return text;
    },
    version: '0.0.0-test',
    usage: () => ({ residentBytes: 1e8, heapBytes: 5e7, cpuSeconds: 1.5 }),
    ...over,
  });
  const listening = await listen(server.listener, { host: settings.host, port: 0, ...options.listen });
  return {
    server,
    listening,
    url: listening.url,
    logged,
    files,
    async close() {
      await server.accounts.close();
      listening.closeConnections();
      await listening.drain(realClock, 1_000);
    },
  };
}

/** A response, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Asks with headers that `fetch` would not send. */
export function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString(),
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** What clients of 2025 send with each request. */
export const mcpHeaders = {
  'Content-Type': 'application/json',
  Accept: 'application/json, text/event-stream',
};

/** One call of a tool, as clients of 2025 make it. */
export function callTool(
  url: string,
  name: string,
  input: object = {},
  { headers = {}, meta = {} }: { headers?: Record<string, string>; meta?: object } = {},
): Promise<Answer> {
  return callMethod(url, 'tools/call', { name, arguments: input, _meta: meta }, headers);
}

/** Any request, as clients of 2025 make it. */
export function callMethod(
  url: string,
  method: string,
  params: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  return ask(`${url}/mcp`, { method: 'POST', headers: { ...mcpHeaders, ...headers }, body });
}
