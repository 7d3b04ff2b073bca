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
   * The earliest start, or a time before it, of a request that has `ahead` others before it, none of them before `blockedUntil`. It is
   * assumed that open requests are answered now, and later ones at once.
   */
  earliestStart(ahead: number, limit: number, now: number, blockedUntil: number): number;
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
    earliestStart(ahead, limit, now, blockedUntil) {
      const rounds = Math.floor(ahead / limit);
      const index = used(now) - limit + (ahead % limit);
      const first = index < 0 ? now : (ends[index] ?? now + windowMs);
      return Math.max(first, blockedUntil) + rounds * windowMs;
    },
  };
}
