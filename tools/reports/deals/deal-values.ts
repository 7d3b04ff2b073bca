import { isNotNumber, type JsonObject, type JsonValue, numberOf } from '../../../src/tool/json.ts';
import { amountsField, type Column, column, numberField, textField } from '../../../src/tool/record.ts';
import { quoted } from '../../../src/tool/sentences.ts';
import { addNumber, aggregate, emptyStats, type NumberStats } from '../number-stats.ts';

/** An amount in one currency; the unit is empty if Copper names none. */
interface CurrencyAmount {
  readonly value: number;
  readonly unit: string;
}

function amount(given: JsonValue | undefined, unit: JsonValue | undefined): CurrencyAmount | undefined {
  const value = numberOf(given);
  return value === undefined ? undefined : { value, unit: typeof unit === 'string' ? unit : '' };
}

/** Our names of the fields that `dealValue`, `comparableValue` and tests for revenue need. */
export const valueFields = ['value', 'pipeline_is_revenue', 'converted_value', 'converted_unit'] as const;

/** What a deal is worth, in its own currency. */
export const dealValue = (deal: JsonObject): CurrencyAmount | undefined =>
  amount(deal.monetary_value, deal.monetary_unit);

/** Says that texts in place of a value are not added up, of the first deal with one. */
export function noteUnreadable(deals: Iterable<JsonObject>, note: (text: string) => void): void {
  for (const { monetary_value: value } of deals) {
    if (!isNotNumber(value)) continue;
    note(`Values that are not numbers, such as ${quoted(String(value))}, are not added up.`);
    return;
  }
}

/** What is said of amounts of which none comes with a currency, as by the contract to the letter. */
export const noCurrencies =
  'This Copper returns no currencies: amounts are compared and added up as if all were in one.';

/** Says so of deals of which some have a value, and none a currency. */
export function noteWithoutCurrencies(deals: Iterable<JsonObject>, note: (text: string) => void): void {
  let values = 0;
  for (const { monetary_value: value, monetary_unit: unit } of deals) {
    if (unit !== undefined && unit !== null && unit !== '') return;
    if (numberOf(value)) values++;
  }
  if (values > 0) note(noCurrencies);
}

/** What a deal is worth in the account's currency if Copper converts it, else in its own: deals are compared by this. */
export const comparableValue = (deal: JsonObject): CurrencyAmount | undefined =>
  amount(deal.converted_value, deal.converted_unit) ?? dealValue(deal);

/** Only the members of a raw row that columns need: if Copper cannot be asked for less, whole rows may carry long texts. */
export const neededMembers = (row: JsonObject, columns: readonly Column[]): JsonObject =>
  Object.fromEntries(columns.flatMap(({ field }) => field.sourceFields.map((name) => [name, row[name]])));

/** Sums of money, one per currency and exact to the cent. */
export interface CurrencySums {
  add(amount: CurrencyAmount | undefined): void;
  /** One amount per currency, the largest number first. */
  all(): CurrencyAmount[];
  /** The same for a column of amounts, in which a sum that is too large is null. */
  amounts(): JsonObject[];
}

/** Sums that nothing was added to yet. */
export function createCurrencySums(): CurrencySums {
  const sums = new Map<string, NumberStats>();
  const all = () =>
    [...sums]
      .map(([unit, stats]) => ({ unit, value: aggregate(stats, 'sum') ?? Number.POSITIVE_INFINITY }))
      .sort((a, b) => b.value - a.value);
  return {
    all,
    add(amount) {
      if (amount === undefined) return;
      const stats = sums.get(amount.unit) ?? emptyStats();
      sums.set(amount.unit, stats);
      addNumber(stats, amount.value);
    },
    amounts: () => all().map(({ value, unit }) => ({ value: Number.isFinite(value) ? value : null, unit })),
  };
}

/** Counts deals and adds up their values. */
export function createDealCount() {
  const sums = createCurrencySums();
  let deals = 0;
  return {
    add(deal: JsonObject): void {
      deals++;
      sums.add(dealValue(deal));
    },
    /** Members for `dealCountColumns`. */
    row: () => ({ deals, value: sums.amounts() }),
  };
}

/** Columns of a table that counts deals by something; `unknown` of a row is text in place of its number. */
export const dealCountColumns = (by: string): Column[] => [
  column(by, textField(by)),
  column('deals', { ...numberField('deals'), fallbackText: ({ unknown }) => unknown }),
  column('value', amountsField('value')),
];
