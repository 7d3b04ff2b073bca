/** This process's own starts, numbered so that Redis can be told about them; times in milliseconds since 1970. */
export interface Ledger {
  /** Reserves numbers for `count` starts; returns the first. */
  reserve(count: number): number;
  /** These starts count from now on, until one window after their replies. */
  open(first: number, count: number): void;
  /** One start was answered, and expires at `end`; returns the number of the oldest open one, which is taken for it. */
  complete(end: number): number | undefined;
  /** The last `count` starts never happened; returns their numbers. */
  drop(count: number): number[];
  /** How many count at `now`. */
  count(now: number): number;
  /** Those that count at `now`, each with the milliseconds left; undefined while it is unanswered. */
  entries(now: number): [number: number, leftMs: number | undefined][];
}

/** An empty ledger. Which of its starts a reply belongs to makes no difference: all open ones count alike. */
export function createLedger(): Ledger {
  const open: number[] = [];
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
      for (let number = first; number < first + count; number++) open.push(number);
    },
    complete(end) {
      const number = open.shift();
      if (number !== undefined) ends.set(number, end);
      return number;
    },
    drop: (count) => open.splice(open.length - count, count),
    count(now) {
      prune(now);
      return open.length + ends.size;
    },
    entries(now) {
      prune(now);
      const unanswered = open.map((number): [number, undefined] => [number, undefined]);
      return [...unanswered, ...[...ends].map(([number, end]): [number, number] => [number, end - now])];
    },
  };
}
