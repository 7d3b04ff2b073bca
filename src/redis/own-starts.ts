/**
 * The starts of this process by number. Which of them a reply belongs to makes no difference: all open ones count alike. Times in
 * milliseconds since 1970.
 */
export function createOwnStarts(windowMs: number) {
  const open: number[] = [];
  const ends = new Map<number, number>();

  function prune(now: number): void {
    for (const [number, end] of ends) if (end <= now) ends.delete(number);
  }

  return {
    add(firstNumber: number, count: number): void {
      for (let index = 0; index < count; index++) open.push(firstNumber + index);
    },
    /** The last ones never happened. */
    undo: (count: number) => void open.splice(open.length - count, count),
    /** The oldest open one was answered; false if there is none. */
    complete(now: number): boolean {
      const number = open.shift();
      if (number !== undefined) ends.set(number, now + windowMs);
      return number !== undefined;
    },
    /** How many count at `now`. */
    count(now: number): number {
      prune(now);
      return open.length + ends.size;
    },
    /** For how long each of them counts: what each run of the script tells Redis. */
    report(now: number): (readonly [number: number, leftMs: number])[] {
      prune(now);
      const unanswered = open.map((number) => [number, windowMs] as const);
      const answered = [...ends].map(([number, end]) => [number, end - now] as const);
      return [...unanswered, ...answered];
    },
  };
}
