import type { JsonObject, JsonValue } from '../../../src/tool/json.ts';

/** An amount in one currency; the unit is empty where Copper tells none. */
export interface CurrencyAmount {
  readonly value: number;
  readonly unit: string;
}

const amount = (value: JsonValue | undefined, unit: JsonValue | undefined): CurrencyAmount | undefined =>
  typeof value === 'number' ? { value, unit: typeof unit === 'string' ? unit : '' } : undefined;

/** What a deal is worth, in its own currency. */
export const dealValue = (deal: JsonObject): CurrencyAmount | undefined =>
  amount(deal.monetary_value, deal.monetary_unit);

/** What a deal is worth in the account's currency where Copper converts it, else in its own: by this deals are compared. */
export const comparableValue = (deal: JsonObject): CurrencyAmount | undefined =>
  amount(deal.converted_value, deal.converted_unit) ?? dealValue(deal);

/** Sums of money, each currency apart and exact to the cent. */
export interface CurrencySums {
  add(amount: CurrencyAmount | undefined): void;
  /** One amount for each currency, the largest number first. */
  all(): CurrencyAmount[];
  /** `1200000 USD, 30000 EUR`; null where nothing was added. */
  text(): string | null;
}

/** Sums that nothing was added to yet. */
export function createCurrencySums(): CurrencySums {
  const cents = new Map<string, number>();
  const all = () =>
    [...cents].map(([unit, sum]) => ({ unit, value: sum / 100 })).sort((a, b) => b.value - a.value);
  return {
    all,
    add(amount) {
      if (amount === undefined) return;
      const { value, unit } = amount;
      cents.set(unit, (cents.get(unit) ?? 0) + Math.round(value * 100));
    },
    text() {
      const sums = all().map(({ value, unit }) => `${value} ${unit}`.trim());
      return sums.length === 0 ? null : sums.join(', ');
    },
  };
}
