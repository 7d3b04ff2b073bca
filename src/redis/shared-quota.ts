import type { CreateQuota } from '../copper/rate-limit/quota.ts';
import type { Clock } from '../tool/clock.ts';
import { createLedger } from './ledger.ts';
import type { RedisLink } from './link.ts';
import type { WindowStep } from './script.ts';
import { createSharedWindow } from './shared-window.ts';

/** An account that several processes share. */
export interface SharedQuotaOptions {
  readonly link: RedisLink;
  /** The key of the account in Redis. */
  readonly key: string;
  /** The name of this process in Redis. */
  readonly who: string;
  /** Processes that share the account. */
  readonly replicas: number;
  readonly clock: Clock;
}

/** The most slots requested in one step. */
const maxWanted = 100;
/** Once Redis is back each process still uses only its share for this long, until all others have reported their starts. */
const cautionMs = 3000;

/**
 * Every start takes its slot in Redis first; while Redis is unavailable, this process uses only its share of the limit.
 *
 * When Redis fails, this process counts its part of all known slots as its own, so that processes with few slots in use do not
 * start their whole share in addition to what the others use. When Redis is back, it reports all its starts again: Redis may
 * have lost them, and may have some that never happened.
 */
export function sharedQuota(options: SharedQuotaOptions): CreateQuota {
  const { link, who, replicas, clock } = options;
  const share = (limit: number): number => Math.max(1, Math.floor(limit / replicas));

  return (host) => {
    const { windowMs } = host;
    const ledger = createLedger();
    const shared = createSharedWindow(options, windowMs, () => ({
      windowMs,
      limit: host.accountLimit(),
      wanted: 0,
      who,
      first: 0,
    }));
    let isUp = link.state().up;
    let cautiousUntil = 0;
    /** Steps whose answers decide what may start; a new object after each failure of Redis. */
    let pending = { steps: 0 };
    /** Granted slots that no request has taken yet. */
    let granted = 0;

    /** Takes a step; nothing starts until it is answered. */
    async function acquire(part: Partial<WindowStep>): Promise<void> {
      const mine = pending;
      mine.steps++;
      const snapshot = await shared.step(part);
      mine.steps--;
      if (mine !== pending) return;
      const count = snapshot?.granted ?? 0;
      ledger.open(part.first ?? 0, count);
      granted += count;
      host.onChange();
    }

    const close = link.listen({
      onDown() {
        shared.ignorePending();
        pending = { steps: 0 };
        isUp = false;
        const ends = shared.shareOfEnds(replicas, clock.now());
        const missing = ends.length - host.used();
        if (missing > 0) for (const end of ends.slice(-missing)) host.occupy(end);
        host.onChange();
      },
      onUp() {
        const now = clock.now();
        isUp = true;
        cautiousUntil = now + cautionMs;
        acquire({ forget: true, starts: ledger.entries(now) });
        clock.sleep(cautionMs).then(host.onChange);
      },
    });

    return {
      limit: (limit) => (isUp && clock.now() >= cautiousUntil ? limit : share(limit)),
      used: (now) => (isUp ? shared.used(now) : 0),
      isPending: () => pending.steps > 0,
      earliestStart(ahead, now) {
        if (!isUp || ahead < granted) return now;
        const limit = host.accountLimit();
        // A process that uses more than its share starts a little later, so that the others come first.
        const delayMs = ledger.count(now) >= share(limit) ? windowMs / 1000 : 0;
        return Math.max(now, Math.ceil(shared.earliestStart(ahead - granted, limit) + delayMs));
      },
      tryAcquire(wanted) {
        if (granted > 0) {
          granted--;
          return true;
        }
        if (!isUp) {
          ledger.open(ledger.reserve(1), 1);
          return true;
        }
        if (pending.steps === 0) {
          const count = Math.min(wanted(), maxWanted);
          acquire({ wanted: count, first: ledger.reserve(count) });
        }
        return false;
      },
      releaseUnused() {
        if (granted === 0) return;
        const starts = ledger.drop(granted).map((number): [number, number] => [number, 0]);
        granted = 0;
        if (isUp) shared.step({ starts });
      },
      complete() {
        const number = ledger.complete(clock.now() + windowMs);
        if (isUp && number !== undefined) shared.step({ starts: [[number, windowMs]] });
      },
      close,
    };
  };
}
