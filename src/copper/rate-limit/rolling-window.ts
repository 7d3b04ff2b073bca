/** Starts that count against a rolling window, each until one window after its reply. All times in milliseconds since 1970. */
export interface RollingWindow {
  /** How many starts count at `now`. */
  used(now: number): number;
  /** How many starts have ceased to count, ever. */
  freed(now: number): number;
  /** One more start. */
  take(): void;
  /** The reply to one start came: it counts for one more window. */
  settle(now: number): void;
  /** Starts of others that count until `until`. */
  fill(count: number, until: number): void;
  /**
   * When a start can happen that has `ahead` others before it, none of them before `notBefore`. Replies that are still out are
   * taken to come now, and later starts to be answered at once, so the truth is this or later.
   */
  startAt(ahead: number, limit: number, now: number, notBefore: number): number;
}

/**
 * An exact rolling window as the server sees it.
 *
 * The server counts a request at some moment between its start and its reply. Whatever it counted within the last window has
 * started already and was answered less than a window ago, or not at all: it holds a slot here. So if no more than `limit` slots are ever
 * held, the server never counts more than `limit` in any window.
 */
export function createRollingWindow(windowMs: number): RollingWindow {
  /** Ends of the starts that were answered, in order; those before `head` are over. */
  let ends: number[] = [];
  let head = 0;
  let open = 0;
  let dropped = 0;

  function prune(now: number): void {
    for (let end = ends[head]; end !== undefined && end <= now; end = ends[head]) head++;
    if (head < 1000 || head * 2 < ends.length) return;
    dropped += head;
    ends = ends.slice(head);
    head = 0;
  }

  function insert(end: number): void {
    let at = ends.length;
    while (at > head && (ends[at - 1] ?? 0) > end) at--;
    ends.splice(at, 0, end);
  }

  function used(now: number): number {
    prune(now);
    return ends.length - head + open;
  }

  return {
    used,
    freed(now) {
      prune(now);
      return dropped + head;
    },
    take() {
      open++;
    },
    settle(now) {
      open--;
      insert(now + windowMs);
    },
    fill(count, until) {
      for (let each = 0; each < count; each++) insert(until);
    },
    startAt(ahead, limit, now, notBefore) {
      const rounds = Math.floor(ahead / limit);
      const index = used(now) - limit + (ahead % limit);
      const first = index < 0 ? now : (ends[head + index] ?? now + windowMs);
      return Math.max(first, notBefore) + rounds * windowMs;
    },
  };
}
