import { expect, test } from 'vitest';
import { percentOf, rateInterval, wilsonInterval } from '../../../tools/reports/rates.ts';

// R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('the interval of %i of %i is as published', (hits, cases, low, high) => {
  const found = wilsonInterval({ hits, cases });
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
});

test.each([
  [0, 0, null, null],
  [1, 1, 100, 'too few to say'],
  [3, 4, 75, 'too few to say'],
  [5, 5, 100, '57..100'],
  [0, 5, 0, '0..43'],
  [1, 3_000, 0, null],
  [2, 3, 66.7, 'too few to say'],
  [66, 99, 66.7, '57..75'],
  [67, 100, 67, null],
])('%i of %i: %j %%, beside it %j', (hits, cases, percent, interval) => {
  expect(percentOf({ hits, cases })).toBe(percent);
  expect(rateInterval({ hits, cases })).toBe(interval);
});
