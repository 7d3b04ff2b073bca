import { type AccountState, applyChurn } from './churn.ts';
import { faultsByKind } from './faults.ts';
import type { HandlerContext } from './handler-context.ts';
import type { IncomingRequest, SandboxSettings } from './options.ts';
import { createRateWindow, rateLimitResponse, withRateHeaders } from './rate-limit.ts';
import { bodyObject } from './read-value.ts';
import { errorResponse, resultResponse, SandboxError } from './reply.ts';
import { apiBasePath, findRoute } from './routes.ts';
import { accountSizes } from './world/generator-context.ts';
import { withHostileTexts } from './world/hostile.ts';
import type { User } from './world/records.ts';
import type { World } from './world/world.ts';
import { indexWorld } from './world-index.ts';

/** One request to the API, with its parsed body. */
interface ReceivedRequest {
  readonly request: IncomingRequest;
  readonly url: URL;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
  /** Counted from 1, over all requests. */
  readonly number: number;
}

/** An account: authenticates requests, limits their rate, simulates faults and replies. */
export interface SandboxAccount {
  /** Its data at this moment, generated at first use. */
  world(): World;
  /** Replaces its data by what other users make of them. */
  change(edit: (world: World) => World): void;
  /** Rejects only if a fault breaks the connection. */
  answer(received: ReceivedRequest): Promise<Response>;
}

/** An account with these settings. */
export function createSandboxAccount(settings: SandboxSettings): SandboxAccount {
  const { seed, timeZone, size, now, churn, generate, hostile } = settings;
  const countRequest = createRateWindow(settings.limit, now);
  let made: AccountState | undefined;
  const state = (): AccountState => {
    if (made === undefined) {
      const plain = generate(seed, now(), timeZone, accountSizes[size]);
      const world = hostile ? withHostileTexts(plain) : plain;
      made = { world, index: indexWorld(world), moved: new Map() };
    }
    return made;
  };

  const answer = async (received: ReceivedRequest): Promise<Response> => {
    const { request, number } = received;
    const { world, index, moved } = state();
    const { credential, user } = authenticate(request.headers, world.users, settings);
    const decision = countRequest(credential);
    const { kind, every } = settings.fault ?? { kind: undefined, every: 0 };
    const fault = every > 0 && number % every === 0 ? kind : undefined;
    const withRate = (response: Response): Response => withRateHeaders(response, decision, settings);
    if (!decision.allowed) return withRate(rateLimitResponse(decision.resets, settings));
    if (fault === '429') return withRate(rateLimitResponse(now() + 1000, settings));
    const seconds = Math.floor(now() / 1000);
    const pageRead: HandlerContext['pageRead'] = (list, rows) => {
      if (churn === undefined) return;
      const ids = new Set(rows.slice(0, churn.rows).map((row) => row.id));
      made = applyChurn(state(), list, churn.kind, ids, seconds);
    };
    const context = { settings, world, index, user, now: seconds, moved, pageRead };
    const reply = async (): Promise<Response> => withRate(handle(received, context));
    return fault === undefined ? reply() : faultsByKind[fault](reply, request.signal);
  };

  return {
    world: () => state().world,
    change(edit) {
      const world = edit(state().world);
      made = { world, index: indexWorld(world), moved: state().moved };
    },
    answer: (received) => answer(received).catch((error: unknown) => errorReply(error, settings)),
  };
}

function handle({ request: { method }, url, body }: ReceivedRequest, context: HandlerContext): Response {
  const { settings } = context;
  try {
    const path = url.pathname.slice(apiBasePath.length);
    const found = findRoute(method, path);
    if (!settings.leads && /^\/lead(s|_statuses)(\/|$)/.test(path))
      throw new SandboxError(403, 'Feature not enabled');
    const parsed = { context, path: found.path, query: url.searchParams, body: bodyObject(body) };
    return resultResponse(found.handler(parsed), settings);
  } catch (error) {
    return errorReply(error, settings);
  }
}

/** The reply of a SandboxError; other errors (a broken connection, an internal error) are thrown on. */
function errorReply(error: unknown, settings: SandboxSettings): Response {
  if (error instanceof SandboxError) return errorResponse(error, settings);
  throw error;
}

/** Who sends a request. */
interface AuthenticatedCaller {
  credential: string;
  user: User;
}

/**
 * Reads a bearer token, which belongs to the first user, or an API key with its two further headers.
 *
 * @throws SandboxError 401 without an accepted credential.
 */
function authenticate(
  headers: Headers,
  users: readonly User[],
  settings: SandboxSettings,
): AuthenticatedCaller {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const credential = bearer ?? headers.get('x-pw-accesstoken') ?? '';
  const user = bearer === undefined ? keyOwner(headers, users) : users[0];
  const accepted = settings.credentials?.includes(credential) ?? credential !== '';
  if (!accepted || user === undefined) throw new SandboxError(401, 'Unauthorized');
  return { credential, user };
}

function keyOwner(headers: Headers, users: readonly User[]): User | undefined {
  if (headers.get('x-pw-application') !== 'developer_api') return undefined;
  const email = headers.get('x-pw-useremail')?.toLowerCase();
  return users.find((user) => user.email === email);
}
