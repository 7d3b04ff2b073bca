import type { Clock } from '../tool/clock.ts';
import type { RedisLink } from './link.ts';
import type { WindowSnapshot, WindowStep } from './script.ts';

/** The window in Redis, and its last known state on this process's clock: in truth as many slots are in use, or more. */
export interface SharedWindow {
  /** Takes one step; undefined if it failed, or Redis was down before the answer arrived. */
  step(part: Partial<WindowStep>): Promise<WindowSnapshot | undefined>;
  /** To be called when Redis is down: answers to earlier steps are ignored. */
  ignorePending(): void;
  /** Slots that were in use at the last step and still are. */
  used(now: number): number;
  /** The earliest start of a request that has `ahead` others before it; a past time if it can start at once. */
  earliestStart(ahead: number, limit: number): number;
  /** Every `count`-th of the times, all in the future, at which a slot expires. */
  shareOfEnds(count: number, now: number): number[];
}

/** The window of one account. `defaults` gives what steps have in common. */
export function createSharedWindow(
  { link, key, clock }: { readonly link: RedisLink; readonly key: string; readonly clock: Clock },
  windowMs: number,
  defaults: () => WindowStep,
): SharedWindow {
  let last: { readonly used: number; readonly ends: readonly number[] } = { used: 0, ends: [] };
  let outages = 0;

  return {
    async step(part) {
      const before = outages;
      const snapshot = await link.step(key, { ...defaults(), ...part }).catch(() => undefined);
      if (snapshot === undefined || before !== outages) return undefined;
      const now = clock.now();
      last = { used: snapshot.used, ends: snapshot.freeIn.map((ms) => now + ms) };
      return snapshot;
    },
    ignorePending() {
      outages++;
    },
    used: (now) => last.used - last.ends.filter((end) => end <= now).length,
    earliestStart(ahead, limit) {
      const rounds = Math.floor(ahead / limit) * windowMs;
      const index = last.used - limit + (ahead % limit);
      const end = index < 0 ? undefined : (last.ends[index] ?? last.ends.at(-1));
      return (end ?? Number.NEGATIVE_INFINITY) + rounds;
    },
    shareOfEnds: (count, now) =>
      last.ends.filter((end) => end > now).filter((_, index) => index % count === count - 1),
  };
}
