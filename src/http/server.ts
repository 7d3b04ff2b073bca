import type { Credentials } from '../copper/ask.ts';
import type { EventLog } from '../log.ts';
import { type Clock, steadyClock } from '../tool/clock.ts';
import { type Accounts, type AccountsOptions, createAccounts } from './accounts.ts';
import { createAudit } from './audit.ts';
import { openCallersFile } from './callers-file.ts';
import { createConcurrencyLimit } from './concurrency-limit.ts';
import { createCors } from './cors.ts';
import { createHealth, type Health } from './health.ts';
import { createHostGuard } from './hosts.ts';
import { HttpError, methodNotAllowed } from './http-error.ts';
import { type Identify, identifyLocal } from './identify.ts';
import { type CreateCallerHandlers, createMcpRoute, type HttpEndpoint } from './mcp-route.ts';
import { createMetrics, type ProcessUsage } from './metrics.ts';
import { createNodeListener, type NodeListener } from './node-listener.ts';
import { type ProtectedResource, protectedResource } from './protected-resource.ts';
import type { RequestInfo, Route } from './request-context.ts';
import type { HttpSettings } from './settings.ts';
import type { SignIn, SignInEnvironment } from './sign-in/sign-in.ts';
import { hashToken, identifyByToken } from './tokens.ts';

/** What the HTTP server is made of. */
export interface HttpServerOptions {
  readonly settings: HttpSettings;
  readonly endpoint: HttpEndpoint;
  /** The server's own Copper credentials. */
  readonly credentials: Credentials | undefined;
  readonly createApp: AccountsOptions['createApp'];
  readonly createHandlers: CreateCallerHandlers;
  readonly clock: Clock;
  /** The longest that a request may hold its place, in milliseconds: longer than any call may take. */
  readonly answerTimeoutMs: number;
  readonly log: EventLog;
  readonly readFile: (path: string) => string;
  readonly version: string;
  /** What this process has used, for the metrics. */
  readonly usage: () => ProcessUsage;
  /** Shown by `/readyz` beside the status. */
  readonly details?: () => Readonly<Record<string, string>>;
  /** Appends lines to the audit log; undefined without one. */
  readonly appendAudit?: (text: string) => void;
  /** What signing in here needs; undefined without it. */
  readonly signIn?: SignInEnvironment;
  /** The page at `/`; undefined for any other path. */
  readonly page?: (info: RequestInfo) => Response | undefined;
  /** What any page of the web may read. */
  readonly discovery?: (info: RequestInfo) => Response | undefined;
}

/** Everything between a port and the tools. */
export interface HttpServer {
  readonly listener: NodeListener;
  /** For a separate metrics port. */
  readonly metricsListener: NodeListener;
  readonly health: Health;
  readonly accounts: Accounts;
  /** Writes what waits for the audit log, and ends the connections of what callers are identified by. */
  close(): Promise<void>;
}

const notFound = () => new HttpError(404, 'not_found', 'Not found. The MCP endpoint is at /mcp.');

/** The longest wait for the concurrency limit, in milliseconds. */
const maxWaitMs = 10_000;

/** How callers are identified. */
interface Auth {
  readonly identify: Identify;
  readonly resource?: ProtectedResource;
  readonly route?: SignIn['route'];
  readonly problem?: SignIn['problem'];
  readonly close?: SignIn['close'];
}

/** What only one way of identifying callers needs is loaded only for it. @throws CallersError, SealError */
async function authOf(options: HttpServerOptions): Promise<Auth> {
  const { settings, clock, log, readFile } = options;
  const { auth } = settings;
  const open = (path: string) => openCallersFile({ path, readFile, now: clock.steady, log });
  if (auth.kind === 'none') return { identify: identifyLocal };
  if (auth.kind === 'token') return { identify: identifyByToken(open(auth.callers)) };
  if (auth.kind === 'sign-in') {
    const { audience, allowed } = auth;
    const { signIn, createApp } = options;
    if (signIn === undefined) throw new Error('nothing to keep sign-ins in');
    const { createSignIn } = await import('./sign-in/sign-in.ts');
    return createSignIn({ ...signIn, audience, allowed, createApp, clock, log });
  }
  const { issuer, audience, trustEmailClaim } = auth;
  const callers = auth.callers === undefined ? undefined : open(auth.callers);
  const resource = protectedResource(issuer, audience);
  const { identifyByJwt } = await import('./identify-by-jwt.ts');
  const { createIssuerKeys } = await import('./issuer-keys.ts');
  const keys = createIssuerKeys({ issuer, clock: steadyClock(clock) });
  const { metadataUrl } = resource;
  const identify = identifyByJwt({
    ...{ issuer, audience, metadataUrl, keys },
    ...{ clock, callers, trustEmailClaim },
  });
  return { identify, resource };
}

/** What the metrics port answers with. */
interface MetricsRouteOptions {
  readonly health: ReturnType<typeof createHealth>;
  readonly checkHosts: ReturnType<typeof createHostGuard>;
  readonly identifyScraper: Identify | undefined;
  readonly metrics: ReturnType<typeof createMetrics>;
}

/** On the metrics port anyone who knows the token, if there is one, may read them. */
const metricsRoute =
  ({ health, checkHosts, identifyScraper, metrics }: MetricsRouteOptions): Route =>
  async ({ info }) => {
    const healthResponse = await health.response(info.path);
    if (healthResponse !== undefined) return healthResponse;
    checkHosts(info);
    if (info.path !== '/metrics')
      throw new HttpError(404, 'not_found', 'Not found. The metrics are at /metrics.');
    await identifyScraper?.(info);
    return metrics.response();
  };

/** How many requests can run at once: without authentication all are of one caller, this machine. */
const placesIn = ({ auth, trustProxy, maxCalls, maxCallsPerCaller }: HttpSettings) =>
  auth.kind === 'none' && !trustProxy ? Math.min(maxCalls, maxCallsPerCaller) : maxCalls;

/** Creates the server; it does not listen yet. @throws CallersError for a callers file that cannot be used */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { settings, clock, log, details = () => ({}) } = options;
  const { auth, trustProxy, allowOrigins, maxCalls, maxCallsPerCaller, logArguments } = settings;
  const { identify, resource, route: signInRoute, problem, close } = await authOf(options);
  const accounts = createAccounts({ createApp: options.createApp, clock: steadyClock(clock) });
  const limit = createConcurrencyLimit({
    clock,
    maxRunning: maxCalls,
    maxPerCaller: maxCallsPerCaller,
    maxWaiting: maxCalls,
    maxWaitMs,
  });
  const metrics = createMetrics({
    ...{ version: options.version, usage: options.usage },
    ...{ accounts: accounts.list, requests: limit.usage },
  });
  const { onCall, onAttempt, onRefused } = metrics;
  const { appendAudit: append } = options;
  const audit = append && createAudit({ append, clock, log, onLost: metrics.onAuditLost });
  const isFull = () => limit.usage().running >= placesIn(settings);
  const health = createHealth({ version: options.version, details, isFull, problem });
  const cors = createCors(allowOrigins);
  const audienceHost = 'audience' in auth ? [new URL(auth.audience).hostname] : [];
  const mcp = createMcpRoute({
    endpoint: options.endpoint,
    createHandlers: options.createHandlers,
    identify,
    credentialRules: { server: options.credentials, allowCallerKeys: settings.callerKeys },
    accounts,
    limit,
    clock,
    answerTimeoutMs: options.answerTimeoutMs,
    observed: { log, logArguments, now: clock.steady, onCall, onAttempt, audit },
  });
  const { metricsToken } = settings;
  const identifyScraper =
    metricsToken === undefined
      ? undefined
      : identifyByToken(() => [{ name: 'metrics', sha256: hashToken(metricsToken), copper: 'server' }]);
  const allowedHosts = [settings.host, ...settings.allowHosts, ...audienceHost];
  const checkHosts = createHostGuard(allowedHosts, allowOrigins);

  /** True for what can be read, and nothing else be done with. */
  const isRead = (info: RequestInfo) =>
    health.has(info.path) ||
    resource?.document(info.path) !== undefined ||
    (info.path === '/metrics' && settings.metricsPort === undefined) ||
    options.discovery?.(info) !== undefined ||
    options.page?.(info) !== undefined;

  async function get(info: RequestInfo): Promise<Response> {
    const document = resource?.document(info.path);
    if (document !== undefined) return Response.json(document);
    if (info.path === '/metrics' && settings.metricsPort === undefined) {
      await (identifyScraper ?? identify)(info);
      return metrics.response();
    }
    const response = options.page?.(info);
    if (response === undefined) throw notFound();
    return response;
  }

  /** Health is for anyone, everything else only for requests to an allowed host name. */
  const route: Route = async (context) => {
    const { info } = context;
    const isGet = info.method === 'GET' || info.method === 'HEAD';
    const healthResponse = isGet ? await health.response(info.path) : undefined;
    if (healthResponse !== undefined) return healthResponse;
    const published = isGet ? options.discovery?.(info) : undefined;
    if (published !== undefined) {
      checkHosts({ ...info, header: (name) => (name === 'origin' ? undefined : info.header(name)) });
      return published;
    }
    checkHosts(info);
    if (cors.isPreflight(info)) return cors.preflight();
    if (info.path === '/mcp') return mcp(context);
    const signInAnswer = await signInRoute?.(context);
    if (signInAnswer !== undefined) return signInAnswer;
    if (!isGet && isRead(info)) throw methodNotAllowed(info.method, ['GET', 'HEAD']);
    return get(info);
  };

  const shared = { trustProxy, clock, log, onRefused, stopping: health.stopping };
  return {
    listener: createNodeListener({ ...shared, route, cors }),
    metricsListener: createNodeListener({
      ...shared,
      route: metricsRoute({ health, checkHosts, identifyScraper, metrics }),
      cors: createCors([]),
    }),
    health,
    accounts,
    async close() {
      audit?.flush();
      await close?.();
    },
  };
}
