/** Lengths of time that days are put together by; weeks begin on Monday. */
export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Days and moments in the configured time zone: Copper counts Unix seconds, people count days. */
export interface Calendar {
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly zone: string;
  /** Now, in Unix seconds. */
  now(): number;
  /**
   * First and last second of a day, a period or a range: `2026-11-01..2026-11-30`, `-30d..`, `..today`, `this-quarter`.
   *
   * @throws ToolError `invalid_input` for text that is no date, a date that does not exist, or a range that runs backwards.
   */
  range(text: string): { readonly from?: number; readonly to?: number };
  /** `2026-11-23` for a moment in Unix seconds. */
  day(seconds: number): string;
  /** The period in which a day lies, as `range` takes it: `2026-11-23`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`. */
  period(day: string, length: Period): string;
  /** The periods from one day to another, those of both ends included, in order; undefined when they are more than `most`. */
  periods(from: string, to: string, length: Period, most: number): readonly string[] | undefined;
  /** `2026-11-23T14:05`, or the day alone when the moment is that day's midnight. */
  time(seconds: number): string;
}
