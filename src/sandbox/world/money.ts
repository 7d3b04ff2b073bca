import type { RandomStream } from './random.ts';

export interface MoneyFields {
  monetary_unit: string | null;
  monetary_value: number | null;
  /** The account's currency, USD. */
  converted_unit: string | null;
  converted_value: number | null;
}

const dollarRates: readonly (readonly [unit: string, dollars: number])[] = [
  ['EUR', 1.08],
  ['GBP', 1.27],
];

/** An amount with its dollars. */
export function moneyFields(value: number, unit = 'USD', rate = 1): MoneyFields {
  return {
    monetary_unit: unit,
    monetary_value: value,
    converted_unit: 'USD',
    converted_value: Math.round(value * rate * 100) / 100,
  };
}

/** Nineteen in twenty in dollars, a few without any value; small amounts are likelier. */
export function randomMoney(random: RandomStream, least: number, most: number): MoneyFields {
  if (random.chance(0.06)) {
    return { monetary_unit: null, monetary_value: null, converted_unit: null, converted_value: null };
  }
  const value = Math.round((least + (most - least) * random.next() ** 3) / 50) * 50;
  return random.chance(0.05) ? moneyFields(value, ...random.pick(dollarRates)) : moneyFields(value);
}
