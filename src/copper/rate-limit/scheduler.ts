import type { Clock } from '../../tool/clock.ts';
import type { RequestOptions } from '../../tool/request.ts';
import { limitUsedUpError } from '../errors.ts';
import { createFairQueue, type FairQueue, type QueuedCall } from './fair-queue.ts';
import type { Quota } from './quota.ts';
import { createRollingWindow, type RollingWindow } from './rolling-window.ts';

/** What decides which requests may start; times in milliseconds. */
export interface SchedulerOptions {
  readonly clock: Clock;
  readonly rollingWindow: RollingWindow;
  /** Asked after the rolling window. */
  readonly quota: Quota;
  readonly maxWaitMs: number;
  /** The account's limit as it is now, and the time before which nothing may start. */
  readonly rateLimit: () => { readonly limit: number; readonly blockedUntil: number };
}

/** Starts of background requests in any second. */
const backgroundPerSecond = 3;

/** The queue of requests that wait for a slot. */
export interface Scheduler {
  /**
   * Resolves when the request may start; it then has its slot.
   *
   * @throws ToolError `rate_limited` when the wait is or becomes longer than `maxWaitMs`; the signal's reason when aborted.
   */
  acquire(call: RequestOptions): Promise<void>;
  /** Milliseconds until one more call could start. */
  nextFreeInMs(): number;
  /** To be called whenever a slot or the rate limit has changed: starts all requests that may start now. */
  update(): void;
}

interface QueuedRequest extends QueuedCall {
  readonly arrived: number;
  /** Whether its wait has been announced. */
  announced: boolean;
  onWait(ms: number): void;
  start(): void;
  reject(reason: unknown): void;
}

type StartConditions = SchedulerOptions & { readonly backgroundWindow: RollingWindow };

/** The earliest start of a request that has these before it in the queue. */
function earliestStart(
  { quota, rollingWindow, backgroundWindow, rateLimit }: StartConditions,
  priority: RequestOptions['priority'],
  before: readonly QueuedCall[],
  now: number,
): number {
  const { limit, blockedUntil } = rateLimit();
  const shared = quota.earliestStart(before.length, now);
  const slot = Math.max(shared, rollingWindow.earliestStart(before.length, limit, now, blockedUntil));
  if (priority === 'interactive') return slot;
  const backgroundBefore = before.filter((each) => each.priority === 'background').length;
  return Math.max(
    slot,
    backgroundWindow.earliestStart(backgroundBefore, backgroundPerSecond, now, blockedUntil),
  );
}

/** How many at the head of the queue could start now. */
function countReady(conditions: StartConditions, items: readonly QueuedCall[], now: number): number {
  const count = items.findIndex(
    ({ priority }, at) => earliestStart(conditions, priority, items.slice(0, at), now) > now,
  );
  return count === -1 ? items.length : count;
}

/** Adds a request to the queue, and calls `update`; again if the request is aborted. */
function enqueue(
  queue: FairQueue<QueuedRequest>,
  { priority, caller = '', signal, onWait }: RequestOptions,
  arrived: number,
  update: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const cancel = (): void => {
      request.reject(signal.reason);
      update();
    };
    const request: QueuedRequest = {
      priority,
      caller,
      arrived,
      announced: false,
      onWait: (ms) => onWait?.(ms),
      start() {
        signal.removeEventListener('abort', cancel);
        resolve();
      },
      reject(reason) {
        queue.remove(request);
        signal.removeEventListener('abort', cancel);
        reject(reason);
      },
    };
    queue.add(request);
    signal.addEventListener('abort', cancel);
    update();
  });
}

/** Starts requests in fair order, each as soon as a slot is free for it. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { clock, quota, rollingWindow, maxWaitMs, rateLimit } = options;
  const backgroundWindow = createRollingWindow(1000);
  const conditions = { ...options, backgroundWindow };
  const queue = createFairQueue<QueuedRequest>();
  const setTimer = createWakeTimer(clock, update);

  function startReady(now: number): void {
    for (;;) {
      const [first] = queue.items();
      if (first === undefined || earliestStart(conditions, first.priority, [], now) > now) break;
      if (!quota.tryAcquire(() => countReady(conditions, queue.items(), now))) break;
      rollingWindow.start();
      if (first.priority === 'background') {
        backgroundWindow.start();
        backgroundWindow.complete(now);
      }
      queue.shift();
      first.start();
    }
    quota.releaseUnused();
  }

  function waitMsOf(request: QueuedRequest, now: number): number {
    const items = queue.items();
    return earliestStart(conditions, request.priority, items.slice(0, items.indexOf(request)), now) - now;
  }

  function rejectAsLimited(request: QueuedRequest, waitMs: number): void {
    const { limit } = rateLimit();
    const allowed = limit === 1 ? '1 request' : `${limit} requests`;
    request.reject(limitUsedUpError(`${allowed} a minute`, waitMs));
  }

  /** Announces to new requests how long they have to wait, as soon as that is known; rejects them if it is too long. */
  function announceWaits(now: number): void {
    for (const request of queue.items().filter(({ announced }) => !announced)) {
      if (quota.isPending()) return;
      const wait = waitMsOf(request, now);
      request.announced = true;
      if (now - request.arrived + wait > maxWaitMs) rejectAsLimited(request, wait);
      else request.onWait(wait);
    }
  }

  function rejectOverdue(now: number): void {
    const soonest = Math.max(now, rateLimit().blockedUntil - 1);
    for (const request of queue.items().filter(({ arrived }) => soonest - arrived >= maxWaitMs)) {
      rejectAsLimited(request, waitMsOf(request, now));
    }
  }

  function update(): void {
    const now = clock.now();
    startReady(now);
    announceWaits(now);
    rejectOverdue(now);
    const items = queue.items();
    const [first] = items;
    const overdueAt = Math.min(...items.map(({ arrived }) => arrived + maxWaitMs));
    if (first === undefined || quota.isPending()) setTimer(first && overdueAt);
    else setTimer(Math.min(overdueAt, earliestStart(conditions, first.priority, [], now)));
  }

  return {
    acquire: (call) => enqueue(queue, call, clock.now(), update),
    nextFreeInMs() {
      const now = clock.now();
      const calls = queue.items().filter(({ priority }) => priority === 'interactive');
      return earliestStart(conditions, 'interactive', calls, now) - now;
    },
    update,
  };
}

/**
 * A timer that calls `onWake` at the time it is set to (milliseconds since 1970), or earlier if it was set to an earlier one;
 * `undefined` stops it. As it may fire early, `onWake` looks at the clock and sets it again.
 */
export function createWakeTimer(clock: Clock, onWake: () => void): (at: number | undefined) => void {
  let current: { readonly at: number; readonly abort: AbortController } | undefined;
  return (at) => {
    if (current !== undefined && at !== undefined && current.at <= at) return;
    current?.abort.abort();
    current = undefined;
    if (at === undefined || at === Number.POSITIVE_INFINITY) return;
    const timer = { at, abort: new AbortController() };
    current = timer;
    clock.sleep(Math.max(0, at - clock.now()), timer.abort.signal).then(
      () => {
        if (current !== timer) return;
        current = undefined;
        onWake();
      },
      () => {},
    );
  };
}
