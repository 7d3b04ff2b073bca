import type { Seen } from './script.ts';

/** The shared window as it was seen last, on this process's clock: the truth is this or fuller. */
export interface Mirror {
  see(seen: Seen, now: number): void;
  /** Slots that were held then and still are. */
  used(now: number): number;
  /** When a start can happen that has `ahead` others before it; the past if at once. */
  startAt(ahead: number, limit: number): number;
  /** Every `count`-th of the ends that are still to come. */
  part(count: number, now: number): number[];
}

/** Nothing was seen yet, so everything seems free. */
export function createMirror(windowMs: number): Mirror {
  let last: { readonly used: number; readonly ends: readonly number[] } = { used: 0, ends: [] };

  return {
    see({ used, freeIn }, now) {
      last = { used, ends: freeIn.map((ms) => now + ms) };
    },
    used: (now) => last.used - last.ends.filter((end) => end <= now).length,
    startAt(ahead, limit) {
      const rounds = Math.floor(ahead / limit) * windowMs;
      const index = last.used - limit + (ahead % limit);
      const end = index < 0 ? undefined : (last.ends[index] ?? last.ends.at(-1));
      return (end ?? Number.NEGATIVE_INFINITY) + rounds;
    },
    part: (count, now) =>
      last.ends.filter((end) => end > now).filter((_, index) => index % count === count - 1),
  };
}
