import type { Calendar } from '../tool/clock.ts';
import type { AsOf } from '../tool/tool.ts';

/** The moment of one answer; its rule is that of `AsOf`. */
export interface AnswerMoment extends AsOf {
  /** Rows of the answer were asked for at this moment, in Unix seconds. */
  readonly include: (askedAt: number) => void;
  /** The moment as the last line has it, `2026-11-27T14:02`; `since` reads it back. */
  readonly stamp: () => string;
}

/** Begins with now: what a call reads itself is asked for later. */
export function createAsOf({ now, stamp }: Calendar): AnswerMoment {
  let earliest = now();
  let since = 0;
  // Rows that are older than the answer's beginning add nothing to it: the next one still has to begin where this one did.
  const at = () => Math.max(earliest, since);
  return {
    at,
    beginWith(moment) {
      since = Math.max(since, moment);
    },
    include(askedAt) {
      earliest = Math.min(earliest, askedAt);
    },
    stamp: () => stamp(at()),
  };
}
