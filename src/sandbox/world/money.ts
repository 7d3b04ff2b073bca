import type { RandomStream } from './random.ts';

/** The four fields of a record's value; null when it has none. */
export interface MoneyFields {
  monetary_unit: string | null;
  monetary_value: number | null;
  /** Always USD, the currency of the account. */
  converted_unit: string | null;
  converted_value: number | null;
}

/** Foreign currencies with their value in USD. */
export const dollarRates: readonly (readonly [unit: string, rate: number])[] = [
  ['EUR', 1.08],
  ['GBP', 1.27],
];

/** An amount with its conversion to USD, rounded to cents. */
export function moneyFields(value: number, unit = 'USD', rate = 1): MoneyFields {
  return {
    monetary_unit: unit,
    monetary_value: value,
    converted_unit: 'USD',
    converted_value: Math.round(value * rate * 100) / 100,
  };
}

/** A random amount between `min` and `max`: small ones are likelier, one in twenty is foreign, a few are null. */
export function randomMoney(random: RandomStream, min: number, max: number): MoneyFields {
  if (random.chance(0.06)) {
    return { monetary_unit: null, monetary_value: null, converted_unit: null, converted_value: null };
  }
  const value = Math.round((min + (max - min) * random.next() ** 3) / 50) * 50;
  return random.chance(0.05) ? moneyFields(value, ...random.pick(dollarRates)) : moneyFields(value);
}
