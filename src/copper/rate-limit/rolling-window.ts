import type { RequestOptions } from '../../tool/request.ts';
import type { Quota } from './quota.ts';

/** Requests that count against a rolling window, each until one window after its reply. Times in milliseconds since 1970. */
export interface RollingWindow {
  /** How many requests count at `now`: the slots in use. */
  used(now: number): number;
  /** How many requests no longer count at `now`, since the window was created. */
  totalExpired(now: number): number;
  /** One more request starts. */
  start(): void;
  /** One started request was answered: it counts for one more window. */
  complete(now: number): void;
  /** Counts `count` requests of other processes until `until`. */
  occupy(count: number, until: number): void;
  /**
   * The earliest start, or a time before it, of a request that has `queuedBefore` others before it, none of them before `blockedUntil`. It is
   * assumed that open requests are answered now, and later ones at once.
   */
  earliestStart(queuedBefore: number, limit: number, now: number, blockedUntil: number): number;
}

/**
 * An exact rolling window as the server sees it.
 *
 * The server counts a request at some time between its start and its reply. Whatever it counted within the last window has
 * started already and was answered less than a window ago, or not at all: it uses a slot here. So if no more than `limit` slots
 * are ever in use, the server never counts more than `limit` in any window.
 */
export function createRollingWindow(windowMs: number): RollingWindow {
  /** When answered requests expire, in order. */
  const ends: number[] = [];
  let open = 0;
  let expired = 0;

  function prune(now: number): void {
    const live = ends.findIndex((end) => end > now);
    expired += ends.splice(0, live === -1 ? ends.length : live).length;
  }

  function insert(end: number): void {
    let at = ends.length;
    while (at > 0 && (ends[at - 1] ?? 0) > end) at--;
    ends.splice(at, 0, end);
  }

  function used(now: number): number {
    prune(now);
    return ends.length + open;
  }

  return {
    used,
    totalExpired(now) {
      prune(now);
      return expired;
    },
    start() {
      open++;
    },
    complete(now) {
      open--;
      insert(now + windowMs);
    },
    occupy(count, until) {
      for (let each = 0; each < count; each++) insert(until);
    },
    earliestStart(queuedBefore, limit, now, blockedUntil) {
      const rounds = Math.floor(queuedBefore / limit);
      const index = used(now) - limit + (queuedBefore % limit);
      const first = index < 0 ? now : (ends[index] ?? now + windowMs);
      return Math.max(first, blockedUntil) + rounds * windowMs;
    },
  };
}

/** What a start depends on; times in milliseconds since 1970. */
export interface StartConditions {
  readonly rollingWindow: RollingWindow;
  /** How long a request counts. */
  readonly windowMs: number;
  /** Asked after the rolling window. */
  readonly quota: Quota;
  /** Slots in use by all who share the limit. */
  readonly used: (now: number) => number;
  /** The limit as it is now, and the time before which nothing may start; `isGuess` if Copper did not say until when. */
  readonly rateLimit: () => {
    readonly limit: number;
    readonly blockedUntil: number;
    readonly isGuess?: boolean;
  };
  /** When the slots that background requests leave to interactive ones were last all free. */
  readonly reserveLastFreeAt: () => number;
}

/** Slots that background requests leave to interactive ones at first: a quarter of the limit, at least 20, at most half of it. */
export const reservedSlots = (limit: number): number =>
  Math.min(Math.max(20, Math.ceil(limit / 4)), Math.floor(limit / 2));

/** How many of the reserved slots background requests never take. */
const minReserve = (reserve: number): number => Math.floor(reserve / 9);

/** Slots that background requests leave free at `now`. */
export function reservedSlotsAt(
  { rateLimit, windowMs, reserveLastFreeAt }: StartConditions,
  now: number,
): number {
  const reserve = reservedSlots(rateLimit().limit);
  const least = minReserve(reserve);
  const released = Math.floor(((reserve - least) * (now - reserveLastFreeAt())) / windowMs);
  return Math.max(least, Math.min(reserve, reserve - released));
}

/** The earliest start of a request that has `queuedBefore` others before it. */
function earliestSlot(
  { quota, rollingWindow, rateLimit }: StartConditions,
  queuedBefore: number,
  now: number,
): number {
  const { limit, blockedUntil } = rateLimit();
  const shared = quota.earliestStart(queuedBefore, now);
  return Math.max(shared, rollingWindow.earliestStart(queuedBefore, limit, now, blockedUntil));
}

/**
 * The earliest start, or a time before it, of a background request that has `queuedBefore` others before it.
 *
 * Background requests start at once as long as they leave `reservedSlots` free for interactive ones. In the course of a window they take
 * these as well, one by one, all but `minReserve`; from then on they start as slots come free. So they use nearly the whole limit, and an
 * interactive request hardly ever waits.
 */
function earliestInBackground(conditions: StartConditions, queuedBefore: number, now: number): number {
  const { rateLimit, used, windowMs, reserveLastFreeAt } = conditions;
  const { limit } = rateLimit();
  const slot = earliestSlot(conditions, queuedBefore, now);
  const reserve = reservedSlots(limit);
  const least = minReserve(reserve);
  const free = limit - used(now) - queuedBefore - 1;
  if (slot > now || free >= reserve) return slot;
  const another = earliestSlot(conditions, queuedBefore + free + 1, now);
  if (free < least) return another;
  const enough = reserveLastFreeAt() + Math.ceil((windowMs * (reserve - free)) / (reserve - least));
  return Math.max(now, Math.min(enough, another));
}

/** The earliest start, or a time before it, of a request that has `queuedBefore` others before it in the queue. */
export function earliestStart(
  conditions: StartConditions,
  priority: RequestOptions['priority'],
  queuedBefore: number,
  now: number,
): number {
  const earliest = priority === 'interactive' ? earliestSlot : earliestInBackground;
  return earliest(conditions, queuedBefore, now);
}
