import { expect, test } from 'vitest';
import {
  asBoolean,
  asInteger,
  asList,
  asNumber,
  isBlank,
  isJsonObject,
} from '../../src/sandbox/read-value.ts';

test.each<[unknown, number | undefined, number | undefined]>([
  [5, 5, 5],
  [' -5 ', -5, -5],
  ['2.5', 2.5, undefined],
  [0, 0, 0],
  [Number.NaN, undefined, undefined],
  [Number.POSITIVE_INFINITY, undefined, undefined],
  ['5e3', undefined, undefined],
  ['', undefined, undefined],
  [true, undefined, undefined],
  [null, undefined, undefined],
])('%j is the number %s and the integer %s', (value, number, integer) => {
  expect([asNumber(value), asInteger(value)]).toEqual([number, integer]);
});

test.each<[unknown, boolean | undefined]>([
  [true, true],
  ['true', true],
  ['1', true],
  [1, true],
  [false, false],
  ['false', false],
  ['0', false],
  [0, false],
  ['yes', undefined],
  [2, undefined],
  [null, undefined],
])('%j is the boolean %s', (value, expected) => {
  expect(asBoolean(value)).toBe(expected);
});

test('lists, objects and blank values', () => {
  expect([asList([1]), asList(1), asList(undefined)]).toEqual([[1], [1], [undefined]]);
  expect([{}, [], null, 'x', undefined].map(isJsonObject)).toEqual([true, false, false, false, false]);
  expect([null, undefined, '', []].map(isBlank)).toEqual([true, true, true, true]);
  expect([0, false, ' ', [null], {}].map(isBlank)).toEqual([false, false, false, false, false]);
});
