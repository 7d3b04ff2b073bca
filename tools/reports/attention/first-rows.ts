import type { JsonObject } from '../../../src/tool/json.ts';

/**
 * The first `most` of any number of rows; never more than twice that plus a hundred are in memory.
 *
 * @param compare negative if the one row comes before the other
 */
export function createFirstRows(most: number, compare: (one: JsonObject, other: JsonObject) => number) {
  let kept: JsonObject[] = [];
  let count = 0;
  const first = () => kept.sort(compare).slice(0, most);
  return {
    /** The first ones, in order. */
    first,
    /** How many were added. */
    count: () => count,
    add(row: JsonObject): void {
      count++;
      kept.push(row);
      if (kept.length > 2 * most + 100) kept = first();
    },
  };
}
