import type { RequestOptions } from '../../tool/request.ts';

/** What the order depends on. */
export interface Waiting {
  readonly lane: RequestOptions['lane'];
  /** Who asks; callers in a lane take turns. */
  readonly caller: string;
}

/** Those who wait, the next one first. */
export interface FairQueue<T extends Waiting> {
  add(item: T): void;
  /** Takes an item out that will not start. */
  remove(item: T): void;
  /** Takes the first item out because it starts. */
  shift(): T | undefined;
  /** In order. */
  items(): readonly T[];
}

/**
 * Calls before sweeps; within a lane callers in turn; for one caller, in order of arrival.
 *
 * Start-time fair queueing (Goyal, Vin, Cheng 1996) with requests of equal size: an item's round is one after its caller's last, but not before the
 * round that is being served. So a caller with one request never waits for another's hundred.
 */
export function createFairQueue<T extends Waiting>(): FairQueue<T> {
  const line: { readonly item: T; readonly round: number }[] = [];
  const serving = {
    call: { round: 0, callers: new Set<string>() },
    sweep: { round: 0, callers: new Set<string>() },
  };

  function roundFor({ lane, caller }: T): number {
    const { round, callers } = serving[lane];
    const own = line.filter(({ item }) => item.lane === lane && item.caller === caller);
    return own.reduce(
      (next, each) => Math.max(next, each.round + 1),
      callers.has(caller) ? round + 1 : round,
    );
  }

  function serve({ lane, caller }: T, round: number): void {
    const now = serving[lane];
    if (round !== now.round) now.callers.clear();
    now.round = round;
    if (line.some(({ item }) => item.lane === lane)) now.callers.add(caller);
    else now.callers.clear();
  }

  return {
    add(item) {
      const round = roundFor(item);
      const after = line.findIndex((each) =>
        each.item.lane === item.lane ? each.round > round : item.lane === 'call',
      );
      line.splice(after === -1 ? line.length : after, 0, { item, round });
    },
    remove(item) {
      const at = line.findIndex((each) => each.item === item);
      if (at !== -1) line.splice(at, 1);
    },
    shift() {
      const first = line.shift();
      if (first !== undefined) serve(first.item, first.round);
      return first?.item;
    },
    items: () => line.map(({ item }) => item),
  };
}
