/** What is known of the numbers of one group: enough for every aggregate of them, and to be joined with those of another group. */
export interface NumberStats {
  n: number;
  sum: number;
  /** What `sum` lost by rounding, so that cents stay right over any number of rows. */
  lost: number;
  min: number;
  max: number;
  /**
   * All numbers, if a median is wanted: it cannot be computed from less. Eight bytes per number (up to twice that while it grows), so
   * medians of 20,000 deals hold some hundred kilobytes; everything else takes the same memory for any number of rows.
   */
  values: Float64Array | undefined;
}

/** How numbers become one. */
export type Aggregate = 'sum' | 'average' | 'min' | 'max' | 'median';

/** Statistics of no numbers yet; `forMedian` stores each number. */
export const emptyStats = (forMedian = false): NumberStats => ({
  n: 0,
  sum: 0,
  lost: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  values: forMedian ? new Float64Array(4) : undefined,
});

/** Neumaier summation: the rounding error is summed up separately. */
function addToSum(stats: NumberStats, value: number): void {
  const sum = stats.sum + value;
  stats.lost += Math.abs(stats.sum) >= Math.abs(value) ? stats.sum - sum + value : value - sum + stats.sum;
  stats.sum = sum;
}

/** The same numbers in an array with space for at least `size`. */
function grown(values: Float64Array, size: number): Float64Array {
  if (size <= values.length) return values;
  const larger = new Float64Array(Math.max(size, values.length * 2));
  larger.set(values);
  return larger;
}

/** Adds one number. */
export function addNumber(stats: NumberStats, value: number): void {
  if (stats.values !== undefined) {
    stats.values = grown(stats.values, stats.n + 1);
    stats.values[stats.n] = value;
  }
  stats.n++;
  addToSum(stats, value);
  stats.min = Math.min(stats.min, value);
  stats.max = Math.max(stats.max, value);
}

/** Adds all numbers of another group. */
export function addStats(stats: NumberStats, other: NumberStats): void {
  if (stats.values !== undefined && other.values !== undefined) {
    stats.values = grown(stats.values, stats.n + other.n);
    stats.values.set(other.values.subarray(0, other.n), stats.n);
  }
  stats.n += other.n;
  addToSum(stats, other.sum);
  stats.lost += other.lost;
  stats.min = Math.min(stats.min, other.min);
  stats.max = Math.max(stats.max, other.max);
}

/** The middle of some numbers, or the mean of the two in the middle; undefined for none. */
export function median(numbers: ArrayLike<number>): number | undefined {
  const sorted = Float64Array.from(numbers).sort();
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** To the cent; numbers too large for cents stay as they are. */
const toCents = (value: number) => (Math.abs(value) < 1e13 ? Math.round(value * 100) / 100 : value);

/** The number if it is one: sums of numbers that are too large are none. */
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** The aggregate, sums, averages and medians to the cent; undefined if there are no numbers, or they are too large to be added up. */
export function aggregate(stats: NumberStats, by: Aggregate): number | undefined {
  if (stats.n === 0) return undefined;
  const sum = stats.sum + stats.lost;
  switch (by) {
    case 'sum':
      return finite(toCents(sum));
    case 'average':
      return finite(toCents(sum / stats.n));
    case 'median':
      return finite(toCents(median(stats.values?.subarray(0, stats.n) ?? []) ?? 0));
    default:
      return finite(stats[by]);
  }
}
