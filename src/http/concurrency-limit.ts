import { type CancelSignal, type Clock, runAfter } from '../tool/clock.ts';
import { HttpError } from './http-error.ts';

/** How many requests may run and wait. */
interface ConcurrencyLimitOptions {
  readonly clock: Clock;
  /** Requests that run at once, of all callers. */
  readonly maxRunning: number;
  /** Requests of one caller that run at once; as many of one caller may wait. */
  readonly maxPerCaller: number;
  /** Requests that wait at once, of all callers. */
  readonly maxWaiting: number;
  /** The longest wait, in milliseconds. */
  readonly maxWaitMs: number;
}

/** Limits how many requests run at once. */
export interface ConcurrencyLimit {
  /**
   * Waits until the request may run.
   *
   * @returns a function to call when the request has ended
   * @throws HttpError 503 with Retry-After if too many wait or the wait is too long; the signal's reason when aborted
   */
  acquire(caller: string, signal: CancelSignal): Promise<() => void>;
  usage(): { readonly running: number; readonly waiting: number };
}

interface WaitingRequest {
  readonly caller: string;
  readonly start: () => void;
}

const busy = () =>
  new HttpError(503, 'busy', 'Too many requests at once; try again in a second.', {
    headers: { 'Retry-After': '1' },
  });

/** Limits what runs and what waits. Of the waiting requests, those of the callers with the fewest running start first, then in order. */
export function createConcurrencyLimit(options: ConcurrencyLimitOptions): ConcurrencyLimit {
  const { clock, maxRunning, maxPerCaller, maxWaiting, maxWaitMs } = options;
  const runningOf = new Map<string, number>();
  const queue: WaitingRequest[] = [];
  let running = 0;

  const mayRun = (caller: string) => running < maxRunning && (runningOf.get(caller) ?? 0) < maxPerCaller;

  /** The first of the caller with the fewest running: who has many does not hold up who has none. */
  function next(): WaitingRequest | undefined {
    const ready = queue.filter(({ caller }) => mayRun(caller));
    const runningFor = ({ caller }: WaitingRequest) => runningOf.get(caller) ?? 0;
    return ready.reduce<WaitingRequest | undefined>(
      (best, each) => (best === undefined || runningFor(each) < runningFor(best) ? each : best),
      undefined,
    );
  }

  function run(caller: string): () => void {
    running++;
    runningOf.set(caller, (runningOf.get(caller) ?? 0) + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      running--;
      const left = (runningOf.get(caller) ?? 1) - 1;
      if (left === 0) runningOf.delete(caller);
      else runningOf.set(caller, left);
      next()?.start();
    };
  }

  /** No request in the queue may run yet: each one that ends starts the next. */
  async function wait(caller: string, signal: CancelSignal): Promise<() => void> {
    const ofCaller = queue.filter((waiting) => waiting.caller === caller).length;
    if (queue.length >= maxWaiting || ofCaller >= maxPerCaller) throw busy();
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.splice(queue.indexOf(waiting), 1);
        signal.removeEventListener('abort', onAbort);
        stopTimer();
      };
      const waiting: WaitingRequest = {
        caller,
        start() {
          leave();
          resolve(run(caller));
        },
      };
      const giveUp = (reason: unknown) => {
        leave();
        reject(reason);
      };
      const onAbort = () => giveUp(signal.reason);
      queue.push(waiting);
      signal.addEventListener('abort', onAbort);
      const stopTimer = runAfter(clock, maxWaitMs, () => giveUp(busy()));
    });
  }

  return {
    async acquire(caller, signal) {
      signal.throwIfAborted();
      return mayRun(caller) ? run(caller) : wait(caller, signal);
    },
    usage: () => ({ running, waiting: queue.length }),
  };
}
