import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../tool/clock.ts';

/** The machine's clock; a sleeper never keeps the process alive by itself once its signal is aborted. */
export const realClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    await wait(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  },
};
