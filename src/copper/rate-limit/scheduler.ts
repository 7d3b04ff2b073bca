import type { Clock } from '../../tool/clock.ts';
import type { RequestOptions } from '../../tool/request.ts';
import { createAlarm } from './alarm.ts';
import { createFairQueue, type Waiting } from './fair-queue.ts';
import type { Quota } from './quota.ts';
import { rateLimitedError } from './rate-limited-error.ts';
import type { RollingWindow } from './rolling-window.ts';

/** What decides who may start; times in milliseconds. */
export interface SchedulerOptions {
  readonly clock: Clock;
  readonly slots: RollingWindow;
  /** Asked after the slots. */
  readonly budget: Quota;
  /** Starts of sweeps, in a window of one second. */
  readonly sweeps: RollingWindow;
  readonly sweepPerSecond: number;
  readonly maxWaitMs: number;
  /** The limit as it is now, and the moment before which nothing may start. */
  readonly rule: () => { readonly limit: number; readonly notBefore: number };
}

/** The line in front of the slots. */
export interface Scheduler {
  /**
   * Resolves when it is the caller's turn; its slot is taken then.
   *
   * @throws ToolError `rate_limited` when the wait is or becomes longer than `maxWaitMs`; the signal's reason when aborted.
   */
  enter(call: RequestOptions): Promise<void>;
  /** Milliseconds until one more call could start. */
  freeIn(): number;
  /** To be called whenever a slot or the rule has changed: starts whoever may start now. */
  update(): void;
}

interface Ticket extends Waiting {
  readonly arrived: number;
  /** Whether it was told how long it has to wait. */
  told: boolean;
  onWait(ms: number): void;
  start(): void;
  refuse(reason: unknown): void;
}

/** Lets requests start in fair order, each at the very moment a slot is free for it. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { clock, slots, budget, sweeps, sweepPerSecond, maxWaitMs, rule } = options;
  const queue = createFairQueue<Ticket>();
  const alarm = createAlarm(clock, update);

  /** When somebody with these before him can start. */
  function startAt(lane: RequestOptions['lane'], before: readonly Waiting[], now: number): number {
    const { limit, notBefore } = rule();
    const shared = budget.startAt(before.length, now);
    const slot = Math.max(shared, slots.startAt(before.length, limit, now, notBefore));
    if (lane === 'call') return slot;
    const sweepsBefore = before.filter((each) => each.lane === 'sweep').length;
    return Math.max(slot, sweeps.startAt(sweepsBefore, sweepPerSecond, now, notBefore));
  }

  function waitOf(ticket: Ticket, now: number): number {
    const line = queue.items();
    return startAt(ticket.lane, line.slice(0, line.indexOf(ticket)), now) - now;
  }

  /** How many of the line could start now. */
  function ready(now: number): number {
    const line = queue.items();
    const count = line.findIndex(({ lane }, at) => startAt(lane, line.slice(0, at), now) > now);
    return count === -1 ? line.length : count;
  }

  function startThoseWhoMay(now: number): void {
    for (;;) {
      const [first] = queue.items();
      if (first === undefined || startAt(first.lane, [], now) > now || !budget.pass(() => ready(now))) break;
      slots.take();
      if (first.lane === 'sweep') {
        sweeps.take();
        sweeps.settle(now);
      }
      queue.shift();
      first.start();
    }
    budget.rest();
  }

  /** Tells those who came how long they have to wait, as soon as it is known; refuses them if that is too long. */
  function tell(now: number): void {
    for (const ticket of queue.items().filter(({ told }) => !told)) {
      if (budget.asking()) return;
      const wait = waitOf(ticket, now);
      ticket.told = true;
      if (now - ticket.arrived + wait > maxWaitMs) ticket.refuse(rateLimitedError(rule().limit, wait));
      else ticket.onWait(wait);
    }
  }

  function update(): void {
    const now = clock.now();
    startThoseWhoMay(now);
    tell(now);
    const hopeless = Math.max(now, rule().notBefore - 1);
    for (const ticket of queue.items().filter(({ arrived }) => hopeless - arrived >= maxWaitMs)) {
      ticket.refuse(rateLimitedError(rule().limit, waitOf(ticket, now)));
    }
    const line = queue.items();
    const gaveUp = Math.min(...line.map(({ arrived }) => arrived + maxWaitMs));
    const next = (lane: RequestOptions['lane']) => (budget.asking() ? gaveUp : startAt(lane, [], now));
    alarm.set(line[0] && Math.min(gaveUp, next(line[0].lane)));
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
          told: false,
          onWait: (ms) => onWait?.(ms),
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
        signal.addEventListener('abort', cancel);
        update();
      }),
    freeIn() {
      const now = clock.now();
      const calls = queue.items().filter(({ lane }) => lane === 'call');
      return startAt('call', calls, now) - now;
    },
    update,
  };
}
