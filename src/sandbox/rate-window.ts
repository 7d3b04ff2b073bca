const windowMs = 60_000;

/** What the window says about one request; times are milliseconds. */
export interface RateDecision {
  allowed: boolean;
  remaining: number;
  /** When the oldest counted request leaves the window. */
  resets: number;
}

/** Starts of one credential, oldest first; those before `head` have left the window. */
interface Starts {
  times: number[];
  head: number;
}

/** Moves the head on, and drops what is behind it once that is most of the list: each start is looked at a few times only. */
function dropOld(starts: Starts, until: number): void {
  while ((starts.times[starts.head] ?? Number.POSITIVE_INFINITY) <= until) starts.head++;
  if (starts.head < 1_000 || starts.head * 2 < starts.times.length) return;
  starts.times = starts.times.slice(starts.head);
  starts.head = 0;
}

/** An exact rolling minute per credential; refused requests do not count. */
export function createRateWindow(limit: number, now: () => number): (credential: string) => RateDecision {
  const all = new Map<string, Starts>();
  return (credential) => {
    const at = now();
    const starts = all.get(credential) ?? { times: [], head: 0 };
    all.set(credential, starts);
    dropOld(starts, at - windowMs);
    const allowed = limit === 0 || starts.times.length - starts.head < limit;
    if (allowed) starts.times.push(at);
    const held = starts.times.length - starts.head;
    return {
      allowed,
      remaining: Math.max(0, limit - held),
      resets: (starts.times[starts.head] ?? at) + windowMs,
    };
  };
}
