import type { Credentials } from '../copper/sign.ts';
import type { EventLog } from '../log.ts';
import type { Endpoint } from '../mcp/endpoint.ts';
import type { Handlers } from '../mcp/handlers.ts';
import type { Clock } from '../tool/clock.ts';
import { type Account, type Accounts, createAccounts } from './accounts.ts';
import { openCallersFile } from './callers-file.ts';
import { createGate } from './concurrency-limit.ts';
import { createCors } from './cors.ts';
import { createHealth, type Health } from './health.ts';
import { createHostGuard } from './hosts.ts';
import { type Identify, identifyNobody } from './identify.ts';
import { identifyByJwt } from './identify-by-jwt.ts';
import { identifyByToken } from './identify-by-token.ts';
import { createIssuerKeys } from './issuer-keys.ts';
import { createMcpRoute } from './mcp-route.ts';
import { createMetrics } from './metrics.ts';
import { createDoor, type Listener } from './node-listener.ts';
import { type ProtectedResource, protectedResource } from './protected-resource.ts';
import type { Arrival } from './request-info.ts';
import { createRoutes } from './routes.ts';
import type { HttpSettings } from './settings.ts';

/** The world, as the front door meets it. */
export interface FrontDoorOptions {
  readonly settings: HttpSettings;
  readonly endpoint: Endpoint;
  /** The server's own Copper credentials. */
  readonly own: Credentials | undefined;
  /** Handlers with the tools that the address asks for; undefined where it does not ask. @throws ChoiceError */
  readonly offer: (handlers: Handlers, words: string | undefined) => Handlers;
  readonly makeAccount: (credentials: Credentials | undefined) => Account;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly readFile: (path: string) => string;
  readonly version: string;
  /** Told by `/readyz` beside the status. */
  readonly details?: () => Readonly<Record<string, string>>;
  /** Pages for people: the response for an address that is one, else undefined. */
  readonly page?: (arrival: Arrival) => Response | undefined;
}

/** Everything between a port and the tools. */
export interface FrontDoor {
  readonly listener: Listener;
  /** For a port of the numbers' own; anybody who reaches it may read them. */
  readonly metricsListener: Listener;
  readonly health: Health;
  readonly accounts: Accounts;
}

/** The longest wait for a place among the calls under way, in milliseconds. */
const maxWaitMs = 10_000;

/** Who may call, and what describes that. @throws CallersError */
function proofOf(options: FrontDoorOptions): { identify: Identify; resource?: ProtectedResource } {
  const { settings, clock, log, readFile } = options;
  const { proof } = settings;
  const open = (path: string) => openCallersFile({ path, readFile, now: clock.now, log });
  if (proof.kind === 'none') return { identify: identifyNobody };
  if (proof.kind === 'token') return { identify: identifyByToken(open(proof.callers)) };
  const { issuer, audience } = proof;
  const resource = protectedResource(issuer, audience);
  const identify = identifyByJwt({
    issuer,
    audience,
    metadataUrl: resource.metadataUrl,
    keys: createIssuerKeys({ issuer, clock }),
    clock,
    callers: proof.callers === undefined ? undefined : open(proof.callers),
  });
  return { identify, resource };
}

/** Puts the parts together; nothing listens yet. @throws CallersError for a callers file that cannot be used */
export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
  const {
    settings,
    endpoint,
    offer,
    own,
    makeAccount,
    clock,
    log,
    version,
    page,
    details = () => ({}),
  } = options;
  const { proof, trustProxy, allowOrigins, maxCalls, maxCallsPerCaller } = settings;
  const { identify, resource } = proofOf(options);
  const accounts = createAccounts({ make: makeAccount, clock });
  const gate = createGate({
    clock,
    total: maxCalls,
    perCaller: maxCallsPerCaller,
    queue: maxCalls,
    maxWaitMs,
  });
  const metrics = createMetrics({ accounts: accounts.list, gate: gate.usage });
  const health = createHealth(version, details);
  const cors = createCors(allowOrigins);
  const audienceHost = proof.kind === 'oauth' ? [new URL(proof.audience).hostname] : [];
  const route = createRoutes({
    mcp: createMcpRoute({
      endpoint,
      offer,
      identify,
      keys: { own, brought: settings.callerKeys },
      accounts,
      gate,
      observed: {
        log,
        logArguments: settings.logArguments,
        now: clock.now,
        onCall: metrics.called,
        onAttempt: metrics.sent,
      },
    }),
    health,
    checkHosts: createHostGuard({
      hosts: [settings.host, ...settings.allowHosts, ...audienceHost],
      origins: allowOrigins,
    }),
    cors,
    identify,
    resource,
    metrics: settings.metricsPort === undefined ? metrics.response : undefined,
    page,
  });
  const common = { trustProxy, log, onRefused: metrics.refused, stopping: health.stopping };
  return {
    listener: createDoor({ ...common, route, cors }),
    metricsListener: createDoor({
      ...common,
      cors: createCors([]),
      route: async ({ arrival: { path } }) =>
        health.response(path) ??
        (path === '/metrics' ? metrics.response() : Response.json({ error: 'not_found' }, { status: 404 })),
    }),
    health,
    accounts,
  };
}
