import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacer } from '../../../src/copper/rate-limit/pacer.ts';
import { ToolError } from '../../../src/tool/tool-error.ts';
import { manualClock } from '../../manual-clock.ts';

interface Asker {
  readonly at: number;
  readonly priority: 'interactive' | 'background';
  readonly caller: string;
  readonly latency: number;
  /** Where between start and reply the server counts: 0 to 1. */
  readonly counted: number;
  /** Milliseconds after `at`; undefined for those who are patient. */
  readonly cancelAfter: number | undefined;
}

interface World {
  readonly limit: number;
  readonly windowMs: number;
  readonly maxWaitMs: number;
  /** True for a server that tells what remains. */
  readonly tells: boolean;
  readonly askers: readonly Asker[];
}

/** What became of an asker; times in milliseconds. */
interface Fate extends Asker {
  start?: number;
  reply?: number;
  /** Start, refusal or cancellation: the end of the wait. */
  left?: number;
  error?: unknown;
}

const asker = fc.record<Asker>({
  at: fc.nat(120),
  priority: fc.constantFrom('interactive', 'interactive', 'interactive', 'background'),
  caller: fc.constantFrom('a', 'b', 'c'),
  latency: fc.nat(40),
  counted: fc.double({ min: 0, max: 1, noNaN: true }),
  cancelAfter: fc.option(fc.nat(60), { nil: undefined, freq: 4 }),
});

const world = fc.record<World>({
  limit: fc.integer({ min: 1, max: 4 }),
  windowMs: fc.integer({ min: 1, max: 50 }),
  maxWaitMs: fc.oneof(fc.nat(150), fc.constant(100_000)),
  tells: fc.boolean(),
  askers: fc.array(asker, { maxLength: 25 }),
});

async function live({ limit, windowMs, maxWaitMs, tells, askers }: World) {
  const clock = manualClock(0);
  const pacer = createPacer({ limit, windowMs, maxWaitMs, clock });
  const counts: number[] = [];
  let wrongWait = 0;

  async function ask(each: Asker): Promise<Fate> {
    await clock.sleep(each.at);
    const fate: Fate = { ...each };
    const stop = new AbortController();
    if (each.cancelAfter !== undefined) clock.sleep(each.cancelAfter).then(() => stop.abort('cancelled'));
    const send = pacer.pace(
      async () => {
        fate.start = clock.now();
        fate.left = clock.now();
        const before = Math.floor(each.latency * each.counted);
        await clock.sleep(before);
        counts.push(clock.now());
        const recent = counts.filter((count) => count > clock.now() - windowMs);
        const remaining = Math.max(0, limit - recent.length);
        const reset = Math.ceil((Math.min(...recent) + windowMs) / 1000);
        await clock.sleep(each.latency - before);
        fate.reply = clock.now();
        const headers = { 'X-RateLimit-Remaining': String(remaining), 'X-RateLimit-Reset': String(reset) };
        return new Response('', { headers: tells ? headers : {} });
      },
      {
        priority: each.priority,
        caller: each.caller,
        signal: stop.signal,
        onWait: (ms) => {
          if (ms < 1 || (each.priority === 'interactive' && ms > maxWaitMs)) wrongWait++;
        },
      },
    );
    await send(new Request('https://copper.test/')).catch((error: unknown) => {
      fate.error = error;
      fate.left = clock.now();
    });
    return fate;
  }

  const all = Promise.all(askers.map(ask));
  await clock.advance(100_000);
  return { fates: await all, counts, wrongWait, clock };
}

const runs = { numRuns: 300 };

test('the server never counts more than the limit in any window', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { counts } = await live(given);
      for (const end of counts) {
        const within = counts.filter((count) => count > end - given.windowMs && count <= end);
        expect(within.length).toBeLessThanOrEqual(given.limit);
      }
    }),
    runs,
  );
});

test('nobody waits while a slot is free: not a millisecond, not even with a server that reports what remains', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { fates } = await live(given);
      const started = fates.flatMap(({ start, reply, priority }) =>
        start === undefined || reply === undefined ? [] : [{ start, free: reply + given.windowMs, priority }],
      );
      for (const { at, left = at, priority } of fates) {
        for (let time = at; time < left; time++) {
          const held = started.filter(({ start, free }) => start <= time && time < free).length;
          const kept = priority === 'background' ? Math.floor(given.limit / 2) : 0;
          expect(held + kept).toBeGreaterThanOrEqual(given.limit);
        }
      }
    }),
    runs,
  );
});

test('nobody waits longer than allowed, and a rejection says when to retry', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { fates, wrongWait, clock } = await live(given);
      expect(wrongWait).toBe(0);
      expect(clock.sleepers()).toBe(0);
      for (const { at, left = Number.POSITIVE_INFINITY, error, priority, caller } of fates) {
        const before = fates.flatMap((each) =>
          priority === 'background' && each.priority === priority && each.caller === caller
            ? (each.start ?? [])
            : [],
        );
        const since = Math.max(at, ...before.filter((start) => start < left));
        expect(left - since).toBeLessThanOrEqual(given.maxWaitMs);
        if (error === undefined || error === 'cancelled') continue;
        expect(error).toBeInstanceOf(ToolError);
        expect(error).toMatchObject({ kind: 'rate_limited', retryAfter: expect.any(Number) });
      }
    }),
    runs,
  );
});

test('no request is rejected that could have started in time, had none been cancelled', async () => {
  const patient = world.map((given) => ({
    ...given,
    askers: given.askers.map(
      (each): Asker => ({
        ...each,
        priority: 'interactive',
        caller: 'a',
        latency: 0,
        cancelAfter: undefined,
      }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(patient, async (given) => {
      const { fates } = await live(given);
      const starts = fates.flatMap(({ start }) => start ?? []).sort((a, b) => a - b);
      for (const { at, error } of fates.filter((each) => each.error !== undefined)) {
        expect(error).toBeInstanceOf(ToolError);
        const inTime = starts.filter(
          (start) => start > at + given.maxWaitMs - given.windowMs && start <= at + given.maxWaitMs,
        );
        expect(inTime.length).toBe(given.limit);
      }
    }),
    runs,
  );
});

test('the cancelled leave at that very moment, unless they started before', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { fates } = await live(given);
      for (const { at, cancelAfter, left = Number.POSITIVE_INFINITY, error } of fates) {
        if (cancelAfter !== undefined) expect(left).toBeLessThanOrEqual(at + cancelAfter);
        if (error === 'cancelled') expect(left).toBe(at + (cancelAfter ?? Number.NaN));
      }
    }),
    runs,
  );
});

test('calls that are no more than the slots that background requests never take never wait', async () => {
  const inBackground = fc.record({
    limit: fc.integer({ min: 40, max: 120 }),
    windowMs: fc.integer({ min: 500, max: 2000 }),
    pages: fc.array(fc.record({ at: fc.nat(3000), caller: fc.constantFrom('a', 'b'), latency: fc.nat(60) }), {
      minLength: 150,
      maxLength: 300,
    }),
    callsAt: fc.array(fc.nat(4000), { maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(inBackground, async ({ pages, callsAt, ...given }) => {
      const common = { counted: 0.5, cancelAfter: undefined };
      const askers: Asker[] = [
        ...pages.map((each) => ({ ...common, ...each, priority: 'background' as const })),
        ...callsAt.map((at) => ({
          ...common,
          at,
          priority: 'interactive' as const,
          caller: 'c',
          latency: 20,
        })),
      ];
      const { fates } = await live({ ...given, tells: false, maxWaitMs: 100_000, askers });
      for (const { at, start, priority } of fates) if (priority === 'interactive') expect(start).toBe(at);
    }),
    { numRuns: 40 },
  );
});
