import { setMaxListeners } from 'node:events';
import type { Clock } from '../tool/clock.ts';
import { ToolError } from '../tool/tool-error.ts';

/** Never shown; without a reason, each call would create a `DOMException` with its stack. */
const done = 'done';

/** The share of the time limit after which no further page is waited for, so that an answer can still be written. */
export const readingShare = 0.8;

/** Starts a deadline of `ms` milliseconds; the signal's reason is the caller's, or a ToolError `timeout`. */
export function startDeadline(ms: number, clock: Clock, cancelled: AbortSignal) {
  const work = new AbortController();
  const over = new AbortController();
  // As many wait for it as a call makes requests, which is no leak to be warned of.
  setMaxListeners(0, work.signal);
  const cancel = () => work.abort(cancelled.reason);
  if (cancelled.aborted) cancel();
  else cancelled.addEventListener('abort', cancel, { once: true, signal: over.signal });
  const seconds = Math.round(ms / 1000);
  const late = `Copper did not answer within ${seconds} s. Ask for less: a smaller limit, fewer fields or narrower dates; or try again.`;
  clock.sleep(ms, over.signal).then(
    () => work.abort(new ToolError('timeout', late)),
    () => undefined,
  );
  return {
    signal: work.signal,
    /** Aborts the work now, with this reason. */
    stop: (reason: unknown) => work.abort(reason),
    /** Once the work is done: releases the timer and listeners, and ends requests whose answers nobody waits for any more. */
    end() {
      over.abort(done);
      work.abort(done);
    },
  };
}

/** A signal that aborts when the caller cancels or the time is up. */
export type Deadline = ReturnType<typeof startDeadline>;
