/** This process's own starts, by number, so that it can tell Redis of them; times in milliseconds since 1970. */
export interface Ledger {
  /** Sets numbers aside for `count` starts; gives the first. */
  reserve(count: number): number;
  /** These starts count from now on, until one window after their replies. */
  open(first: number, count: number): void;
  /** The reply to one start came, the oldest as far as anybody can tell; gives its number. */
  settle(end: number): number | undefined;
  /** The last `count` starts never happened; gives their numbers. */
  drop(count: number): number[];
  /** How many count at `now`. */
  count(now: number): number;
  /** Those that count at `now`, each with the milliseconds that are left; undefined while the reply is out. */
  entries(now: number): [number: number, leftMs: number | undefined][];
}

/** An empty ledger. Which of its starts a reply belongs to makes no difference: all that are out count alike. */
export function createLedger(): Ledger {
  const out: number[] = [];
  const ends = new Map<number, number>();
  let next = 1;

  function prune(now: number): void {
    for (const [number, end] of ends) if (end <= now) ends.delete(number);
  }

  return {
    reserve(count) {
      next += count;
      return next - count;
    },
    open(first, count) {
      for (let number = first; number < first + count; number++) out.push(number);
    },
    settle(end) {
      const number = out.shift();
      if (number !== undefined) ends.set(number, end);
      return number;
    },
    drop: (count) => out.splice(out.length - count, count),
    count(now) {
      prune(now);
      return out.length + ends.size;
    },
    entries(now) {
      prune(now);
      const waiting = out.map((number): [number, undefined] => [number, undefined]);
      return [...waiting, ...[...ends].map(([number, end]): [number, number] => [number, end - now])];
    },
  };
}
