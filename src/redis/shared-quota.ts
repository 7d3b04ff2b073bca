import type { CreateQuota } from '../copper/rate-limit/quota.ts';
import { createSharedWindow, type SharedWindowOptions } from './shared-window.ts';

/** An account that several processes share. */
export interface SharedQuotaOptions extends SharedWindowOptions {
  /** Processes that share the account. */
  readonly replicas: number;
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
  const { link, replicas, clock } = options;
  const share = (limit: number): number => Math.max(1, Math.floor(limit / replicas));
  const isUp = () => link.state().up;

  return (host) => {
    const shared = createSharedWindow(options, host);
    let cautiousUntil = 0;

    const close = link.listen({
      onDown() {
        shared.ignorePending();
        const ends = shared.ends(clock.now()).filter((_, index) => index % replicas === replicas - 1);
        const missing = ends.length - host.used();
        if (missing > 0) for (const end of ends.slice(-missing)) host.occupy(end);
        host.onChange();
      },
      onUp() {
        cautiousUntil = clock.now() + cautionMs;
        shared.reportAll();
        clock.sleep(cautionMs).then(host.onChange);
      },
    });

    return {
      limit: (limit) => (isUp() && clock.now() >= cautiousUntil ? limit : share(limit)),
      used: (now) => (isUp() ? shared.used(now) : 0),
      isPending: shared.isPending,
      earliestStart(ahead, now) {
        if (!isUp()) return now;
        const limit = host.accountLimit();
        // A process that uses more than its share starts a little later, so that the others come first.
        const delayMs = shared.own(now) >= share(limit) ? host.windowMs / 1000 : 0;
        return Math.max(now, Math.ceil(shared.earliestStart(ahead, limit) + delayMs));
      },
      tryAcquire(wanted) {
        if (shared.takeGranted()) return true;
        if (!isUp()) {
          shared.startWithoutRedis();
          return true;
        }
        if (!shared.isPending()) shared.request(Math.min(wanted(), maxWanted));
        return false;
      },
      releaseUnused: shared.giveBackGranted,
      complete: shared.complete,
      close,
    };
  };
}
