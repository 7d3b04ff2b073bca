import { expect, test } from 'vitest';
import { createCalendar } from '../../src/answer/calendar.ts';
import { dayCell, firstCell, textCell, timeCell, truncate } from '../../src/answer/cell.ts';

const calendar = createCalendar('America/Los_Angeles', () => 0);
const order = { dayFirst: undefined };
const seconds = (iso: string) => Date.parse(iso) / 1000;

test.each([
  ['local midnight', seconds('2026-11-23T00:00:00-08:00'), '2026-11-23'],
  ['the last second of a local day', seconds('2026-11-23T23:59:59-08:00'), '2026-11-23'],
  ['midnight UTC, where a server counts so', seconds('2026-11-23T00:00:00Z'), '2026-11-23'],
  ['seconds as text', String(seconds('2026-11-23T00:00:00-08:00')), '2026-11-23'],
  ["Copper's text", '1/20/2027', '2027-01-20'],
  ['other text', ' next\tweek ', 'next week'],
  ['no text', ' ', null],
  ['something else', [1, 2], '1, 2'],
])('a day from %s', (_, value, expected) => {
  expect(dayCell(value, calendar, order)).toBe(expected);
});

test.each([
  ['seconds', seconds('2026-11-23T20:00:00Z'), '2026-11-23T12:00'],
  ['midnight', seconds('2026-11-23T08:00:00Z'), '2026-11-23'],
  ['seconds as text', String(seconds('2026-11-23T20:05:00Z')), '2026-11-23T12:05'],
  ['other text', 'soon', 'soon'],
])('a moment from %s', (_, value, expected) => {
  expect(timeCell(value, calendar)).toBe(expected);
});

test.each([
  ['a number', 0, 0],
  ['yes or no', false, false],
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
