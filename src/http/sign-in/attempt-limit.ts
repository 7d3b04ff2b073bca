import type { Clock } from '../../tool/clock.ts';

/** Counts attempts of many. */
export interface AttemptLimit {
  /**
   * One more attempt of somebody; `giveBack` takes it back if it turns out not to count.
   *
   * @returns seconds until the next one is possible, if there were too many
   */
  take(who: string): { readonly giveBack: () => void } | { readonly retryAfter: number };
}

/** The most of whom attempts are remembered: then the one who has been quiet for longest is forgotten. */
const maxRemembered = 10_000;

/** Allows each a number of attempts in any window of time. */
export function createAttemptLimit(
  clock: Clock,
  { max, windowMs }: { readonly max: number; readonly windowMs: number },
): AttemptLimit {
  const attemptsOf = new Map<string, number[]>();
  return {
    take(who) {
      const now = clock.steady();
      // One list for as long as somebody is remembered: attempts that are under way at once give back into the same one.
      const recent = attemptsOf.get(who) ?? [];
      const firstRecent = recent.findIndex((at) => at > now - windowMs);
      recent.splice(0, firstRecent === -1 ? recent.length : firstRecent);
      const [first = now] = recent;
      if (recent.length >= max) return { retryAfter: Math.ceil((first + windowMs - now) / 1000) };
      recent.push(now);
      attemptsOf.delete(who);
      attemptsOf.set(who, recent);
      const [quietest] = attemptsOf.keys();
      if (attemptsOf.size > maxRemembered && quietest !== undefined) attemptsOf.delete(quietest);
      return {
        giveBack() {
          const at = recent.indexOf(now);
          if (at >= 0) recent.splice(at, 1);
        },
      };
    },
  };
}
