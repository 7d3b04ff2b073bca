import type { Clock } from '../tool/clock.ts';
import type { Call } from '../tool/request.ts';
import { ToolError } from '../tool/tool-error.ts';
import { createAlarm } from './alarm.ts';
import { createFairQueue, type Waiting } from './fair-queue.ts';
import type { Slots } from './slots.ts';

/** What decides who may start; times in milliseconds. */
export interface TurnsOptions {
  readonly clock: Clock;
  readonly slots: Slots;
  /** Starts of sweeps, in a window of one second. */
  readonly sweeps: Slots;
  readonly sweepPerSecond: number;
  readonly maxWaitMs: number;
  /** The limit as it is now, and the moment before which nothing may start. */
  readonly rule: () => { readonly limit: number; readonly notBefore: number };
}

/** The line in front of the slots. */
export interface Turns {
  /**
   * Resolves when it is the caller's turn; its slot is taken then.
   *
   * @throws ToolError `rate_limited` when the wait is or becomes longer than `maxWaitMs`; the signal's reason when aborted.
   */
  enter(call: Call): Promise<void>;
  /** Milliseconds until one more call could start. */
  freeIn(): number;
  /** To be called whenever a slot or the rule has changed: starts whoever may start now. */
  update(): void;
}

interface Ticket extends Waiting {
  readonly arrived: number;
  start(): void;
  refuse(reason: unknown): void;
}

/** Lets requests start in fair order, each at the very moment a slot is free for it. */
export function createTurns(options: TurnsOptions): Turns {
  const { clock, slots, sweeps, sweepPerSecond, maxWaitMs, rule } = options;
  const queue = createFairQueue<Ticket>();
  const alarm = createAlarm(clock, update);

  /** When somebody with these before him can start. */
  function startAt(lane: Call['lane'], before: readonly Waiting[], now: number): number {
    const { limit, notBefore } = rule();
    const slot = slots.startAt(before.length, limit, now, notBefore);
    if (lane === 'call') return slot;
    const sweepsBefore = before.filter((each) => each.lane === 'sweep').length;
    return Math.max(slot, sweeps.startAt(sweepsBefore, sweepPerSecond, now, notBefore));
  }

  function waitOf(ticket: Ticket, now: number): number {
    const line = queue.items();
    return startAt(ticket.lane, line.slice(0, line.indexOf(ticket)), now) - now;
  }

  function startThoseWhoMay(now: number): void {
    for (;;) {
      const [first] = queue.items();
      if (first === undefined || startAt(first.lane, [], now) > now) return;
      slots.take();
      if (first.lane === 'sweep') {
        sweeps.take();
        sweeps.settle(now);
      }
      queue.shift();
      first.start();
    }
  }

  function update(): void {
    const now = clock.now();
    startThoseWhoMay(now);
    const hopeless = Math.max(now, rule().notBefore - 1);
    for (const ticket of queue.items().filter(({ arrived }) => hopeless - arrived >= maxWaitMs)) {
      ticket.refuse(full(waitOf(ticket, now)));
    }
    const line = queue.items();
    const gaveUp = Math.min(...line.map(({ arrived }) => arrived + maxWaitMs));
    alarm.set(line[0] && Math.min(gaveUp, startAt(line[0].lane, [], now)));
  }

  function full(waitMs: number): ToolError {
    const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
    const message = `Copper's limit of ${rule().limit} requests a minute is used up. Wait ${retryAfter} s, then call again.`;
    return new ToolError('rate_limited', message, { retryAfter });
  }

  return {
    enter: ({ lane, caller = '', signal, onWait }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const now = clock.now();
        const cancel = (): void => {
          ticket.refuse(signal.reason);
          update();
        };
        const ticket: Ticket = {
          lane,
          caller,
          arrived: now,
          start() {
            signal.removeEventListener('abort', cancel);
            resolve();
          },
          refuse(reason) {
            queue.remove(ticket);
            signal.removeEventListener('abort', cancel);
            reject(reason);
          },
        };
        queue.add(ticket);
        const wait = waitOf(ticket, now);
        if (wait > maxWaitMs) return ticket.refuse(full(wait));
        signal.addEventListener('abort', cancel);
        update();
        if (queue.items().includes(ticket)) onWait?.(wait);
      }),
    freeIn() {
      const now = clock.now();
      const calls = queue.items().filter(({ lane }) => lane === 'call');
      return startAt('call', calls, now) - now;
    },
    update,
  };
}
