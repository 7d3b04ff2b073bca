import { expect, test } from 'vitest';
import { firstCell, textCell, truncate } from '../../src/answer/cell.ts';

test.each([
  ['a number', 0, '0'],
  ['yes or no', false, 'false'],
  ['text on one line', 'a\nb\tc', 'a b c'],
  ['nothing but spaces', ' \n ', null],
  ['a list', ['a', null, '', 'b', ['c']], 'a, b, c'],
  ['an empty list', [], null],
  [
    'an address, in the order people write it',
    { country: 'US', city: 'Scranton', street: '1725 Slough Ave', postal_code: null, state: 'PA' },
    '1725 Slough Ave, Scranton, PA, US',
  ],
  ['an empty address', { street: null, city: '' }, null],
  ['another object', { email: 'a@b.test', category: 'work' }, 'a@b.test, work'],
  ['a list of objects', [{ number: '1' }, { number: '2' }], '1, 2'],
])('text from %s', (_, value, expected) => {
  expect(textCell(value, false)).toBe(expected);
});

test('one record keeps the lines of its text', () => {
  expect(textCell('a\n\tb\u200b\n', true)).toBe('a\n\tb');
});

test('a text of millions of words is cut, not a failure', () => {
  const cell = textCell('word '.repeat(3_600_000), false);
  expect([cell?.length, cell?.slice(-17)]).toEqual([200_018, '(+17800001 chars)']);
});

test.each([
  ['one', ['a@b.test'], 'a@b.test'],
  ['several', ['a@b.test', 'c@d.test', 'e@f.test'], 'a@b.test (+2)'],
  ['several with gaps', [null, '', 'a', null, 'b'], 'a (+1)'],
  ['one that is no list', 'a\tb', 'a b'],
  ['none', [], null],
])('the first of %s', (_, value, expected) => {
  expect(firstCell(value)).toBe(expected);
});

test.each([
  ['what is short', 'abcde', 5, 'abcde'],
  ['what is long', 'abcdefghij', 4, 'abcd… (+6 chars)'],
  ['spaces at the cut, which count as cut', 'abc  defgh', 5, 'abc… (+7 chars)'],
  ['a character in two halves, which is left out whole', 'abc🙂defgh', 4, 'abc… (+7 chars)'],
  ['numbers, never', 1_234_567, 3, 1_234_567],
  ['nothing', null, 3, null],
])('cuts %s', (_, cell, most, expected) => {
  expect(truncate(cell, most)).toBe(expected);
});
