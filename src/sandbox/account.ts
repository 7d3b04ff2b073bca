import { authenticate } from './auth.ts';
import { churned, type State } from './churn.ts';
import { FAULTS } from './faults.ts';
import { indexOf } from './index-of-world.ts';
import type { Settings } from './options.ts';
import { tooMany, withRate } from './rate-reply.ts';
import { rateWindow } from './rate-window.ts';
import { Refusal } from './refusal.ts';
import { refuse, reply } from './reply.ts';
import { bodyObject } from './request-body.ts';
import { BASE_PATH, route } from './routes.ts';
import type { Scene } from './scene.ts';
import { SIZES } from './world/size.ts';
import { createWorld, type World } from './world/world.ts';

/** One request that reached the API, already read. */
export interface Incoming {
  readonly request: Request;
  readonly url: URL;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
  /** Counted from 1, over all requests. */
  readonly number: number;
}

/** The account behind the front door: who may ask, how often, what breaks, what is answered. */
export interface Account {
  world(): World;
  answer(incoming: Incoming): Promise<Response>;
}

export function createAccount(settings: Settings): Account {
  const takeTurn = rateWindow(settings.limit, settings.now);
  let made: State | undefined;
  const state = (): State => {
    if (made === undefined) {
      const world = createWorld(settings.seed, settings.now(), settings.timeZone, SIZES[settings.size]);
      made = { world, index: indexOf(world), moved: new Map() };
    }
    return made;
  };

  const answer = async (incoming: Incoming): Promise<Response> => {
    const { request, number } = incoming;
    const { world, index, moved } = state();
    const { credential, user } = authenticate(request.headers, world.users, settings);
    const turn = takeTurn(credential);
    const { kind, every } = settings.fault ?? { kind: '429', every: 0 };
    const broken = every > 0 && number % every === 0;
    if (!turn.allowed) return withRate(tooMany(turn.resets, settings), turn, settings);
    if (broken && kind === '429') return withRate(tooMany(settings.now() + 1000, settings), turn, settings);
    const now = Math.floor(settings.now() / 1000);
    const pageRead: Scene['pageRead'] = (list, rows) => {
      if (settings.churn === undefined) return;
      const ids = new Set(rows.slice(0, settings.churn.rows).map((row) => row.id));
      made = churned(state(), list, settings.churn.kind, ids, now);
    };
    const scene = { settings, world, index, user, now, moved, pageRead };
    const whole = async (): Promise<Response> => withRate(handle(incoming, scene), turn, settings);
    return broken && kind !== '429' ? FAULTS[kind](whole, request.signal) : whole();
  };

  return {
    world: () => state().world,
    answer: (incoming) => answer(incoming).catch((error: unknown) => refused(error, settings)),
  };
}

function handle({ request, url, body }: Incoming, scene: Scene): Response {
  const { settings } = scene;
  try {
    const path = url.pathname.slice(BASE_PATH.length);
    const found = route(request.method, path);
    if (!settings.leads && /^\/lead(s|_statuses)(\/|$)/.test(path))
      throw new Refusal(403, 'Feature not enabled');
    const ask = { scene, path: found.path, query: url.searchParams, body: bodyObject(body) };
    return reply(found.handler(ask), settings);
  } catch (error) {
    return refused(error, settings);
  }
}

/** Refusals become replies; anything else is a broken connection or our own mistake, and goes up. */
function refused(error: unknown, settings: Settings): Response {
  if (error instanceof Refusal) return refuse(error, settings);
  throw error;
}
