import type { RequestOptions } from '../../tool/request.ts';

/** What the order in the queue depends on. */
export interface QueuedCall {
  readonly priority: RequestOptions['priority'];
  /** Who makes the request; callers of one priority alternate. */
  readonly caller: string;
}

/** A queue of items, the next one first. */
export interface FairQueue<T extends QueuedCall> {
  add(item: T): void;
  /** Removes an item that will not start. */
  remove(item: T): void;
  /** Removes the first item because it starts. */
  shift(): T | undefined;
  /** In order. */
  items(): readonly T[];
}

/**
 * Interactive requests before background ones; within a priority callers alternate; for one caller, in order of arrival.
 *
 * Start-time fair queueing (Goyal, Vin, Cheng 1996) with requests of equal size: an item's round is one after its caller's last,
 * but not before the round being served. So a caller with one request never waits for a hundred of another caller.
 */
export function createFairQueue<T extends QueuedCall>(): FairQueue<T> {
  const queue: { readonly item: T; readonly round: number }[] = [];
  const serving = {
    interactive: { round: 0, callers: new Set<string>() },
    background: { round: 0, callers: new Set<string>() },
  };

  function roundFor({ priority, caller }: T): number {
    const { round, callers } = serving[priority];
    const own = queue.filter(({ item }) => item.priority === priority && item.caller === caller);
    return own.reduce(
      (next, each) => Math.max(next, each.round + 1),
      callers.has(caller) ? round + 1 : round,
    );
  }

  function serve({ priority, caller }: T, round: number): void {
    const now = serving[priority];
    if (round !== now.round) now.callers.clear();
    now.round = round;
    if (queue.some(({ item }) => item.priority === priority)) now.callers.add(caller);
    else now.callers.clear();
  }

  return {
    add(item) {
      const round = roundFor(item);
      const after = queue.findIndex((each) =>
        each.item.priority === item.priority ? each.round > round : item.priority === 'interactive',
      );
      queue.splice(after === -1 ? queue.length : after, 0, { item, round });
    },
    remove(item) {
      const at = queue.findIndex((each) => each.item === item);
      if (at !== -1) queue.splice(at, 1);
    },
    shift() {
      const first = queue.shift();
      if (first !== undefined) serve(first.item, first.round);
      return first?.item;
    },
    items: () => queue.map(({ item }) => item),
  };
}
