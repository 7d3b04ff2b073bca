import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createPacer } from '../../src/copper/rate-limit/pacer.ts';
import { openQuotas, type Quotas } from '../../src/redis/quotas.ts';
import { realClock } from '../../src/tool/clock.ts';

/** Requests in a window that all processes share. */
export const limit = 20;
const windowMs = 400;
export const replicas = 2;

/** Processes with connections of their own, each as busy as it may be, and when they started something. */
export function demand(url: string) {
  const logged: string[] = [];
  const write = (_: object, message: string) => void logged.push(message);
  const log = { debug: write, info: write, warn: write, error: write };
  const starts: number[] = [];
  const failures: unknown[] = [];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);

  async function ask(quotas: Quotas, pacer: ReturnType<typeof createPacer>): Promise<void> {
    const send = pacer.pace(
      async () => {
        starts.push(Date.now());
        await wait(2);
        return new Response('');
      },
      { priority: 'interactive', signal: stop.signal },
    );
    while (!stop.signal.aborted) {
      await send(new Request('https://copper.test/')).catch((error: unknown) => {
        if (!stop.signal.aborted) failures.push([quotas.state(), error]);
      });
    }
  }

  const processes = Array.from({ length: replicas }, () => {
    const quotas = openQuotas({ url, replicas, clock: realClock, log });
    const createQuota = quotas.of('https://copper.test', { kind: 'bearer', token: 'top-secret' });
    const pacer = createPacer({ limit, windowMs, clock: realClock, maxWaitMs: 60_000, createQuota });
    return { quotas, work: Promise.all(Array.from({ length: 15 }, () => ask(quotas, pacer))) };
  });

  return {
    starts,
    failures,
    logged,
    /** True when all processes are of this opinion of Redis. */
    all: (up: boolean) => processes.every(({ quotas }) => quotas.state().up === up),
    /** The most starts in any window. */
    most: () =>
      Math.max(...starts.map((end) => starts.filter((at) => at > end - windowMs && at <= end).length)),
    async end() {
      stop.abort();
      await Promise.all(processes.map(({ work }) => work));
      await Promise.all(processes.map(({ quotas }) => quotas.close()));
    },
  };
}
