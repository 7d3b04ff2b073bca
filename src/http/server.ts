import type { Credentials } from '../copper/sign.ts';
import type { EventLog } from '../log.ts';
import type { Endpoint } from '../mcp/endpoint.ts';
import type { Clock } from '../tool/clock.ts';
import { type Accounts, type AccountsOptions, createAccounts } from './accounts.ts';
import { openCallersFile } from './callers-file.ts';
import { createConcurrencyLimit } from './concurrency-limit.ts';
import { createCors } from './cors.ts';
import { createHealth, type Health } from './health.ts';
import { createHostGuard } from './hosts.ts';
import { type Identify, identifyLocal } from './identify.ts';
import { type CreateCallerHandlers, createMcpRoute } from './mcp-route.ts';
import { createMetrics } from './metrics.ts';
import { createNodeListener, type NodeListener } from './node-listener.ts';
import { type ProtectedResource, protectedResource } from './protected-resource.ts';
import { createRoutes, type RoutesOptions } from './routes.ts';
import type { HttpSettings } from './settings.ts';
import { identifyByToken } from './tokens.ts';

/** What the HTTP server is made of. */
export interface HttpServerOptions {
  readonly settings: HttpSettings;
  readonly endpoint: Endpoint;
  /** The server's own Copper credentials. */
  readonly credentials: Credentials | undefined;
  readonly createApp: AccountsOptions['createApp'];
  readonly createHandlers: CreateCallerHandlers;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly readFile: (path: string) => string;
  readonly version: string;
  /** Shown by `/readyz` beside the status. */
  readonly details?: () => Readonly<Record<string, string>>;
  readonly page?: RoutesOptions['page'];
}

/** Everything between a port and the tools. */
export interface HttpServer {
  readonly listener: NodeListener;
  /** For a separate metrics port, where anyone may read them. */
  readonly metricsListener: NodeListener;
  readonly health: Health;
  readonly accounts: Accounts;
}

/** The longest wait for the concurrency limit, in milliseconds. */
const maxWaitMs = 10_000;

/** How callers are identified; what only OAuth needs is loaded only for it. @throws CallersError */
async function authOf(
  options: HttpServerOptions,
): Promise<{ readonly identify: Identify; readonly resource?: ProtectedResource }> {
  const { settings, clock, log, readFile } = options;
  const { auth } = settings;
  const open = (path: string) => openCallersFile({ path, readFile, now: clock.now, log });
  if (auth.kind === 'none') return { identify: identifyLocal };
  if (auth.kind === 'token') return { identify: identifyByToken(open(auth.callers)) };
  const { issuer, audience } = auth;
  const callers = auth.callers === undefined ? undefined : open(auth.callers);
  const resource = protectedResource(issuer, audience);
  const { identifyByJwt } = await import('./identify-by-jwt.ts');
  const { createIssuerKeys } = await import('./issuer-keys.ts');
  const keys = createIssuerKeys({ issuer, clock });
  const { metadataUrl } = resource;
  return { identify: identifyByJwt({ issuer, audience, metadataUrl, keys, clock, callers }), resource };
}

/** Creates the server; it does not listen yet. @throws CallersError for a callers file that cannot be used */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { settings, clock, log, details = () => ({}) } = options;
  const { auth, trustProxy, allowOrigins, maxCalls, maxCallsPerCaller, logArguments } = settings;
  const { identify, resource } = await authOf(options);
  const accounts = createAccounts({ createApp: options.createApp, clock });
  const limit = createConcurrencyLimit({
    clock,
    maxRunning: maxCalls,
    maxPerCaller: maxCallsPerCaller,
    maxWaiting: maxCalls,
    maxWaitMs,
  });
  const metrics = createMetrics({ accounts: accounts.list, requests: limit.usage });
  const { onCall, onAttempt, onRefused } = metrics;
  const health = createHealth(options.version, details);
  const cors = createCors(allowOrigins);
  const audienceHost = auth.kind === 'oauth' ? [new URL(auth.audience).hostname] : [];
  const mcp = createMcpRoute({
    endpoint: options.endpoint,
    createHandlers: options.createHandlers,
    identify,
    credentialRules: { server: options.credentials, allowCallerKeys: settings.callerKeys },
    accounts,
    limit,
    observed: { log, logArguments, now: clock.now, onCall, onAttempt },
  });
  const route = createRoutes({
    mcp,
    health,
    checkHosts: createHostGuard({
      hosts: [settings.host, ...settings.allowHosts, ...audienceHost],
      origins: allowOrigins,
    }),
    cors,
    identify,
    resource,
    metrics: settings.metricsPort === undefined ? metrics.response : undefined,
    page: options.page,
  });
  const shared = { trustProxy, log, onRefused, stopping: health.stopping };
  return {
    listener: createNodeListener({ ...shared, route, cors }),
    metricsListener: createNodeListener({
      ...shared,
      cors: createCors([]),
      route: async ({ info: { path } }) =>
        health.response(path) ??
        (path === '/metrics' ? metrics.response() : Response.json({ error: 'not_found' }, { status: 404 })),
    }),
    health,
    accounts,
  };
}
