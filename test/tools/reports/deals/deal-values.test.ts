import { expect, test } from 'vitest';
import {
  comparableValue,
  createCurrencySums,
  dealValue,
} from '../../../../tools/reports/deals/deal-values.ts';

test('sums are exact to the cent, and no currency is added to another', () => {
  const sums = createCurrencySums();
  for (let count = 0; count < 1_000; count++) sums.add({ value: 0.1, unit: 'USD' });
  sums.add({ value: 19.99, unit: 'EUR' });
  sums.add({ value: -0.01, unit: 'EUR' });
  sums.add({ value: 5, unit: '' });
  sums.add(undefined);
  expect(sums.all()).toEqual([
    { value: 100, unit: 'USD' },
    { value: 19.98, unit: 'EUR' },
    { value: 5, unit: '' },
  ]);
  sums.add({ value: Number.MAX_VALUE, unit: 'CLP' });
  sums.add({ value: Number.MAX_VALUE, unit: 'CLP' });
  const amounts = [...sums.all().slice(1), { value: null, unit: 'CLP' }];
  expect(sums.amounts()).toEqual([amounts.at(-1), ...amounts.slice(0, -1)]);
  expect(createCurrencySums().amounts()).toEqual([]);
});

test.each<[string, Record<string, string | number | null>, unknown, unknown]>([
  [
    'converted',
    { monetary_value: 10, monetary_unit: 'EUR', converted_value: 11, converted_unit: 'USD' },
    { value: 10, unit: 'EUR' },
    { value: 11, unit: 'USD' },
  ],
  [
    'not converted',
    { monetary_value: 10, monetary_unit: 'EUR' },
    { value: 10, unit: 'EUR' },
    { value: 10, unit: 'EUR' },
  ],
  [
    'without a currency',
    { monetary_value: 0, monetary_unit: null },
    { value: 0, unit: '' },
    { value: 0, unit: '' },
  ],
  [
    'without a value',
    { monetary_value: null, monetary_unit: 'EUR', converted_value: null },
    undefined,
    undefined,
  ],
])('%s', (_, deal, amount, worth) => {
  expect(dealValue(deal)).toEqual(amount);
  expect(comparableValue(deal)).toEqual(worth);
});
