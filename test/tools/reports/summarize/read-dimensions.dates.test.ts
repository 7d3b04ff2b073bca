import { expect, test } from 'vitest';
import { readDateWords } from '../../../../tools/reports/summarize/read-dimensions.ts';

test.each([
  ['month', '', 'month'],
  ['by month', '', 'month'],
  ['Monthly', '', 'month'],
  ['quarter', '', 'quarter'],
  ['date by week', '', 'week'],
  ['date', '', 'month'],
  ['closes month', 'closes', 'month'],
  ['closes:month', 'closes', 'month'],
  ['closes by month', 'closes', 'month'],
  ['month of closes', 'closes', 'month'],
  ['month of the close date', 'close', 'month'],
  ['Close date by quarter', 'close', 'quarter'],
  ['close_date (year)', 'close', 'year'],
  ['created daily', 'created', 'day'],
  ['date_created by week', 'created', 'week'],
  ['created at', 'created', 'month'],
  ['closes', 'closes', 'month'],
  ['Renewal date per quarter', 'renewal', 'quarter'],
  ['last day of month', 'last day', 'month'],
])('"%s" is %s by %s', (text, date, length) => {
  expect(readDateWords(text)).toEqual({ date, length });
});

test.each(['', ' of ', '??'])('"%s" means no date', (text) => {
  expect(readDateWords(text)).toBeUndefined();
});
