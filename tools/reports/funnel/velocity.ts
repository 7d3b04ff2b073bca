import type { JsonObject } from '../../../src/tool/json.ts';
import { type Column, column, numberField, textField } from '../../../src/tool/record.ts';
import { dealValue } from '../deals/deal-values.ts';
import { addNumber, aggregate, emptyStats } from '../number-stats.ts';
import { percentOf, rateInterval, tooFewToSay } from '../rates.ts';
import { winRateOf } from './stage-table.ts';

/** A deal, and how many days it took from its creation to being won; undefined if it is not won or that is not known. */
export interface DealDays {
  readonly deal: JsonObject;
  readonly daysToWin: number | undefined;
}

/** True for a deal that velocity counts: with a value, in a pipeline with revenue. */
const hasValue = ({ deal }: DealDays) => deal.pipeline_is_revenue !== false && dealValue(deal) !== undefined;

function velocityRow(unit: string, deals: readonly DealDays[]): JsonObject {
  const [values, days] = [emptyStats(), emptyStats()];
  for (const { deal, daysToWin } of deals) {
    addNumber(values, dealValue(deal)?.value ?? 0);
    if (daysToWin !== undefined) addNumber(days, daysToWin);
  }
  const winRate = winRateOf(deals.map(({ deal }) => deal));
  const mean = days.n === 0 ? undefined : days.sum / days.n;
  const value = aggregate(values, 'sum');
  const isKnown = value !== undefined && mean !== undefined && mean > 0 && !tooFewToSay(winRate);
  return {
    currency: unit === '' ? '(none)' : unit,
    deals: deals.length,
    average_value: aggregate(values, 'average') ?? null,
    win_rate: percentOf(winRate),
    win_interval: rateInterval(winRate),
    days_to_win: mean === undefined ? null : Math.round(mean * 10) / 10,
    velocity: isKnown ? Math.round((100 * value * winRate.hits) / winRate.cases / mean) / 100 : null,
  };
}

/** One row per currency, that of most deals first; deals without a value, or in pipelines without revenue, are in none. */
export function velocityRows(deals: readonly DealDays[]): JsonObject[] {
  const units = new Map<string, DealDays[]>();
  for (const one of deals.filter(hasValue)) {
    const unit = dealValue(one.deal)?.unit ?? '';
    const own = units.get(unit) ?? [];
    units.set(unit, own);
    own.push(one);
  }
  return [...units]
    .sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1))
    .map(([unit, own]) => velocityRow(unit, own));
}

/** The columns of such rows. */
export const velocityColumns: readonly Column[] = [
  column('currency', textField('currency')),
  column('deals', numberField('deals')),
  { ...column('average_value', numberField('average_value')), inCurrency: true },
  column('win_rate_percent', numberField('win_rate')),
  column('win_rate_95_interval', textField('win_interval')),
  column('average_days_to_win', numberField('days_to_win')),
  { ...column('velocity_per_day', numberField('velocity')), inCurrency: true },
];

/** What has to be said of such rows. */
export function velocityNote(deals: readonly DealDays[], rows: readonly JsonObject[]): string {
  const without = deals.filter((one) => !hasValue(one)).length;
  const left = without === 0 ? '' : ` Left out: ${without} without a value or revenue.`;
  const isKnown = rows.some(({ velocity }) => velocity !== null);
  return isKnown
    ? `velocity_per_day = deals × average_value × win rate ÷ average_days_to_win, for each currency. The days are those of deals won so far: young deals that are won were quick.${left}`
    : `Velocity is not known: too few deals are won or lost, or it is not known when.${left}`;
}
