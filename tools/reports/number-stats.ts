import type { JsonValue } from '../../src/tool/json.ts';

/** What is known of the numbers of one group: enough for every measure of them, and to be joined with those of another group. */
export interface NumberStats {
  n: number;
  sum: number;
  /** What `sum` lost by rounding, so that cents stay right over any number of rows. */
  lost: number;
  min: number;
  max: number;
  /**
   * All numbers, where a median is wanted: it cannot be had from less. Eight bytes a number (up to twice that while it grows), so
   * medians of 20,000 deals hold some hundred kilobytes; everything else takes the same room for any number of rows.
   */
  values: Float64Array | undefined;
}

/** How numbers become one. */
export type Aggregate = 'sum' | 'average' | 'min' | 'max' | 'median';

/** A number, also where Copper sends it as text. */
export function numberOf(value: JsonValue | undefined): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

/** No numbers yet; `keep` holds on to each for a median. */
export const emptyStats = (keep: boolean): NumberStats => ({
  n: 0,
  sum: 0,
  lost: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  values: keep ? new Float64Array(4) : undefined,
});

/** Adds with the error kept apart (Neumaier). */
function addTo(amount: NumberStats, value: number): void {
  const sum = amount.sum + value;
  amount.lost +=
    Math.abs(amount.sum) >= Math.abs(value) ? amount.sum - sum + value : value - sum + amount.sum;
  amount.sum = sum;
}

/** An array that has room for `size` numbers, with what was in it. */
function roomFor(values: Float64Array, size: number): Float64Array {
  if (size <= values.length) return values;
  const larger = new Float64Array(Math.max(size, values.length * 2));
  larger.set(values);
  return larger;
}

/** Takes in one more number. */
export function addNumber(amount: NumberStats, value: number): void {
  if (amount.values !== undefined) {
    amount.values = roomFor(amount.values, amount.n + 1);
    amount.values[amount.n] = value;
  }
  amount.n++;
  addTo(amount, value);
  amount.min = Math.min(amount.min, value);
  amount.max = Math.max(amount.max, value);
}

/** Takes in all numbers of another. */
export function addStats(amount: NumberStats, other: NumberStats): void {
  if (amount.values !== undefined && other.values !== undefined) {
    amount.values = roomFor(amount.values, amount.n + other.n);
    amount.values.set(other.values.subarray(0, other.n), amount.n);
  }
  amount.n += other.n;
  addTo(amount, other.sum);
  amount.lost += other.lost;
  amount.min = Math.min(amount.min, other.min);
  amount.max = Math.max(amount.max, other.max);
}

function median({ values, n }: NumberStats): number {
  const sorted = values?.slice(0, n).sort() ?? [];
  const [low = 0, high = 0] = [sorted[(n - 1) >> 1], sorted[n >> 1]];
  return (low + high) / 2;
}

const toCents = (value: number) => Math.round(value * 100) / 100;

/** The measure, to the cent; undefined where there is no number to make it of. */
export function aggregate(amount: NumberStats, by: Aggregate): number | undefined {
  if (amount.n === 0) return undefined;
  const sum = amount.sum + amount.lost;
  switch (by) {
    case 'sum':
      return toCents(sum);
    case 'average':
      return toCents(sum / amount.n);
    case 'median':
      return toCents(median(amount));
    default:
      return amount[by];
  }
}
