import { type JsonObject, numberOf } from '../../../src/tool/json.ts';
import { addNumber, aggregate, emptyStats, type NumberStats } from '../number-stats.ts';
import type { ForecastDeal } from './read-deals.ts';

/** What is added up. */
const sumNames = ['won', 'commit', 'best_case', 'open', 'weighted'] as const;

/** The sums of one group in one currency. */
export interface CurrencyCell {
  readonly stats: Readonly<Record<(typeof sumNames)[number], NumberStats>>;
  won_deals: number;
  open_deals: number;
}

/** What a deal is worth in the forecast, and in the row of which currency it counts; without a value it is only counted. */
export type WorthOf = (deal: JsonObject) => { readonly value: number | undefined; readonly unit: string };

/** The sums of one group of deals, by currency. */
export type GroupSums = Map<string, CurrencyCell>;

const emptyCell = (): CurrencyCell => ({
  stats: {
    won: emptyStats(),
    commit: emptyStats(),
    best_case: emptyStats(),
    open: emptyStats(),
    weighted: emptyStats(),
  },
  won_deals: 0,
  open_deals: 0,
});

/** Adds a deal to the sums of a group. */
export function addDeal(sums: GroupSums, { deal, part, percent }: ForecastDeal, worthOf: WorthOf): void {
  const { value, unit } = worthOf(deal);
  const cell = sums.get(unit) ?? emptyCell();
  sums.set(unit, cell);
  if (part === 'won') cell.won_deals++;
  else cell.open_deals++;
  if (value === undefined) return;
  const { stats } = cell;
  if (part === 'won') addNumber(stats.won, value);
  else {
    addNumber(stats.open, value);
    if (part !== 'other') addNumber(stats[part], value);
    if (percent !== undefined) addNumber(stats.weighted, (value * percent) / 100);
  }
}

/** A sum: 0 for no deals, null if it is too large to be added up. */
const sumOf = (stats: NumberStats): number | null => (stats.n === 0 ? 0 : (aggregate(stats, 'sum') ?? null));

const rounded = (value: number) => Math.round(value * 100) / 100;

/** Members of a row: sums, and how they stand against a target if there is one. */
export function sumsRow(given: CurrencyCell | undefined, target: number | undefined): JsonObject {
  const { stats, won_deals, open_deals } = given ?? emptyCell();
  const sums = Object.fromEntries(sumNames.map((name) => [name, sumOf(stats[name])]));
  const [won, open] = [numberOf(sums.won), numberOf(sums.open)];
  const gap = target === undefined || won === undefined ? undefined : rounded(target - won);
  const coverage = gap === undefined || gap <= 0 || open === undefined ? undefined : rounded(open / gap);
  return {
    ...sums,
    won_deals,
    open_deals,
    target: target ?? null,
    gap: gap ?? null,
    coverage: coverage ?? null,
  };
}
