import { expect, test } from 'vitest';
import { type DayOrder, learnDayOrder, learnFromConditions } from '../../src/answer/written-day.ts';

const order = (dayFirst?: boolean): DayOrder => ({ dayFirst, sampled: false });

test.each<[string, string[], boolean | undefined, boolean | undefined]>([
  ['nothing', [], undefined, undefined],
  ['days that say nothing', ['1/2/2027', '12/12/2026', 'soon', ''], undefined, undefined],
  ['a second number above 12', ['1/2/2027', '1/13/2027'], undefined, false],
  ['a first number above 12', ['1/2/2027', '13/1/2027'], undefined, true],
  ['what was learnt before', ['1/2/2027'], true, true],
  ['the contrary of what was learnt', ['1/31/2027'], true, false],
  ['two that contradict each other', ['1/31/2027', '31/1/2027'], true, undefined],
  ['days that do not exist', ['13/45/2027', '45/13/2027', '2/30/2027'], undefined, undefined],
  ['other texts', ['2027-13-40', '31/12/26'], undefined, undefined],
])('learns from %s', (_, texts, before, after) => {
  const learnt = order(before);
  learnDayOrder(learnt, texts);
  expect(learnt.dayFirst).toBe(after);
});

const april = { from: '2027-04-01', to: '2027-04-12' };

test.each<[string, string[], { from?: string; to?: string }, boolean | undefined]>([
  ['one reading among them', ['3/4/2027'], april, true],
  ['the other reading among them', ['4/3/2027'], april, false],
  ['both among them', ['4/5/2027'], { from: '2027-04-01', to: '2027-05-31' }, undefined],
  [
    'some that have both and one that has one',
    ['4/5/2027', '3/5/2027'],
    { from: '2027-04-01', to: '2027-05-31' },
    true,
  ],
  ['none among them, where Copper did not filter', ['3/4/2026', '3/4/2027'], april, undefined],
  ['witnesses against each other', ['3/4/2027', '4/2/2027'], april, undefined],
  ['a day beside them', ['1/5/2027'], { from: '2027-04-20', to: '2027-04-30' }, true],
  ['an open end', ['3/4/2027'], { from: '2027-04-01' }, true],
  ['an open start', ['3/4/2027'], { to: '2027-03-20' }, false],
  ['a date that does not exist', ['13/45/2027', '3/4/2027'], april, true],
  ['other texts', ['soon', ''], april, undefined],
  ['the same day both ways', ['4/4/2027'], april, undefined],
])('days that were asked for show the order: %s', (_, texts, asked, expected) => {
  const learnt = order();
  learnFromConditions(learnt, texts, asked);
  expect(learnt.dayFirst).toBe(expected);
});
