/** One figure of the benchmark. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** What it must reach; empty if it is only told. */
  readonly bar: string;
  readonly ok: boolean;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] =
    sorted.length % 2 === 0 ? sorted.slice(middle - 1, middle + 1) : [sorted[middle]];
  return (low + high) / 2;
}

/** 3171 as people write it. */
export const thousands = (value: number) => Math.round(value).toLocaleString('en-US');
