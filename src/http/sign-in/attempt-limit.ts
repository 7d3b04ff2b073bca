import type { Clock } from '../../tool/clock.ts';

/** Counts attempts of many. */
export interface AttemptLimit {
  /**
   * One more attempt of somebody; `giveBack` takes it back where it has turned out to be none.
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
      const recent = (attemptsOf.get(who) ?? []).filter((at) => at > now - windowMs);
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
