import { expect, test } from 'vitest';
import { createCalendar } from '../../../../src/answer/calendar.ts';
import { thresholdTime } from '../../../../tools/reports/attention/thresholds.ts';
import { testNow } from '../../../harness.ts';
import { losAngeles } from '../../test-client.ts';

const calendar = createCalendar('America/Los_Angeles', () => testNow);

test.each([
  ['14', '2026-11-10'],
  ['14d', '2026-11-10'],
  ['-14 days', '2026-11-10'],
  ['0', '2026-11-24'],
  ['1', '2026-11-23'],
  ['2026-09-01', '2026-09-01'],
  ['last-month', '2026-10-01'],
  ['..2026-09-01', '2026-09-02'],
  // The night in which clocks go back has 25 hours.
  ['22', '2026-11-02'],
])('%s: to the last second before %s', (text, day) => {
  expect(thresholdTime('stuck', text, calendar)).toBe(losAngeles(day) - 1);
});

test.each(['', 'soon', '1.5', '14 weeks ago', '2026-02-30', '9'.repeat(8)])('%j is refused', (text) => {
  expect(() => thresholdTime('silent', text, calendar)).toThrow(
    `silent must be a number of days or a start day such as 2026-09-01, not "${text}".`,
  );
});
