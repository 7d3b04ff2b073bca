import type { Clock } from '../../tool/clock.ts';

/**
 * A timer that calls `onWake` at the time it is set to (milliseconds since 1970), or earlier if it was set to an earlier one;
 * `undefined` stops it. As it may fire early, `onWake` looks at the clock and sets it again.
 */
export function createWakeTimer(clock: Clock, onWake: () => void): (at: number | undefined) => void {
  let current: { readonly at: number; readonly abort: AbortController } | undefined;
  return (at) => {
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
  };
}
