import type { Clock } from '../tool/clock.ts';
import { ToolError } from '../tool/tool-error.ts';

/** A signal that ends when the caller cancels or the time is up, and the way to put it down when the work is done. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Ends the work before its time, with this reason. */
  stop(reason: unknown): void;
  end(): void;
}

/** Nobody sees it: without a reason, each call would pay for a `DOMException` with its stack. */
const done = 'done';

/** Starts a deadline of `ms` milliseconds; its reason is the caller's own, or a ToolError `timeout`. */
export function startDeadline(ms: number, clock: Clock, cancelled: AbortSignal): Deadline {
  const work = new AbortController();
  const over = new AbortController();
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
    stop: (reason) => work.abort(reason),
    end: () => over.abort(done),
  };
}
