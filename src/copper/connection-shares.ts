import type { CancelSignal } from '../tool/clock.ts';
import type { FetchCopper } from '../tool/fetch-copper.ts';

/** The requests of one owner of keys. */
interface Share {
  running: number;
  readonly waiting: Set<() => void>;
}

/**
 * Gives each owner of keys a share of the connections to Copper: so many requests at once, the others wait in order. Whoever brings many
 * keys has many rate limits, but keeps nobody else from the connections.
 *
 * @param fetch sends over connections that all share
 * @param most requests of one owner at once
 */
export function createConnectionShares(fetch: FetchCopper, most: number): (owner: string) => FetchCopper {
  const shares = new Map<string, Share>();

  function leave(owner: string, share: Share): void {
    const [next] = share.waiting;
    if (next === undefined) share.running--;
    else next();
    if (share.running === 0) shares.delete(owner);
  }

  /** Waits for its turn. @throws the signal's reason when aborted */
  async function enter(share: Share, signal: CancelSignal): Promise<void> {
    if (share.running < most) {
      share.running++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const settle = (end: () => void) => () => {
        share.waiting.delete(start);
        signal.removeEventListener('abort', giveUp);
        end();
      };
      // The place of the request that ended becomes that of this one.
      const start = settle(resolve);
      const giveUp = settle(() => reject(signal.reason));
      share.waiting.add(start);
      signal.addEventListener('abort', giveUp);
    });
  }

  return (owner) => async (request) => {
    request.signal.throwIfAborted();
    const share = shares.get(owner) ?? { running: 0, waiting: new Set() };
    shares.set(owner, share);
    await enter(share, request.signal);
    try {
      return await fetch(request);
    } finally {
      leave(owner, share);
    }
  };
}
