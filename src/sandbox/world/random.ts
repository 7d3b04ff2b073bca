/** A seeded stream of random choices: the same seed always makes the same ones. */
export interface RandomStream {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One item of the list; throws a RangeError when it is empty. */
  pick<T>(list: readonly T[]): T;
  /** Up to `max` different items, in the order of the list. */
  some<T>(list: readonly T[], max: number): T[];
}

/** A stream made by Mulberry32, which is small, fast and good enough for made-up data. */
export function createRandom(seed: number): RandomStream {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    const item = list[int(0, list.length - 1)];
    if (item === undefined) throw new RangeError('an empty list to pick from');
    return item;
  };
  const some = <T>(list: readonly T[], max: number): T[] => {
    const chosen = new Set<T>();
    for (let left = int(0, max); left > 0; left--) chosen.add(pick(list));
    return list.filter((item) => chosen.has(item));
  };
  return { next, int, chance: (probability) => next() < probability, pick, some };
}
