import type { Clock } from '../../tool/clock.ts';

/** One wake-up call at a time. */
export interface Alarm {
  /** Rings at this moment (milliseconds since 1970), or earlier if it was set to; `undefined` turns it off. */
  set(at: number | undefined): void;
}

/** An alarm that calls `ring`. It may ring early, so `ring` looks at the clock and sets it again. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let current: { readonly at: number; readonly stop: AbortController } | undefined;
  return {
    set(at) {
      if (current !== undefined && at !== undefined && current.at <= at) return;
      current?.stop.abort();
      current = undefined;
      if (at === undefined || at === Number.POSITIVE_INFINITY) return;
      const mine = { at, stop: new AbortController() };
      current = mine;
      clock.sleep(Math.max(0, at - clock.now()), mine.stop.signal).then(
        () => {
          if (current !== mine) return;
          current = undefined;
          ring();
        },
        () => {},
      );
    },
  };
}
