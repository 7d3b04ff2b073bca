import { expect, test } from 'vitest';
import { type DayOrder, dayFromText, learnDayOrder } from '../../src/answer/cell.ts';

const order = (dayFirst?: boolean): DayOrder => ({ dayFirst });

test.each([
  ['1/20/2027', undefined, '2027-01-20'],
  ['11/2/2026', undefined, '2026-11-02'],
  ['11/2/2026', false, '2026-11-02'],
  ['11/2/2026', true, '2026-02-11'],
  [' 01/02/2027 ', true, '2027-02-01'],
  ['2027-01-20', undefined, '2027-01-20'],
  ['1/20/27', undefined, '1/20/27'],
  ['1/20/2027 10:00', undefined, '1/20/2027 10:00'],
  ['soon', true, 'soon'],
  ['', undefined, ''],
])('"%s" with the day first: %s', (text, dayFirst, expected) => {
  expect(dayFromText(text, order(dayFirst))).toBe(expected);
});

test.each<[string, string[], boolean | undefined, boolean | undefined]>([
  ['nothing', [], undefined, undefined],
  ['days that say nothing', ['1/2/2027', '12/12/2026', 'soon', ''], undefined, undefined],
  ['a second number above 12', ['1/2/2027', '1/13/2027'], undefined, false],
  ['a first number above 12', ['1/2/2027', '13/1/2027'], undefined, true],
  ['what was learnt before', ['1/2/2027'], true, true],
  ['the contrary of what was learnt', ['1/31/2027'], true, false],
  ['other texts', ['2027-13-40', '31/12/26'], undefined, undefined],
])('learns from %s', (_, texts, before, after) => {
  const learnt = order(before);
  learnDayOrder(learnt, texts);
  expect(learnt.dayFirst).toBe(after);
});

test('a day above 12 is a day wherever it stands, once it was looked at', () => {
  const learnt = order();
  learnDayOrder(learnt, ['28/2/2027']);
  expect(['28/2/2027', '3/4/2027'].map((text) => dayFromText(text, learnt))).toEqual([
    '2027-02-28',
    '2027-04-03',
  ]);
});
