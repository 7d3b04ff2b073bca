import { ToolError } from './tool-error.ts';

/**
 * What tells that work is no longer wanted: the part of an `AbortSignal` that is used here. A call has several of them (its client, its
 * time limits, its timers), and web objects for all of these would cost more than the call itself.
 */
export interface CancelSignal {
  readonly aborted: boolean;
  /** Why; undefined while it is not aborted. */
  readonly reason: unknown;
  /** @throws the reason, once it is aborted */
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The current time, passed in so that tests can control it. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /**
   * Milliseconds that only go on, whatever people and time servers do to the clock: for how long something takes. The time of day as
   * of the start; on a machine that sleeps it may stand still.
   */
  steady(): number;
  /**
   * Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it is aborted.
   *
   * @param isIdle true if a process with nothing else to do may end before
   */
  sleep(ms: number, signal?: CancelSignal, isIdle?: boolean): Promise<void>;
}

/**
 * The same clock without a time of day: its `now` is steady. For windows, ages and waits, which must not end early or late when it is set.
 */
export const steadyClock = ({ steady, sleep }: Clock): Clock => ({ now: steady, steady, sleep });

/**
 * Yields to the event loop whenever that much work was done at a stretch, so that long texts and lists of others do not block other calls.
 *
 * @returns to be called after each piece of work with its size, e.g. the characters that were looked at
 */
export function createYielder(most = 100_000): (work: number) => Promise<void> {
  let done = 0;
  return async (work) => {
    done += work;
    if (done < most) return;
    done = 0;
    await new Promise<void>((resolve) => void setImmediate(resolve));
  };
}

/** The lengths of time that days are grouped by; weeks begin on Monday. */
export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** First and last day of a range, `2026-11-01`; an end that is missing is open. */
export interface DaySpan {
  readonly from?: string;
  readonly to?: string;
}

/** Days and times in the configured time zone: Copper uses Unix seconds, people use dates. */
export interface Calendar {
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly zone: string;
  /** Now, in Unix seconds. */
  now(): number;
  /**
   * First and last second of a day, a period or a range: `2026-11-01..2026-11-30`, `-30d..`, `..today`, `this-quarter`.
   *
   * @throws ToolError `invalid_input` for text that is not a date, a date that does not exist, or a range whose end comes before its start.
   */
  range(text: string): { readonly from?: number; readonly to?: number };
  /** The same as first and last day. @throws ToolError `invalid_input` */
  days(text: string): DaySpan;
  /**
   * The day of a value that stands for a day, `2026-11-23`: of a midnight, whichever zone it is of, else the local day. Undefined for
   * seconds beyond the years 1 to 9999.
   */
  dayOfMidnight(seconds: number): string | undefined;
  /** First and last second of the values that stand for these days. */
  midnights(days: DaySpan): { readonly from?: number; readonly to?: number };
  /** The local day, `2026-11-23`, of a time in Unix seconds. */
  day(seconds: number): string;
  /** The period that contains a day, in a form that `range` reads: `2026-11-23`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`. */
  period(day: string, length: Period): string;
  /** The periods from one day to another, both ends included, in order; undefined when there are more than `max`. */
  periods(from: string, to: string, length: Period, max: number): readonly string[] | undefined;
  /** The local time, `2026-11-23T14:05`, of a time in Unix seconds; the day alone at midnight. */
  time(seconds: number): string;
  /**
   * The same as a moment that `range` reads back: without its seconds if they are 0, and with the zone's offset, `2026-11-01T01:30-07:00`,
   * if clocks show that time twice.
   */
  stamp(seconds: number): string;
  /** The same as a time of day, `14:05:09`. */
  clockTime(seconds: number): string;
}

/** The machine's clock; once its signal is aborted, a sleep no longer keeps the process alive. */
export const realClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal, isIdle = false) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      }, ms);
      if (isIdle) timer.unref();
      signal?.addEventListener('abort', cancel, { once: true });
    }),
};

/** A signal and what aborts it; only the first time counts, and its listeners hear of it at once. */
export interface Cancellation {
  readonly signal: CancelSignal;
  abort(reason?: unknown): void;
}

/** A signal that nobody has aborted yet. Whatever reaches the network needs a real one in its place. */
export function createCancellation(): Cancellation {
  const listeners = new Set<() => void>();
  let aborted = false;
  let reason: unknown;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      get reason() {
        return reason;
      },
      throwIfAborted() {
        if (aborted) throw reason;
      },
      addEventListener: (_, listener) => void listeners.add(listener),
      removeEventListener: (_, listener) => void listeners.delete(listener),
    },
    abort(why) {
      if (aborted) return;
      aborted = true;
      reason = why;
      for (const listener of listeners) {
        listeners.delete(listener);
        listener();
      }
    },
  };
}

/** What a promise gives, unless the signal is aborted before: then the reason is thrown. */
export const unlessAborted = <T>(work: Promise<T>, signal: CancelSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });

/** A real signal that is aborted with this one. */
export function abortSignalOf(signal: CancelSignal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  return controller.signal;
}

/** Calls `run` after `ms` milliseconds, unless what it returns is called before. @param isIdle see `Clock.sleep` */
export function runAfter(
  clock: Pick<Clock, 'sleep'>,
  ms: number,
  run: () => void,
  isIdle = false,
): () => void {
  const timer = createCancellation();
  clock.sleep(ms, timer.signal, isIdle).then(run, () => undefined);
  return timer.abort;
}

/**
 * A timer that calls `onWake` at the time it is set to (milliseconds since 1970), or earlier if it was set to an earlier one;
 * `undefined` stops it. As it may fire early, `onWake` looks at the clock and sets it again.
 *
 * @param isIdle see `Clock.sleep`
 */
export function createWakeTimer(
  clock: Clock,
  onWake: () => void,
  isIdle = false,
): (at: number | undefined) => void {
  let current: { readonly at: number; stop(): void } | undefined;
  return (at) => {
    if (current !== undefined && at !== undefined && current.at <= at) return;
    current?.stop();
    current = undefined;
    if (at === undefined || at === Number.POSITIVE_INFINITY) return;
    const wake = () => {
      if (current !== timer) return;
      current = undefined;
      onWake();
    };
    const stop = runAfter(clock, Math.max(0, at - clock.now()), wake, isIdle);
    const timer = { at, stop };
    current = timer;
  };
}

/** Never shown. */
const done = 'done';

/** Starts a deadline of `ms` milliseconds; the signal's reason is the caller's, or a ToolError `timeout`. */
export function startDeadline(ms: number, clock: Clock, cancelled: CancelSignal) {
  const work = createCancellation();
  const cancel = () => work.abort(cancelled.reason);
  if (cancelled.aborted) cancel();
  else cancelled.addEventListener('abort', cancel, { once: true });
  const seconds = Math.round(ms / 1000);
  const late = `Copper did not answer within ${seconds} s. Ask for less: a smaller limit, fewer fields or narrower dates; or try again.`;
  const startTimer = () => runAfter(clock, ms, () => work.abort(new ToolError('timeout', late)));
  let stopTimer = startTimer();
  return {
    signal: work.signal,
    /** Begins the time anew, for work of many steps of which each may take as long. */
    restart() {
      stopTimer();
      if (!work.signal.aborted) stopTimer = startTimer();
    },
    /** Stops the time until it begins anew: while the caller does something else. */
    pause: () => stopTimer(),
    /** Aborts the work now, with this reason. */
    stop: (reason: unknown) => work.abort(reason),
    /** Once the work is done: releases the timer and listeners, and ends requests whose answers nobody waits for any more. */
    end() {
      stopTimer();
      cancelled.removeEventListener('abort', cancel);
      work.abort(done);
    },
  };
}

/** A signal that aborts when the caller cancels or the time is up. */
export type Deadline = ReturnType<typeof startDeadline>;

/** True if nobody waits for what is worked on: ended by its caller or by this server, and not because its time is up. */
export const isAbandoned = ({ aborted, reason }: CancelSignal): boolean =>
  aborted && !(reason instanceof ToolError && reason.kind === 'timeout');
