/** Choices that a seed decides: the same seed asks the same question. */
export interface Random {
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  /** True as often as this share says. */
  chance(share: number): boolean;
  pick<One>(list: readonly One[]): One;
  /** So many different ones, in any order; all where there are fewer. */
  some<One>(list: readonly One[], count: number): One[];
}

/** SplitMix32: the seed is a counter, and each number is the counter stirred. */
export function createRandom(seed: number): Random {
  let counter = Math.imul(seed, 0x85ebca6b) ^ 0xc2b2ae35;
  function next(): number {
    counter = (counter + 0x9e3779b9) | 0;
    let stirred = counter ^ (counter >>> 16);
    stirred = Math.imul(stirred, 0x21f0aaad);
    stirred = Math.imul(stirred ^ (stirred >>> 15), 0x735a2d97);
    return ((stirred ^ (stirred >>> 15)) >>> 0) / 2 ** 32;
  }
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  function pick<One>(list: readonly One[]): One {
    const one = list[int(0, list.length - 1)];
    if (one === undefined) throw new RangeError('there is nothing to choose from');
    return one;
  }
  return {
    int,
    pick,
    chance: (share) => next() < share,
    some(list, count) {
      const left = [...list];
      const taken = [];
      while (left.length > 0 && taken.length < count) taken.push(...left.splice(int(0, left.length - 1), 1));
      return taken;
    },
  };
}
