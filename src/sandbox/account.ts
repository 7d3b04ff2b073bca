import { authenticate } from './auth.ts';
import { type AccountState, applyChurn } from './churn.ts';
import { faultsByKind } from './faults.ts';
import type { HandlerContext } from './handler-context.ts';
import { indexWorld } from './index-of-world.ts';
import type { SandboxSettings } from './options.ts';
import { rateLimitReply, withRateHeaders } from './rate-reply.ts';
import { createRateWindow } from './rate-window.ts';
import { SandboxError } from './refusal.ts';
import { errorResponse, resultResponse } from './reply.ts';
import { bodyObject } from './request-body.ts';
import { apiBasePath, findRoute } from './routes.ts';
import { accountSizes } from './world/generator-context.ts';
import { createWorld, type World } from './world/world.ts';

/** One request that reached the API, already read. */
export interface ReceivedRequest {
  readonly request: Request;
  readonly url: URL;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
  /** Counted from 1, over all requests. */
  readonly number: number;
}

/** The account behind the front door: who may request, how often, what breaks, what is answered. */
export interface SandboxAccount {
  world(): World;
  answer(incoming: ReceivedRequest): Promise<Response>;
}

export function createSandboxAccount(settings: SandboxSettings): SandboxAccount {
  const takeTurn = createRateWindow(settings.limit, settings.now);
  let made: AccountState | undefined;
  const state = (): AccountState => {
    if (made === undefined) {
      const world = createWorld(
        settings.seed,
        settings.now(),
        settings.timeZone,
        accountSizes[settings.size],
      );
      made = { world, index: indexWorld(world), moved: new Map() };
    }
    return made;
  };

  const answer = async (incoming: ReceivedRequest): Promise<Response> => {
    const { request, number } = incoming;
    const { world, index, moved } = state();
    const { credential, user } = authenticate(request.headers, world.users, settings);
    const turn = takeTurn(credential);
    const { kind, every } = settings.fault ?? { kind: '429', every: 0 };
    const broken = every > 0 && number % every === 0;
    if (!turn.allowed) return withRateHeaders(rateLimitReply(turn.resets, settings), turn, settings);
    if (broken && kind === '429')
      return withRateHeaders(rateLimitReply(settings.now() + 1000, settings), turn, settings);
    const now = Math.floor(settings.now() / 1000);
    const pageRead: HandlerContext['pageRead'] = (list, rows) => {
      if (settings.churn === undefined) return;
      const ids = new Set(rows.slice(0, settings.churn.rows).map((row) => row.id));
      made = applyChurn(state(), list, settings.churn.kind, ids, now);
    };
    const context = { settings, world, index, user, now, moved, pageRead };
    const whole = async (): Promise<Response> => withRateHeaders(handle(incoming, context), turn, settings);
    return broken && kind !== '429' ? faultsByKind[kind](whole, request.signal) : whole();
  };

  return {
    world: () => state().world,
    answer: (incoming) => answer(incoming).catch((error: unknown) => errorReply(error, settings)),
  };
}

function handle({ request: { method }, url, body }: ReceivedRequest, context: HandlerContext): Response {
  const { settings } = context;
  try {
    const path = url.pathname.slice(apiBasePath.length);
    const found = findRoute(method, path);
    if (!settings.leads && /^\/lead(s|_statuses)(\/|$)/.test(path))
      throw new SandboxError(403, 'Feature not enabled');
    const handled = { context, path: found.path, query: url.searchParams, body: bodyObject(body) };
    return resultResponse(found.handler(handled), settings);
  } catch (error) {
    return errorReply(error, settings);
  }
}

/** Refusals become replies; anything else is a broken connection or our own mistake, and goes up. */
function errorReply(error: unknown, settings: SandboxSettings): Response {
  if (error instanceof SandboxError) return errorResponse(error, settings);
  throw error;
}
