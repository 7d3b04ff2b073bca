import type { Clock } from '../src/tool/clock.ts';

/** A clock that stands still until a test turns it. */
export interface ManualClock extends Clock {
  /** Turns it on by `ms`: wakes everyone who is due, in order of time, each at its own moment, and lets what follows happen. */
  advance(ms: number): Promise<void>;
  /** Turns it on to the moment the first sleeper is due and wakes all who are due then. */
  skip(): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  /**
   * Sets the time of day `ms` forward or back, as people and time servers do: sleeps take as long as before, and `steady` does not notice.
   */
  set(ms: number): void;
  /** How many are asleep. */
  sleepers(): number;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

// Taken now, so that tests with fake timers can use this clock, too.
const { setImmediate } = globalThis;

/** Starts at noon UTC on 2026-11-23 unless told otherwise (milliseconds since 1970). */
export function manualClock(start = Date.UTC(2026, 10, 23, 12)): ManualClock {
  let now = start;
  /** How far the time of day was set away from the time that has passed. */
  let offset = 0;
  const sleepers = new Set<Sleeper>();

  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  function nextDue(end: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const each of sleepers)
      if (each.at <= end && (first === undefined || each.at < first.at)) first = each;
    return first;
  }

  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    await settle();
    for (let due = nextDue(end); due !== undefined; due = nextDue(end)) {
      now = Math.max(now, due.at);
      due.wake();
      await settle();
    }
    now = end;
    await settle();
  }

  return {
    now: () => now + offset,
    steady: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const cancel = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper = {
          at: now + Math.max(0, ms),
          wake() {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', cancel);
            resolve();
          },
        };
        signal?.addEventListener('abort', cancel, { once: true });
        sleepers.add(sleeper);
      }),
    advance,
    async skip() {
      const due = nextDue(Number.POSITIVE_INFINITY);
      if (due !== undefined) await advance(due.at - now);
    },
    settle,
    set(ms) {
      offset += ms;
    },
    sleepers: () => sleepers.size,
  };
}
