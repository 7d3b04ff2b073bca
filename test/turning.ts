import type { ManualClock } from './manual-clock.ts';

/** Turns the clock in small steps until the work is done: for calls that sleep, because they scan, wait or retry. */
export async function turning<T>(work: Promise<T>, clock: ManualClock, step = 100): Promise<T> {
  let open = true;
  const close = () => {
    open = false;
  };
  work.then(close, close);
  for (let round = 0; open && round < 3; round++) await clock.settle();
  while (open) await clock.advance(step);
  return work;
}
