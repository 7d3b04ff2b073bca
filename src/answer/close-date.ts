import type { JsonObject } from '../tool/json.ts';
import type { Column } from '../tool/record.ts';

/** How an account writes days as text: Copper sends `m/d/yyyy`, or `d/m/yyyy` where the account is set so. */
export interface DayOrder {
  dayFirst: boolean | undefined;
}

const written = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/;

/** Learns from texts whose day is above 12; what was learnt stays until texts show the contrary. */
export function learnDayOrder(order: DayOrder, texts: Iterable<string>): void {
  for (const text of texts) {
    const [, first = '', second = ''] = written.exec(text) ?? [];
    if (Number(first) > 12) order.dayFirst = true;
    else if (Number(second) > 12) order.dayFirst = false;
  }
}

/** Learns from the days that columns of rows show. */
export function learnFromRows(
  order: DayOrder,
  columns: readonly Column[],
  rows: readonly JsonObject[],
): void {
  const days = columns.filter(({ field }) => field.as === 'day');
  learnDayOrder(
    order,
    rows.flatMap((row) => days.map(({ field }) => String(field.read(row) ?? ''))),
  );
}

/** `1/20/2027` as `2027-01-20`; other text stays as it is. */
export function dayFromText(text: string, order: DayOrder): string {
  const [, first = '', second = '', year = ''] = written.exec(text) ?? [];
  if (year === '') return text;
  const [month, day] = order.dayFirst === true ? [second, first] : [first, second];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
