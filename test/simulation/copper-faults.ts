import type { CancelSignal } from '../../src/tool/clock.ts';
import type { ManualClock } from '../manual-clock.ts';
import type { Random } from '../oracle/random.ts';

/** One request on its way. */
export interface Trip {
  readonly clock: ManualClock;
  readonly random: Random;
  /** Aborted when nobody waits any more. */
  readonly signal: CancelSignal;
  /** Hands the request to Copper; what it answers. */
  arrive(): Promise<Response>;
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });

const html = (status: number) =>
  new Response(`<!DOCTYPE html><title>Error ${status}</title><p>at server.rb:12:3 in /srv/app/secret.rb`, {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
  });

const broken = () =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('read'), { code: 'ECONNRESET' }) });

/** Nothing until nobody waits any more. */
const never = (signal: CancelSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

/** The beginning of a reply, and then what `next` does. */
async function halved(trip: Trip, next: (rest: Uint8Array) => Promise<Uint8Array>): Promise<Response> {
  const response = await trip.arrive();
  const whole = await bytesOf(response);
  const middle = Math.floor((whole.length * trip.random.int(0, 99)) / 100);
  let part = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      part++;
      if (part === 1) controller.enqueue(whole.slice(0, middle));
      else
        try {
          controller.enqueue(await next(whole.slice(middle)));
          controller.close();
        } catch (error) {
          controller.error(error);
        }
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

/** Headers of a 429 as servers write them, and wrongly. */
function limitHeaders({ random, clock }: Trip): Record<string, string> {
  const date = new Date(clock.steady()).toUTCString();
  return random.pick<Record<string, string>>([
    {},
    { date, 'retry-after': String(random.int(0, 30)) },
    { date, 'retry-after': new Date(clock.steady() + random.int(-5, 20) * 1000).toUTCString() },
    { 'retry-after': random.pick(['soon', '-3', '1e9', '', '0.5', '2 seconds', '9999999999']) },
    {
      date,
      'x-ratelimit-limit': '180',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(clock.steady() / 1000) + random.int(-2, 60)),
    },
    { date, 'x-ratelimit-remaining': 'NaN', 'x-ratelimit-reset': '99999999999999' },
  ]);
}

/** Replies that say success and are not what was asked for. */
const wrongShapes = [
  '{}',
  'null',
  '42',
  '"ok"',
  'true',
  '[null]',
  '[[]]',
  '[{}]',
  '[{"id":null}]',
  '[{"id":"x","name":7}]',
  '{"data":null}',
  '{"data":{}}',
  '{"success":false,"status":500,"message":"no"}',
  '{"success":false}',
  '{"error":"none"}',
];

/** Everything that may happen to a request. */
export const faults = {
  'reset before': async () => {
    throw broken();
  },
  async 'reset after'({ arrive }: Trip) {
    await arrive();
    throw broken();
  },
  hang: ({ signal }: Trip) => never(signal),
  async 'hang after'({ arrive, signal }: Trip) {
    await arrive();
    return never(signal);
  },
  '500': async () => json(500, { success: false, status: 500, message: 'at foo (/srv/app.rb:1:2)' }),
  '502': async () => html(502),
  '503': async ({ random }: Trip) =>
    json(503, '', random.chance(0.5) ? {} : { 'retry-after': String(random.int(0, 5)) }),
  '504': async () => json(504, ''),
  '408': async () => json(408, ''),
  '429': async (trip: Trip) =>
    json(429, { success: false, status: 429, message: 'Too many' }, limitHeaders(trip)),
  '429 after': async (trip: Trip) => {
    await trip.arrive();
    return json(429, '', limitHeaders(trip));
  },
  '200 html': async () => html(200),
  empty: async () => json(200, ''),
  cut: (trip: Trip) =>
    halved(trip, async () => {
      throw broken();
    }),
  short: async (trip: Trip) => {
    const text = await (await trip.arrive()).text();
    return json(200, text.slice(0, trip.random.int(0, Math.max(0, text.length - 1))));
  },
  trickle: (trip: Trip) =>
    halved(trip, async (rest) => {
      await trip.clock.sleep(trip.random.int(1, 4_000));
      return rest;
    }),
  stall: (trip: Trip) => halved(trip, () => never(trip.signal)),
  'wrong shape': async ({ arrive, random }: Trip) => {
    await arrive();
    return json(200, random.pick(wrongShapes));
  },
} as const satisfies Readonly<Record<string, (trip: Trip) => Promise<Response>>>;

/** The name of something that may happen. */
export type FaultName = keyof typeof faults;

/** All names. */
export const faultNames = Object.keys(faults) as FaultName[];
