import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberOf } from '../../../src/tool/json.ts';
import {
  addNumber,
  addStats,
  aggregate,
  emptyStats,
  type NumberStats,
} from '../../../tools/reports/number-stats.ts';

const amountOf = (values: readonly number[], keep = true): NumberStats => {
  const amount = emptyStats(keep);
  for (const value of values) addNumber(amount, value);
  return amount;
};

test.each([
  ['nothing', [], undefined, undefined, undefined, undefined, undefined],
  ['one', [5], 5, 5, 5, 5, 5],
  ['cents', [0.1, 0.2], 0.3, 0.15, 0.1, 0.2, 0.15],
  ['an odd number', [3, 1, 2], 6, 2, 1, 3, 2],
  ['an even number', [4, 1, 2, 10], 17, 4.25, 1, 10, 3],
  ['below zero', [-5, 5, -1], -1, -0.33, -5, 5, -1],
  ['thirds', [1, 1, 2], 4, 1.33, 1, 2, 1],
])('%s', (_, values, sum, average, min, max, median) => {
  const amount = amountOf(values);
  expect(aggregate(amount, 'sum')).toBe(sum);
  expect(aggregate(amount, 'average')).toBe(average);
  expect(aggregate(amount, 'min')).toBe(min);
  expect(aggregate(amount, 'max')).toBe(max);
  expect(aggregate(amount, 'median')).toBe(median);
});

const cents = fc.integer({ min: -1e12, max: 1e12 });

test('sums are right to the cent, whatever the numbers and their order', () => {
  fc.assert(
    fc.property(fc.array(cents, { maxLength: 300 }), (all) => {
      const exact = all.reduce((sum, one) => sum + BigInt(one), 0n);
      const amount = amountOf(all.map((one) => one / 100));
      expect(aggregate(amount, 'sum') ?? 0).toBeCloseTo(Number(exact) / 100, 2);
      expect(Math.round((aggregate(amount, 'sum') ?? 0) * 100)).toBe(Number(exact));
    }),
  );
});

test('a million cents are ten thousand', () => {
  const amount = emptyStats(false);
  for (let at = 0; at < 1_000_000; at++) addNumber(amount, 0.01);
  expect(aggregate(amount, 'sum')).toBe(10_000);
  expect(amount.values).toBeUndefined();
});

test('amounts that were joined are as if all numbers had been one amount', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cents, { maxLength: 20 }), { maxLength: 8 }), (parts) => {
      const joined = emptyStats(true);
      for (const part of parts) addStats(joined, amountOf(part));
      const whole = amountOf(parts.flat());
      for (const by of ['sum', 'average', 'min', 'max', 'median'] as const)
        expect(aggregate(joined, by)).toBe(aggregate(whole, by));
    }),
  );
});

test.each([
  [12, 12],
  [0, 0],
  ['12.5', 12.5],
  ['', undefined],
  [' ', undefined],
  ['12 USD', undefined],
  [null, undefined],
  [true, undefined],
  [[1], undefined],
  [undefined, undefined],
])('the number in %j', (value, expected) => {
  expect(numberOf(value)).toBe(expected);
});
