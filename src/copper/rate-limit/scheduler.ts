import { type Clock, createWakeTimer } from '../../tool/clock.ts';
import type { RequestOptions } from '../../tool/request.ts';
import { limitUsedUpError } from '../errors.ts';
import type { WantedStarts } from './quota.ts';
import { earliestStart, reservedSlots, reservedSlotsAt, type StartConditions } from './rolling-window.ts';

/** What decides which requests may start; times in milliseconds. */
export interface SchedulerOptions extends Omit<StartConditions, 'reserveLastFreeAt'> {
  readonly clock: Clock;
  readonly maxWaitMs: number;
}

/** The queue of requests that wait for a slot. */
export interface Scheduler {
  /**
   * Resolves when the request may start; it then has its slot.
   *
   * @throws ToolError `rate_limited` when the wait is or becomes longer than `maxWaitMs` (of a background request: the wait for the next
   * start of its caller); the signal's reason when aborted.
   */
  acquire(call: RequestOptions): Promise<void>;
  /** Milliseconds until one more call could start. */
  nextFreeInMs(): number;
  /** To be called whenever a slot or the rate limit has changed: starts all requests that may start now. */
  update(): void;
}

interface QueuedRequest extends QueuedCall {
  /** Its arrival; of a background request the last start of one of its caller, if that was later: pages wait for one another. */
  waitsSince: number;
  /** Whether its wait has been announced. */
  announced: boolean;
  onWait(ms: number): void;
  start(): void;
  reject(reason: unknown): void;
}

/** Those at the head of the queue that could start now. */
function countReady(options: StartConditions, items: readonly QueuedCall[], now: number): WantedStarts {
  const count = items.findIndex(({ priority }, at) => earliestStart(options, priority, at, now) > now);
  const ready = count === -1 ? items : items.slice(0, count);
  const interactive = ready.filter(({ priority }) => priority === 'interactive').length;
  return { interactive, background: ready.length - interactive, leaveFree: reservedSlotsAt(options, now) };
}

/** Adds a request to the queue, and calls `update`; again if the request is aborted. */
function enqueue(
  queue: FairQueue<QueuedRequest>,
  { priority, caller = '', signal, onWait }: RequestOptions,
  waitsSince: number,
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
      waitsSince,
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
export function createScheduler(given: SchedulerOptions): Scheduler {
  const { clock, quota, rollingWindow, maxWaitMs, rateLimit, used } = given;
  let reserveLastFreeAt = clock.now();
  const options: StartConditions = {
    ...given,
    reserveLastFreeAt: () => quota.reserveLastFreeAt() ?? reserveLastFreeAt,
  };
  const queue = createFairQueue<QueuedRequest>();
  const setTimer = createWakeTimer(clock, update);

  function startReady(now: number): void {
    for (;;) {
      const [first] = queue.items();
      if (first === undefined || earliestStart(options, first.priority, 0, now) > now) break;
      if (!quota.tryAcquire(() => countReady(options, queue.items(), now))) break;
      rollingWindow.start();
      queue.shift();
      for (const each of backgroundBehind(first)) each.waitsSince = now;
      first.start();
    }
    quota.releaseUnused();
  }

  /** The queued background requests of the same caller, if this is a background request. */
  function backgroundBehind({ priority, caller }: QueuedCall): QueuedRequest[] {
    if (priority === 'interactive') return [];
    return queue.items().filter((each) => each.priority === priority && each.caller === caller);
  }

  function waitMsOf(request: QueuedRequest, now: number): number {
    const items = queue.items();
    return earliestStart(options, request.priority, items.indexOf(request), now) - now;
  }

  function rejectAsLimited(request: QueuedRequest, waitMs: number): void {
    const { limit, blockedUntil, isGuess = false } = rateLimit();
    const allowed = limit === 1 ? '1 request' : `${limit} requests`;
    request.reject(
      limitUsedUpError(`${allowed} a minute`, waitMs, { isGuess: isGuess && clock.now() < blockedUntil }),
    );
  }

  /** Announces to new requests how long they have to wait, as soon as that is known; rejects them if it is too long. */
  function announceWaits(now: number): void {
    for (const request of queue.items().filter(({ announced }) => !announced)) {
      if (quota.isPending()) return;
      const wait = waitMsOf(request, now);
      request.announced = true;
      const [next = request] = backgroundBehind(request);
      if (next === request && now - request.waitsSince + wait > maxWaitMs) rejectAsLimited(request, wait);
      else request.onWait(wait);
    }
  }

  function rejectOverdue(now: number): void {
    const soonest = Math.max(now, rateLimit().blockedUntil - 1);
    for (const request of queue.items().filter(({ waitsSince }) => soonest - waitsSince >= maxWaitMs)) {
      rejectAsLimited(request, waitMsOf(request, now));
    }
  }

  function update(): void {
    const now = clock.now();
    const { limit } = rateLimit();
    if (limit - used(now) > reservedSlots(limit)) reserveLastFreeAt = now;
    startReady(now);
    announceWaits(now);
    rejectOverdue(now);
    const items = queue.items();
    const [first] = items;
    const overdueAt = Math.min(...items.map(({ waitsSince }) => waitsSince + maxWaitMs));
    if (first === undefined || quota.isPending()) setTimer(first && overdueAt);
    else setTimer(Math.min(overdueAt, earliestStart(options, first.priority, 0, now)));
  }

  return {
    acquire: (call) => enqueue(queue, call, clock.now(), update),
    nextFreeInMs() {
      const now = clock.now();
      const interactive = queue.items().filter(({ priority }) => priority === 'interactive');
      return earliestStart(options, 'interactive', interactive.length, now) - now;
    },
    update,
  };
}

/** What the order in the queue depends on. */
export interface QueuedCall {
  readonly priority: RequestOptions['priority'];
  /** Who makes the request; callers of one priority alternate. */
  readonly caller: string;
}

/** A queue of items, the next one first. */
export interface FairQueue<T extends QueuedCall> {
  add(item: T): void;
  /** Removes an item that will not start. */
  remove(item: T): void;
  /** Removes the first item because it starts. */
  shift(): T | undefined;
  /** In order. */
  items(): readonly T[];
}

/**
 * Interactive requests before background ones; within a priority callers alternate; for one caller, in order of arrival.
 *
 * Start-time fair queueing (Goyal, Vin, Cheng 1996) with requests of equal size: an item's round is one after its caller's last,
 * but not before the round being served. So a caller with one request never waits for a hundred of another caller.
 */
export function createFairQueue<T extends QueuedCall>(): FairQueue<T> {
  const queue: { readonly item: T; readonly round: number }[] = [];
  const serving = {
    interactive: { round: 0, callers: new Set<string>() },
    background: { round: 0, callers: new Set<string>() },
  };

  function roundFor({ priority, caller }: T): number {
    const { round, callers } = serving[priority];
    const own = queue.filter(({ item }) => item.priority === priority && item.caller === caller);
    return own.reduce(
      (next, each) => Math.max(next, each.round + 1),
      callers.has(caller) ? round + 1 : round,
    );
  }

  function serve({ priority, caller }: T, round: number): void {
    const now = serving[priority];
    if (round !== now.round) now.callers.clear();
    now.round = round;
    if (queue.some(({ item }) => item.priority === priority)) now.callers.add(caller);
    else now.callers.clear();
  }

  return {
    add(item) {
      const round = roundFor(item);
      const after = queue.findIndex((each) =>
        each.item.priority === item.priority ? each.round > round : item.priority === 'interactive',
      );
      queue.splice(after === -1 ? queue.length : after, 0, { item, round });
    },
    remove(item) {
      const at = queue.findIndex((each) => each.item === item);
      if (at !== -1) queue.splice(at, 1);
    },
    shift() {
      const first = queue.shift();
      if (first !== undefined) serve(first.item, first.round);
      return first?.item;
    },
    items: () => queue.map(({ item }) => item),
  };
}
