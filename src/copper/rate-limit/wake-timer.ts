import type { Clock } from '../../tool/clock.ts';

/** A timer that can be set to one time. */
export interface WakeTimer {
  /** Fires at this time (milliseconds since 1970), or earlier if it was set to an earlier one; `undefined` stops it. */
  set(at: number | undefined): void;
}

/** A timer that calls `onWake`. It may fire early, so `onWake` looks at the clock and sets it again. */
export function createWakeTimer(clock: Clock, onWake: () => void): WakeTimer {
  let current: { readonly at: number; readonly abort: AbortController } | undefined;
  return {
    set(at) {
      if (current !== undefined && at !== undefined && current.at <= at) return;
      current?.abort.abort();
      current = undefined;
      if (at === undefined || at === Number.POSITIVE_INFINITY) return;
      const timer = { at, abort: new AbortController() };
      current = timer;
      clock.sleep(Math.max(0, at - clock.now()), timer.abort.signal).then(
        () => {
          if (current !== timer) return;
          current = undefined;
          onWake();
        },
        () => {},
      );
    },
  };
}
