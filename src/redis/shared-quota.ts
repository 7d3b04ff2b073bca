import type { CreateQuota } from '../copper/rate-limit/quota.ts';
import type { Clock } from '../tool/clock.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { RedisLink } from './link.ts';
import type { WindowStep } from './script.ts';
import { createSharedWindow, type SharedWindow } from './shared-window.ts';

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

/** Slots that Redis granted and no request has taken yet. */
function createGrants(shared: SharedWindow, ledger: Ledger, onChange: () => void) {
  /** Steps whose answers decide what may start; a new object after each failure of Redis. */
  let pending = { steps: 0 };
  let granted = 0;
  return {
    isPending: () => pending.steps > 0,
    count: () => granted,
    /** Takes a step; nothing starts until it is answered. */
    async request(part: Partial<WindowStep>): Promise<void> {
      const mine = pending;
      mine.steps++;
      const snapshot = await shared.step(part);
      mine.steps--;
      if (mine !== pending) return;
      const count = snapshot?.granted ?? 0;
      ledger.open(part.first ?? 0, count);
      granted += count;
      onChange();
    },
    /** Redis is down: answers to earlier steps are ignored. */
    ignorePending(): void {
      shared.ignorePending();
      pending = { steps: 0 };
    },
    /** True if there was a granted slot, which is now taken. */
    take(): boolean {
      if (granted === 0) return false;
      granted--;
      return true;
    },
    /** Gives the rest back; returns the numbers of the starts that never happened. */
    drop(): number[] {
      const numbers = ledger.drop(granted);
      granted = 0;
      return numbers;
    },
  };
}

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
    const grants = createGrants(shared, ledger, host.onChange);
    let isUp = link.state().up;
    let cautiousUntil = 0;

    const close = link.listen({
      onDown() {
        grants.ignorePending();
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
        grants.request({ forget: true, starts: ledger.entries(now) });
        clock.sleep(cautionMs).then(host.onChange);
      },
    });

    return {
      limit: (limit) => (isUp && clock.now() >= cautiousUntil ? limit : share(limit)),
      used: (now) => (isUp ? shared.used(now) : 0),
      isPending: grants.isPending,
      earliestStart(ahead, now) {
        if (!isUp || ahead < grants.count()) return now;
        const limit = host.accountLimit();
        // A process that uses more than its share starts a little later, so that the others come first.
        const delayMs = ledger.count(now) >= share(limit) ? windowMs / 1000 : 0;
        return Math.max(now, Math.ceil(shared.earliestStart(ahead - grants.count(), limit) + delayMs));
      },
      tryAcquire(wanted) {
        if (grants.take()) return true;
        if (!isUp) {
          ledger.open(ledger.reserve(1), 1);
          return true;
        }
        if (!grants.isPending()) {
          const count = Math.min(wanted(), maxWanted);
          grants.request({ wanted: count, first: ledger.reserve(count) });
        }
        return false;
      },
      releaseUnused() {
        const starts = grants.drop().map((number): [number, number] => [number, 0]);
        if (isUp && starts.length > 0) shared.step({ starts });
      },
      complete() {
        const number = ledger.complete(clock.now() + windowMs);
        if (isUp && number !== undefined) shared.step({ starts: [[number, windowMs]] });
      },
      close,
    };
  };
}
