import type { Period } from '../../../src/tool/calendar.ts';
import { type Column, textField } from '../../../src/tool/record.ts';
import type { ReportContext } from '../../../src/tool/report.ts';
import { numberOf } from '../number-stats.ts';
import type { Dimension } from './dimension.ts';

/** Periods without a row that are shown between others; more would tell nothing. */
const mostPeriods = 120;

/** First and last second of the days that a question is narrowed to. */
export interface DayRange {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Groups by the periods of a date, oldest first.
 *
 * @param range the days that the question is narrowed to, where it is: its periods are shown even if no row is in them
 */
export function byPeriod(
  date: Column,
  length: Period,
  { calendar, dayOf }: ReportContext,
  range: DayRange = {},
): Dimension {
  let first = range.from === undefined ? undefined : calendar.day(range.from);
  let last = range.to === undefined ? undefined : calendar.day(range.to);
  return {
    name: `${date.name} ${length}`,
    reads: [date],
    keys(row) {
      const value = date.field.read(row);
      const seconds = date.field.as === 'time' ? numberOf(value) : undefined;
      const at = seconds === undefined ? dayOf(value) : calendar.day(seconds);
      if (at === undefined) return [];
      if (first === undefined || at < first) first = at;
      if (last === undefined || at > last) last = at;
      return [calendar.period(at, length)];
    },
    shown: textField,
    value: (key) => key,
    order: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    between: () =>
      first === undefined || last === undefined
        ? []
        : (calendar.periods(first, last, length, mostPeriods) ?? []),
  };
}
