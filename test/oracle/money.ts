import { type Fact, numberIn, textIn } from './facts.ts';

/** Amounts of deals added up, each currency apart: `1200000 USD, 30000 EUR`, the largest number first; empty where none has a value. */
export function sumsOf(deals: readonly Fact[]): string {
  const cents = new Map<string, number>();
  for (const { values } of deals) {
    const value = numberIn(values.value);
    const currency = textIn(values.currency) ?? '';
    if (value !== null) cents.set(currency, (cents.get(currency) ?? 0) + Math.round(value * 100));
  }
  return [...cents]
    .sort(([, a], [, b]) => b - a)
    .map(([currency, sum]) => `${sum / 100} ${currency}`.trim())
    .join(', ');
}

/** What deals are compared by: their value in the account's own currency, else their own. */
export const worthOf = ({ values }: Fact): number =>
  numberIn(values.converted) ?? numberIn(values.value) ?? 0;
