const SPAN = 60_000;

/** What the window says about one request; times are milliseconds. */
export interface Turn {
  allowed: boolean;
  remaining: number;
  /** When the oldest counted request leaves the window. */
  resets: number;
}

/** An exact rolling minute per credential; refused requests do not count. */
export function rateWindow(limit: number, now: () => number): (credential: string) => Turn {
  const starts = new Map<string, number[]>();
  return (credential) => {
    const at = now();
    const recent = (starts.get(credential) ?? []).filter((start) => start > at - SPAN);
    const allowed = limit === 0 || recent.length < limit;
    if (allowed) recent.push(at);
    starts.set(credential, recent);
    return { allowed, remaining: Math.max(0, limit - recent.length), resets: (recent[0] ?? at) + SPAN };
  };
}
