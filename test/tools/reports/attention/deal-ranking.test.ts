import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/tool/json.ts';
import { createDealRanking } from '../../../../tools/reports/attention/deal-ranking.ts';

const deal = (id: number, value: number | null, unit = 'USD'): JsonObject => ({
  id,
  monetary_value: value,
  monetary_unit: unit,
});
const converted = (id: number, value: number, unit: string, dollars: number): JsonObject => ({
  ...deal(id, value, unit),
  converted_value: dollars,
  converted_unit: 'USD',
});

function ranked(most: number, deals: readonly JsonObject[]) {
  const ranking = createDealRanking(most);
  for (const one of deals) ranking.add(one);
  const first = ranking.first();
  return { ids: first.map(({ id }) => id), count: ranking.count(), note: ranking.note(first) };
}

test('the largest first, equals by id, those without a value last', () => {
  const deals = [deal(5, null), deal(1, 10), deal(4, 30), deal(3, 30), deal(2, -1)];
  expect(ranked(9, deals)).toEqual({ ids: [3, 4, 1, 2, 5], count: 5, note: undefined });
});

test('currencies that Copper converts are compared by what it converts them to', () => {
  const deals = [converted(1, 100, 'USD', 100), converted(2, 90, 'GBP', 115), converted(3, 105, 'EUR', 113)];
  const { ids, note } = ranked(9, deals);
  expect(ids).toEqual([2, 3, 1]);
  expect(note).toBe("Sorted by value in the account's currency, as Copper converts it.");
});

test('currencies that nobody converts stand one after the other, that of most deals first', () => {
  const deals = [deal(1, 9_000, 'JPY'), deal(2, 5, 'EUR'), deal(3, 7, 'EUR'), deal(4, null, 'JPY')];
  const { ids, note } = ranked(9, deals);
  expect(ids).toEqual([3, 2, 1, 4]);
  expect(note).toBe(
    'Currencies are not compared: deals are grouped by currency, the one with most deals first.',
  );
  expect(ranked(1, deals).note).toBe(note);
});

test('of many thousand deals the first few are found, whatever order they come in', () => {
  // Each value from 0 to 19,999 once, in an order without a pattern.
  const deals = Array.from({ length: 20_000 }, (_, at) => deal(at, (at * 7_919) % 20_000));
  const { ids, count } = ranked(5, deals);
  expect(count).toBe(20_000);
  expect(ids.map((id) => (Number(id) * 7_919) % 20_000)).toEqual([19_999, 19_998, 19_997, 19_996, 19_995]);
});
