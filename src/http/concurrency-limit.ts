import type { Clock } from '../tool/clock.ts';
import { Refusal } from './refusal.ts';

/** How many requests may run and wait. */
export interface GateOptions {
  readonly clock: Clock;
  /** Running at once, of all callers. */
  readonly total: number;
  /** Running at once, of one caller. */
  readonly perCaller: number;
  /** Waiting at once, of all callers; one caller may have as many as may run for it. */
  readonly queue: number;
  /** The longest wait, in milliseconds. */
  readonly maxWaitMs: number;
}

/** The door in front of the tools. */
export interface Gate {
  /**
   * Resolves when the request may run, to what it calls when it has.
   *
   * @throws Refusal 503 with Retry-After where too many wait or the wait gets too long; the signal's reason when aborted
   */
  enter(caller: string, signal: AbortSignal): Promise<() => void>;
  usage(): { readonly running: number; readonly waiting: number };
}

interface Ticket {
  readonly caller: string;
  readonly start: () => void;
}

const busy = () =>
  new Refusal(503, 'busy', 'Too many requests at once; try again in a second.', {
    headers: { 'Retry-After': '1' },
  });

/** Caps what runs and what waits; who waits starts in order, past those whose own cap is reached. */
export function createGate({ clock, total, perCaller, queue, maxWaitMs }: GateOptions): Gate {
  const running = new Map<string, number>();
  const line: Ticket[] = [];
  let all = 0;

  const mayRun = (caller: string) => all < total && (running.get(caller) ?? 0) < perCaller;

  function run(caller: string): () => void {
    all++;
    running.set(caller, (running.get(caller) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      all--;
      const own = (running.get(caller) ?? 1) - 1;
      if (own === 0) running.delete(caller);
      else running.set(caller, own);
      line.find((ticket) => mayRun(ticket.caller))?.start();
    };
  }

  /** Nobody in the line may run, or he would: each one who leaves starts the next. */
  async function wait(caller: string, signal: AbortSignal): Promise<() => void> {
    const own = line.reduce((count, ticket) => count + (ticket.caller === caller ? 1 : 0), 0);
    if (line.length >= queue || own >= perCaller) throw busy();
    return new Promise((resolve, reject) => {
      const over = new AbortController();
      const leave = () => {
        line.splice(line.indexOf(ticket), 1);
        signal.removeEventListener('abort', onAbort);
        over.abort();
      };
      const ticket: Ticket = {
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
      line.push(ticket);
      signal.addEventListener('abort', onAbort);
      clock.sleep(maxWaitMs, over.signal).then(
        () => giveUp(busy()),
        () => undefined,
      );
    });
  }

  return {
    async enter(caller, signal) {
      signal.throwIfAborted();
      return mayRun(caller) ? run(caller) : wait(caller, signal);
    },
    usage: () => ({ running: all, waiting: line.length }),
  };
}
