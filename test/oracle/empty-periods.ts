import type { Account } from './account.ts';
import { daysBetween, firstOf, periodOf, periodsLater } from './days.ts';
import type { Dimension } from './dimensions.ts';
import type { Fact } from './facts.ts';
import type { Kind } from './kind.ts';
import type { Measure } from './measures.ts';
import type { Span } from './spans.ts';

/** What was asked of a kind of record. */
export interface Asked {
  readonly account: Account;
  readonly kind: Kind;
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly Measure[];
  readonly top: number | undefined;
  /** The days that the date of the one dimension was narrowed to. */
  readonly span: Span | undefined;
}

/** Dates that have been have no periods after today. */
const past = ['created', 'date'];

/** Periods that have no row and are told, for what lies between the first and the last day. */
export function emptyPeriods(
  facts: readonly Fact[],
  { dimensions, span, account }: Asked,
): readonly string[] {
  const [only, second] = dimensions;
  if (only?.period === undefined || second !== undefined) return [];
  const { of, length } = only.period;
  const days = facts.flatMap(({ values: { [of]: value } }) =>
    value === null || value === undefined
      ? []
      : typeof value === 'number'
        ? account.zone.day(value)
        : String(value),
  );
  const today = account.zone.day(account.now());
  const asked = span?.last !== undefined && past.includes(of) && span.last > today ? today : span?.last;
  const first = [...days, span?.first ?? []].flat().sort()[0];
  const last = [...days, asked ?? []].flat().sort().at(-1);
  if (first === undefined || last === undefined) return [];
  const periods: string[] = [];
  for (let at = firstOf(first, length); daysBetween(at, last) >= 0; at = periodsLater(at, length, 1))
    periods.push(periodOf(at, length));
  return periods.length > 120 ? [] : periods;
}
