import type { CreateQuota } from '../copper/rate-limit/quota.ts';
import { createSharedWindow, type SharedWindowOptions, shareOf } from './shared-window.ts';

/** The most slots requested in one step. */
const maxWanted = 100;
/** Once Redis is back each process still uses only its share for this long, until all others have reported their starts. */
const cautionMs = 3000;

/**
 * Every start takes its slot in Redis first; while Redis is unavailable, this process uses only its share of the limit.
 *
 * When Redis fails, this process counts its part of all known slots as its own, so that processes with few slots in use do not
 * start their whole share in addition to what the others use. When Redis is back, it reports its starts before anything else starts.
 */
export function sharedQuota(options: SharedWindowOptions): CreateQuota {
  const { link, replicas, clock } = options;
  const share = (limit: number) => shareOf(limit, replicas);
  const isUp = () => link.state().up;

  return (host) => {
    const shared = createSharedWindow(options, host);
    let cautiousUntil = 0;

    const stopListening = link.listen({
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

    // A window that is new in Redis is not trusted at first; best before there is a request.
    shared.reportAll();

    return {
      limit: (limit) => (isUp() && clock.now() >= cautiousUntil ? limit : share(limit)),
      used: (now) => (isUp() ? shared.used(now) : 0),
      reserveLastFreeAt: () => (isUp() ? shared.reserveLastFreeAt() : undefined),
      isPending: shared.isPending,
      earliestStart(queuedBefore, now) {
        if (!isUp()) return now;
        return Math.max(now, Math.ceil(shared.earliestStart(queuedBefore, host.accountLimit())));
      },
      tryAcquire(wanted) {
        if (shared.useGranted()) return true;
        if (!isUp()) {
          shared.startWithoutRedis();
          return true;
        }
        if (shared.isPending()) return false;
        // Up to its share a process is served at once; beyond it, it asks again, so that nobody takes all that has just become free.
        const left = share(host.accountLimit()) - shared.own(clock.now());
        const most = left > 0 ? left : maxWanted;
        const { interactive, background, leaveFree } = wanted();
        const calls = Math.min(interactive, most);
        const pages = Math.min(background, most - calls);
        shared.request({ wanted: calls + pages, background: pages, leaveFree });
        return false;
      },
      releaseUnused: shared.giveBackGranted,
      complete: shared.complete,
      close() {
        stopListening();
        shared.close();
      },
    };
  };
}
